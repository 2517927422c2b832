"""The companies and the census of their solutions."""
