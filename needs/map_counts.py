"""The numbers of the map of needs and of the home page: the same for everybody, kept and renewed in the background."""

from grandest_portal.core.kept import kept, renew
from grandest_portal.core.periods import published_within
from grandest_portal.reference.place_counts import place_counts
from needs.models import Need
from needs.places import PLACES
from needs.states import in_state


def key_of(state, period):
    return f"map:needs:{state}:{period}"


def count(state, period):
    return place_counts(PLACES, published_within(in_state(Need.objects.public(), state), period))


def numbers(state="", period=""):
    """{answer, at}: `place_counts` of the needs of a choice of « État » and of « Publiés »; open ones without."""
    return kept(
        key_of(state, period), lambda: count(state, period), task="needs.count_map", args=[state, period]
    )


def renew_numbers(state, period):
    renew(key_of(state, period), lambda: count(state, period))
