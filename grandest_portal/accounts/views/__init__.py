"""Pages of an account that django-allauth does not have, or not as the house wants them."""
