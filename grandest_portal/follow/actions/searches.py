"""Saving a search, choosing its alert, stopping it. Alerts are asked for, never given: a saved search has none."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.core.errors import DomainError
from grandest_portal.follow.enums import Frequency
from grandest_portal.follow.models import LONGEST_QUERY, SavedSearch
from grandest_portal.follow.searches import SEARCHES, understood
from grandest_portal.reference.models import Parameter

MAX = "saved_searches_max"


@transaction.atomic
def save_search(user, kind, given):
    """(SavedSearch, whether it is new) of the QueryDict `given` on the list `kind`; asking twice changes nothing."""
    query, words = understood(SEARCHES[kind], given)
    if len(query) > LONGEST_QUERY:
        raise DomainError(_("Cette recherche est trop longue pour être enregistrée : retirez des filtres."))
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    rows = SavedSearch.objects.of(user)
    known = rows.filter(kind=kind, query=query).first()
    if known is not None:
        return known, False
    limit = Parameter.objects.value(MAX, timezone.localdate())
    if rows.count() >= limit:
        raise DomainError(
            _("Vous gardez déjà %(count)d recherches : supprimez-en une dans « Mes recherches ».")
            % {"count": limit}
        )
    name = (" · ".join(words) or str(SEARCHES[kind].label))[:120]
    return SavedSearch.objects.create(user=user, kind=kind, query=query, name=name), True


@transaction.atomic
def change_search(saved, *, name, frequency):
    """Rename a saved search and choose its alert; an alert that begins counts from now."""
    saved = SavedSearch.objects.select_for_update(of=("self",)).get(pk=saved.pk)
    if not name:
        raise DomainError(_("Donnez un nom à cette recherche."), field="name")
    if not saved.alerts and frequency != Frequency.NONE:
        saved.since = saved.last_run_at = timezone.now()
    saved.name, saved.frequency = name, frequency
    saved.save(update_fields=["name", "frequency", "since", "last_run_at"])
    return saved


@transaction.atomic
def mark_seen(saved):
    """The person has seen its results: new ones count from now."""
    return SavedSearch.objects.filter(pk=saved.pk).update(seen_at=timezone.now())


@transaction.atomic
def delete_search(saved):
    return bool(SavedSearch.objects.filter(pk=saved.pk).delete()[0])


@transaction.atomic
def stop_alert(pk):
    """No mail any more for one search; True when there was one to stop."""
    return bool(SavedSearch.objects.alerting().filter(pk=pk).update(frequency=Frequency.NONE))


@transaction.atomic
def stop_alerts(user):
    """No mail any more for any search of the person; how many were stopped. The searches stay."""
    return SavedSearch.objects.of(user).alerting().update(frequency=Frequency.NONE)
