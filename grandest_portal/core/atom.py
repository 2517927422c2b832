"""The Atom feed of a list under its filters, whatever the list."""

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed

from grandest_portal.core.listing import chips_of

ENTRIES = 50
KEPT_SECONDS = 900
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


def title_of(name, filterset):
    """« Besoins d'innovation · Eau et déchets »: the list and the filters that were chosen."""
    chosen = [str(chip["label"]) for chip in chips_of(filterset, filterset.data)]
    return clean(" · ".join([name, *chosen]))


def feed_text(title, key, page, here, entries):
    """The feed as text. `key` identifies the list and its filters, `page` and `here` are addresses on this site.

    An entry is what `add_item` takes, its `link` and `unique_id` without the site.
    """
    feed = SearchFeed(
        title=f"{title} – {settings.SERVICE_NAME}",
        link=settings.SITE_URL + page,
        description=None,
        language="fr",
        feed_url=settings.SITE_URL + here,
        feed_guid=tag(key),
        author_name=settings.SERVICE_NAME,
    )
    for entry in entries:
        texts = {name: clean(entry[name]) for name in ("title", "description", "author_name")}
        places = {"link": settings.SITE_URL + entry["link"], "unique_id": tag(entry["unique_id"])}
        feed.add_item(**{**entry, **texts, **places})
    return feed.writeString("utf-8")


def feed_response(request, text):
    """Kept by readers for a quarter of an hour; without a change, « not modified »."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="application/atom+xml; charset=utf-8", headers={"ETag": etag})
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return get_conditional_response(request, etag, None, response)
