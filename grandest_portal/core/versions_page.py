"""The page of a thing's stored versions, whatever room it belongs to: what `components/versions.html` shows."""

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.dates import day, moment
from grandest_portal.core.versions import changes_between, versions_of, withdrawn_runs

MOST_VERSIONS = 200


def nothing(_older, _newer):
    return frozenset()


def whole(content):
    return content


def versions_context(request, thing, fields, *, public_only, hidden=nothing, readable=whole):
    """The versions, the two that the address names (`de` and `a`) and what differs between them.

    `hidden(older, newer)` gives the names of the fields, of these two TextVersion rows, that are not for the reader:
    the page says that something is kept apart, never what. `readable(content)` gives a stored content without the items
    of its lists that are not for the reader.
    """
    rows = list(versions_of(thing, public_only=public_only)[:MOST_VERSIONS])
    newer = asked(request, rows, "a") or (rows[0] if rows else None)
    older = asked(request, rows, "de") or before(newer, rows)
    if newer and older and older.number > newer.number:
        older, newer = newer, older
    contents = [row.content for row in (older, newer)] if older and newer else []
    shown = [readable(content) for content in contents]
    kept = hidden(older, newer) if contents and changes_between(fields, *contents) else frozenset()
    changes = changes_between(fields, *shown) if shown else []
    return {
        "versions": [row_of(row) for row in rows],
        "older": older and row_of(older),
        "newer": newer and row_of(newer),
        "withdrawn": [withdrawn_row(*run) for run in withdrawn_runs(thing)],
        "changes": [change for change in changes if change.name not in kept],
        "kept": bool(kept) or shown != contents,
    }


def withdrawn_row(first, last, following):
    """What everybody reads of texts that moderation withdrew: their numbers, their days, the reason; not the texts."""
    values = {
        "first": first.number,
        "last": last.number,
        "since": day(first.created_at),
        "until": day(following.created_at),
    }
    if first.number == last.number and values["since"] == values["until"]:
        text = _("Version %(first)d, publique le %(since)s, retirée par la modération.") % values
    elif first.number == last.number:
        text = _("Version %(first)d, publique du %(since)s au %(until)s, retirée par la modération.") % values
    else:
        text = (
            _(
                "Versions %(first)d à %(last)d, publiques du %(since)s au %(until)s, retirées par la modération."
            )
            % values
        )
    return {"text": text, "reason": following.note}


def asked(request, rows, name):
    """The version whose number the address gives under `name`, or None when it is none of `rows`."""
    number = request.GET.get(name, "")
    return next((row for row in rows if str(row.number) == number), None)


def before(version, rows):
    return next((row for row in rows if version and row.number < version.number), None)


def row_of(version):
    return {
        "number": version.number,
        "moment": moment(version.created_at),
        "day": timezone.localdate(version.created_at).isoformat(),
        "public": version.public,
        "note": version.note,
    }
