"""What is new for each saved search, held for the one mail of the person's window; never the same thing twice.

Each search has a transaction of its own: its row is locked, what is held, what it told and its marker are written
together. Two clocks at once, or a worker killed midway, therefore send nothing twice and lose nothing.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from grandest_portal.follow.actions.news import hold_results
from grandest_portal.follow.enums import Frequency
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.messages import line_of
from grandest_portal.follow.models import SavedSearch, ToldThing
from grandest_portal.follow.searches import SEARCHES
from grandest_portal.reference.models import Parameter

logger = logging.getLogger(__name__)

# A publication bears the moment of its writing and is seen at its commit: each run looks back as far as any
# transaction may last. What it told already is known by ToldThing.
OVERLAP = timedelta(minutes=6)
FEW = 500


def send_alerts(at):
    """Tell what was published up to `at` to those whose alert is due; how many searches had some."""
    return sum(_send_of(SEARCHES[key], at) for key in sorted(SEARCHES))


def _send_of(search, at):
    """Two queries when nothing was published since; else one small query for each different search."""
    newest, due = search.newest(at), SavedSearch.objects.due(search.key, at)
    waiting, quiet = [], due.exclude(frequency=Frequency.INSTANT)
    if newest is not None:
        waiting = list(due.filter(last_run_at__lt=newest + OVERLAP).order_by("pk"))
        quiet = quiet.filter(last_run_at__gte=newest + OVERLAP)
    quiet.update(last_run_at=at)
    if not waiting:
        return 0
    fresh, idle, sent = Fresh(search, min(after(saved) for saved in waiting), at), [], 0
    for saved in waiting:
        try:
            if not fresh.answers(saved):
                idle.append(saved.pk)
            elif tell(saved.pk, at):
                sent += 1
        except Exception:
            # The search of one person must not keep the others from theirs; it is tried again at the next run.
            logger.exception("alert failed: saved search %s", saved.pk)
    due.filter(pk__in=idle).update(last_run_at=at)
    return sent


def after(saved):
    """The moment after which a publication may be new for the search."""
    return max(saved.since, saved.last_run_at - OVERLAP)


class Fresh:
    """The things of a list published between two moments, and what the searches of one run find among them."""

    def __init__(self, search, start, end):
        between = Q(published_at__gt=start, published_at__lte=end)
        rows = search.things().order_by().filter(between)
        self.search, self.moments, self.found = search, dict(rows.values_list("pk", "published_at")), {}
        # A few things are looked up by number: the search is then tried on these rows alone.
        few = len(self.moments) <= FEW
        self.among = Q(pk__in=list(self.moments)) if few else between
        told = ToldThing.objects.filter(search__kind=search.key, object_id__in=self.moments) if few else []
        self.told = {(each.search_id, each.object_id) for each in told}

    def answers(self, saved):
        """True when one of them answers the search, is later than its last run and was not told yet; the same search
        is asked once. What is told is looked at again under the lock."""
        if saved.query not in self.found:
            rows = self.search.rows(QueryDict(saved.query)).order_by().filter(self.among)
            self.found[saved.query] = set(rows.values_list("pk", flat=True)) & set(self.moments)
        return any(
            self.moments[pk] > after(saved) and (saved.pk, pk) not in self.told
            for pk in self.found[saved.query]
        )


def new_things(search, saved, at):
    """The public things that answer the search, published after its last run up to `at`, not told yet."""
    told = ToldThing.objects.filter(search=saved).values("object_id")
    rows = search.rows(QueryDict(saved.query)).filter(published_at__gt=after(saved), published_at__lte=at)
    return rows.exclude(pk__in=told)


def locked(pk, kind, at):
    """The search, locked and still due, or None: another run has it, or has just done it."""
    rows = SavedSearch.objects.due(kind, at).select_for_update(of=("self",), skip_locked=True)
    return rows.select_related("user").filter(pk=pk).first()


def remember(saved, pks, at):
    rows = [ToldThing(search=saved, object_id=each, told_at=at) for each in pks]
    ToldThing.objects.bulk_create(rows, batch_size=1000)


@transaction.atomic
def tell(pk, at):
    """Hold what one search that is due has found; True when there was something to tell."""
    kind = SavedSearch.objects.values_list("kind", flat=True).filter(pk=pk).first()
    saved = locked(pk, kind, at) if kind in SEARCHES else None
    if saved is None:
        return False
    search, day = SEARCHES[kind], timezone.localdate(at)
    pks = list(new_things(search, saved, at).order_by("-published_at", "-pk").values_list("pk", flat=True))
    most = Parameter.objects.value("alert_rows_max", day)
    shown = pks[:most]
    things = {thing.pk: thing for thing in KINDS[kind].visible(saved.user).filter(pk__in=shown)}
    lines = [line_of(KINDS[kind].row(things[each], day)) for each in shown if each in things]
    if lines:
        hold_results(saved, lines, len(pks) - len(lines), search.address(saved.query), most, at=at)
        remember(saved, pks, at)
    saved.last_run_at = at
    saved.save(update_fields=["last_run_at"])
    return bool(lines)
