"""The pages of accounts that are ours; django-allauth brings the others."""
