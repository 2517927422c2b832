"""How often: (requests, seconds). Sign-in, sign-up and reset have those of django-allauth."""

RATE_LIMITS = {
    "search": (60, 60),  # per address
    "suggest": (240, 60),  # per address: what is shown while typing
    "export": (10, 3600),  # per person
    "upload": (60, 3600),  # per person
    "document": (20, 600),  # per person
    "report": (10, 3600),  # per person, else per address
    "exports": (20, 3600),  # the rows of a list as a file, per person; per address without an account
    "feed": (120, 3600),  # per address: readers come back several times in an hour
    "agenda": (600, 3600),  # per address: the calendars of a whole town hall come from one
}
