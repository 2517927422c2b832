"""Reporting a thing, and what moderators answer: once for all the reports about it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.enums import ReasonUse
from grandest_portal.reference.models import ModerationReason, Parameter
from grandest_portal.reference.reasons import choose_reason
from grandest_portal.reports.enums import CASE_TRANSITIONS, CaseStatus
from grandest_portal.reports.messages import ReportAnswered, ReportsWaiting, reporters_of
from grandest_portal.reports.models import Case, Report
from grandest_portal.reports.permissions import can_decide_case

LONGEST_TITLE = Case._meta.get_field("title").max_length


@transaction.atomic
def report_thing(kind, thing, *, by, reason_key, text):
    """Keep what a person (None: without account) says of a thing of a Kind; returns the Report."""
    rows = ModerationReason.objects.offered(kind.key, timezone.localdate())
    reason = rows.filter(key=reason_key, uses__contains=[ReasonUse.REPORT]).first()
    if reason is None:
        raise DomainError(_("Choisissez une raison dans la liste."), field="reason_key")
    text = text.strip()
    if not text:
        raise DomainError(_("Dites ce qui pose problème, et où dans la page."), field="text")
    case = open_case(kind, thing)
    if by is not None and case.reports.filter(reporter=by).exists():
        raise DomainError(_("Vous avez déjà signalé ce contenu : votre signalement attend une réponse."))
    first = not case.reports.exists()
    report = Report.objects.create(
        case=case, reporter=by, reason_key=reason.key, reason_label=reason.label, text=text
    )
    record(case, "case.opened" if first else "case.reported", by=by, after={"reports": reason.label})
    enqueue("reports.tell_moderators", key="moderators", run_at=next_mail(timezone.now()))
    return report


def open_case(kind, thing):
    """The one open Case about the thing, locked: a decision that comes at the same time is before or after, whole."""
    for _try in range(3):
        case, _created = Case.objects.get_or_create(
            kind=kind.key,
            object_pk=thing.pk,
            status=CaseStatus.OPEN,
            defaults={"title": str(thing)[:LONGEST_TITLE]},
        )
        locked = Case.objects.open().select_for_update().filter(pk=case.pk).first()
        if locked is not None:
            return locked
    raise DomainError(
        _("Une réponse vient d'être donnée sur ce contenu : envoyez de nouveau votre signalement.")
    )


def next_mail(at):
    """When moderators may be written to again about reports: what comes in between is told together."""
    minutes = Parameter.objects.value("report_mail_minutes", timezone.localdate(at))
    last = Notification.objects.filter(kind=ReportsWaiting.kind).order_by("-created_at").first()
    return max(at, last.created_at + timedelta(minutes=minutes)) if last else at


def decide(case, status, *, by, verb, chosen):
    case.status, case.decided_by, case.decided_at = status, by, timezone.now()
    case.reason_key, case.reason = chosen.key, chosen.text
    case.save(update_fields=["status", "decided_by", "decided_at", "reason_key", "reason"])
    record(
        case, verb, by=by, before={"status": CaseStatus.OPEN}, after={"status": status}, reason=chosen.text
    )
    ReportAnswered(case).send_to(reporters_of(case))
    return case


def locked_for_decision(case, status, by):
    case = Case.objects.select_for_update().get(pk=case.pk)
    check_transition(case, status, CASE_TRANSITIONS)
    if not can_decide_case(by, case):
        raise DomainError(
            _(
                "Cette décision revient à une autre personne de la modération : ce contenu touche votre "
                "organisation, ou vous l'avez signalé vous-même."
            )
        )
    return case


@transaction.atomic
def dismiss_case(case, *, by, reason="", reason_key):
    """Nothing to do about the thing: a reason of the closed list, with what the moderator adds."""
    case = locked_for_decision(case, CaseStatus.DISMISSED, by)
    chosen = choose_reason(ReasonUse.DISMISS, case.kind, reason_key, reason)
    return decide(case, CaseStatus.DISMISSED, by=by, verb="case.dismissed", chosen=chosen)


@transaction.atomic
def act_on_case(case, *, by, reason):
    """Something was done about the thing; `reason` says what, to those who reported it."""
    case = locked_for_decision(case, CaseStatus.ACTED, by)
    chosen = choose_reason("", case.kind, "", reason, required=False)
    return decide(case, CaseStatus.ACTED, by=by, verb="case.acted", chosen=chosen)
