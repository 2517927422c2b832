"""Public buyers are organisations: nothing here is about a person."""

RECORDS = ()

NOT_PERSONAL = {"buyers.PublicBuyer": "le rôle d'une personne morale"}
