"""The portal's own pages of accounts; logging in is django-allauth's."""
