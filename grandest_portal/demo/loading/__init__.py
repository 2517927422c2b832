"""Demonstration data, made through the same actions as people's own; fictional, and the same for the same seed."""
