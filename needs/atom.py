"""The Atom feed of a search: the newest needs that its filters leave."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from grandest_portal.core.listing import chips_of
from needs.display import place_text, when_text
from needs.models import Need

ENTRIES = 50
NEVER = datetime(2020, 1, 1, tzinfo=UTC)
# Characters that XML 1.0 cannot carry in any form.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SearchFeed(Atom1Feed):
    """A feed without entries has a date of its own: it is the same each time it is read."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


def clean(text):
    return NOT_XML.sub("", str(text))


def tag(name):
    """An identifier that stays when the page moves (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"


def changed_at(need):
    """When what a reader sees last changed: publication, amendment or closing."""
    return max(filter(None, [need.published_at, need.amended_at, need.closed_at]))


def title_of(filterset):
    chosen = [str(chip["label"]) for chip in chips_of(filterset, filterset.data)]
    return clean(" · ".join([_("Besoins d'innovation"), *chosen]))


def feed_of(filterset, query):
    """The feed as text; `query` is the query string of the search."""
    page = settings.SITE_URL + reverse("needs:list") + (f"?{query}" if query else "")
    here = settings.SITE_URL + reverse("needs:feed") + (f"?{query}" if query else "")
    feed = SearchFeed(
        title=f"{title_of(filterset)} – {settings.SERVICE_NAME}",
        link=page,
        description=None,
        language="fr",
        feed_url=here,
        feed_guid=tag(f"besoins?{query}" if query else "besoins"),
        author_name=settings.SERVICE_NAME,
    )
    pks = list(filterset.answers.values_list("pk", flat=True)[:ENTRIES])
    found = Need.objects.public().for_rows().in_bulk(pks)
    for need in (found[pk] for pk in pks if pk in found):
        facts = [need.buyer_name, when_text(need), place_text(need)]
        feed.add_item(
            title=clean(need),
            link=settings.SITE_URL + reverse("needs:detail", args=[need.pk]),
            description=clean("\n".join(filter(None, [" · ".join(filter(None, facts)), need.summary]))),
            unique_id=tag(f"besoins/{need.pk}"),
            author_name=clean(need.buyer_name),
            pubdate=need.published_at,
            updateddate=changed_at(need),
        )
    return feed.writeString("utf-8")
