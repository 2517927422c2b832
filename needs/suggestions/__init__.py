"""Suggestions of partners: told openly to both sides, without any effect on scores, orders or access."""
