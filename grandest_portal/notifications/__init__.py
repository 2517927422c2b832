"""Telling people what happened: in-app notices and e-mails, written with the change, delivered after."""
