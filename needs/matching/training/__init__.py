"""Adapting the encoder of sentences to needs and solutions: used by a command, never by the service."""
