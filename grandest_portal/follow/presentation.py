"""What pages say of favourites and saved searches."""

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.follow.searches import SEARCHES


def signature(favourite):
    """Who added it and who wrote its note, by name; no address, even of people without a name."""

    def name_of(person):
        return (person and person.full_name) or _("une personne de l'équipe")

    added = _("Ajouté le %(day)s par %(name)s") % {
        "day": date_words(localtime(favourite.created_at)),
        "name": name_of(favourite.added_by),
    }
    if not favourite.note:
        return added
    written = _("note écrite par %(name)s") % {"name": name_of(favourite.updated_by)}
    return f"{added} · {written}"


def new_counts(searches, at):
    """{pk of each search: results published since it was seen}: at most two queries per list, however many searches.

    The first one, cheap, says whether anything at all was published since.
    """
    counts = dict.fromkeys((saved.pk for saved in searches), 0)
    for key, search in SEARCHES.items():
        own = [saved for saved in searches if saved.kind == key]
        newest = search.newest(at) if own else None
        late = [saved for saved in own if newest is not None and saved.seen_at < newest]
        if late:
            counts |= counted(search, late, at)
    return counts


def counted(search, late, at):
    rows = (
        search.things()
        .order_by()
        .filter(published_at__gt=min(saved.seen_at for saved in late), published_at__lte=at)
    )
    return {
        int(key.removeprefix("of_")): count
        for key, count in rows.aggregate(
            **{
                f"of_{saved.pk}": Count(
                    "pk",
                    filter=Q(
                        published_at__gt=saved.seen_at,
                        pk__in=search.rows(QueryDict(saved.query))
                        .order_by()
                        .filter(published_at__gt=saved.seen_at)
                        .values("pk"),
                    ),
                )
                for saved in late
            }
        ).items()
    }
