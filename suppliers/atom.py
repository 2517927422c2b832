"""The Atom feed of a search: the newest solutions that its filters leave."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.core import atom
from suppliers.models import Solution
from suppliers.places import served_beside, served_text


def title_of(filterset):
    return atom.title_of(_("Solutions innovantes"), filterset)


def entry_of(solution):
    trl = f"TRL {solution.trl}" if solution.trl else ""
    facts = " · ".join(filter(None, [solution.company.full_name, trl, served_text(solution)]))
    return {
        "title": solution,
        "link": reverse("suppliers:solution_detail", args=[solution.pk]),
        "description": "\n".join(filter(None, [facts, solution.problem_solved])),
        "unique_id": f"solutions/{solution.pk}",
        "author_name": solution.company.full_name,
        "pubdate": solution.published_at,
        "updateddate": solution.published_at,
    }


def feed_of(filterset, query):
    """The feed as text; `query` is the query string of the search."""
    after = f"?{query}" if query else ""
    newest = filterset.qs.order_by("-published_at", "-pk")
    pks = list(newest.values_list("pk", flat=True)[: atom.ENTRIES])
    found = Solution.objects.published().for_list().annotate(places_beside=served_beside()).in_bulk(pks)
    return atom.feed_text(
        title_of(filterset),
        f"solutions{after}",
        reverse("suppliers:solution_list") + after,
        reverse("suppliers:feed") + after,
        [entry_of(found[pk]) for pk in pks if pk in found],
    )
