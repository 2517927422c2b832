"""The Atom feed of a search: the newest needs that its filters leave."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.core import atom
from needs.display import place_text, when_text
from needs.models import Need


def title_of(filterset):
    return atom.title_of(_("Besoins d'innovation"), filterset)


def changed_at(need):
    """When what a reader sees last changed: publication, amendment or closing."""
    return max(filter(None, [need.published_at, need.amended_at, need.closed_at]))


def entry_of(need):
    facts = " · ".join(filter(None, [need.buyer_name, when_text(need), place_text(need)]))
    return {
        "title": need,
        "link": reverse("needs:detail", args=[need.pk]),
        "description": "\n".join(filter(None, [facts, need.summary])),
        "unique_id": f"besoins/{need.pk}",
        "author_name": need.buyer_name,
        "pubdate": need.published_at,
        "updateddate": changed_at(need),
    }


def feed_of(filterset, query):
    """The feed as text; `query` is the query string of the search."""
    after = f"?{query}" if query else ""
    pks = list(filterset.answers.values_list("pk", flat=True)[: atom.ENTRIES])
    found = Need.objects.public().for_rows().in_bulk(pks)
    return atom.feed_text(
        title_of(filterset),
        f"besoins{after}",
        reverse("needs:list") + after,
        reverse("needs:feed") + after,
        [entry_of(found[pk]) for pk in pks if pk in found],
    )
