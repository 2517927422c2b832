"""Where needs are carried out."""

from grandest_portal.reference.places import Places
from needs.models import Need

PLACES = Places(Need, "territories")
