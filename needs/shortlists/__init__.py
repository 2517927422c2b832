"""Shortlists: who is in and why, before freezing (selection), once frozen (content), in words (display, document)."""
