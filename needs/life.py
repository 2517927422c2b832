"""The life of a need as a line of steps, for components/life.html: pure functions of a need and a moment."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.dates import day
from needs.enums import NeedSource, NeedStatus

SOON_DAYS = 7


def closing_note(need, on):
    """« clôture dans 6 jours » in the last week of an open window, seen on the date `on`; "" otherwise."""
    if not need.is_open or need.sourcing_open_until is None:
        return ""
    days = (need.sourcing_open_until - on).days
    if days == 0:
        return _("dernier jour")
    if not 0 < days <= SOON_DAYS:
        return ""
    return ngettext("clôture dans %(days)d jour", "clôture dans %(days)d jours", days) % {"days": days}


def life_steps(need, at):
    """[{label, state: done/current/todo, note}] of `need` as it stands at the aware datetime `at`."""
    if need.source == NeedSource.OPEN_DATA:
        path, current = announced_path(need)
    elif need.is_public:
        path, current = public_path(need, at)
    else:
        path, current = drafting_path(need)
    return [
        {"label": label, "note": note, "state": state_of(position, current)}
        for position, (label, note) in enumerate(path)
    ]


def state_of(position, current):
    return "done" if position < current else "current" if position == current else "todo"


def drafting_path(need):
    draft, reading = (_("Rédaction"), ""), (_("Relecture"), "")
    ahead = [(_("Échanges ouverts"), ""), (_("Suite"), "")]
    if need.status == NeedStatus.SUBMITTED:
        return [draft, (_("Relecture"), _("envoyé le %(day)s") % {"day": day(need.submitted_at)}), *ahead], 1
    if need.status == NeedStatus.RETURNED:
        return [(_("À reprendre"), _("renvoyé par la modération")), reading, *ahead], 0
    if need.status == NeedStatus.REJECTED:
        return [draft, (_("Refusé"), _("par la modération"))], 1
    return [draft, reading, *ahead], 0


def announced_path(need):
    """A project of other people, known from open data: its exchanges do not take place here."""
    planned = _("envisagée le %(day)s") % {"day": day(need.planned_on)} if need.planned_on else ""
    path = [(_("Projet annoncé"), ""), (_("Consultation"), planned), (_("Attribution"), "")]
    if need.status == NeedStatus.PUBLISHED:
        return path, 0
    return [path[0], (_("Annonce close"), _("le %(day)s") % {"day": day(need.closed_at)})], 1


def public_path(need, at):
    published = (_("Publié"), _("le %(day)s") % {"day": day(need.published_at)})
    award = (_("Attribution"), "")
    if need.status == NeedStatus.PUBLISHED:
        return [published, open_exchanges(need, at), next_step(need), award], 1
    closed = (_("Échanges clos"), _("le %(day)s") % {"day": day(need.closed_at)} if need.closed_at else "")
    if need.status == NeedStatus.CLOSED:
        return [published, closed, next_step(need), award], 1
    path = [published, closed, *purchase(need, at)]
    if need.status == NeedStatus.ABANDONED:
        return [*path, (_("Abandonné"), "")], len(path)
    if need.status == NeedStatus.AWARDED:
        note = _("le %(day)s") % {"day": day(need.awarded_on)} if need.awarded_on else ""
        return [*path, (_("Attribué"), note)], len(path)
    if need.status == NeedStatus.UNAWARDED:
        return [*path, (_("Sans attribution"), "")], len(path)
    return [*path, award], len(path) - 1


def open_exchanges(need, at):
    if need.sourcing_open_until is None:
        return _("Échanges ouverts"), ""
    on = timezone.localdate(at)
    if need.sourcing_open_until < on:
        return _("Échanges ouverts"), _("terminés le %(day)s") % {"day": day(need.sourcing_open_until)}
    until = _("jusqu'au %(day)s inclus") % {"day": day(need.sourcing_open_until)}
    soon = closing_note(need, on)
    return _("Échanges ouverts"), f"{until}, {soon}" if soon else until


def next_step(need):
    planned = (
        _("consultation envisagée le %(day)s") % {"day": day(need.planned_on)} if need.planned_on else ""
    )
    return _("Suite"), planned


def stopped_note(need):
    """What is said of a consultation whose outcome came before its deadline; "" of any other."""
    if not need.ended_before_deadline:
        return ""
    if need.awarded_to:
        return _("attribuée avant la date limite annoncée")
    return _("procédure arrêtée avant sa date limite")


def purchase(need, at):
    """How the need left its exchanges: [one step], or [] when it was abandoned before any purchase."""
    if need.consultation_url:
        deadline = need.consultation_deadline
        if need.ended_before_deadline:
            return [(_("Consultation"), stopped_note(need))]
        if deadline is None:
            return [(_("Consultation"), "")]
        note = _("jusqu'au %(day)s") if deadline > at else _("close le %(day)s")
        return [(_("Consultation"), note % {"day": day(deadline)})]
    if need.direct_purchase_article:
        return [(_("Achat direct"), "")]
    return []
