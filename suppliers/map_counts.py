"""The numbers of the map of solutions: the same for everybody, kept and renewed in the background."""

from grandest_portal.core.kept import kept, renew
from grandest_portal.reference.place_counts import place_counts
from suppliers.models import Solution
from suppliers.places import SERVED

KEY = "map:solutions"


def count():
    return place_counts(SERVED, Solution.objects.published())


def numbers():
    """{answer, at}: `place_counts` of the published solutions."""
    return kept(KEY, count, task="suppliers.count_map")


def renew_numbers():
    renew(KEY, count)
