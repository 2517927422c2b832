"""The minutes of a meeting: begun, written, validated by the buyer's side, then commented once by the company."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE, check_read
from grandest_portal.core.transitions import check_transition
from meetings.actions import lock_with_need
from meetings.enums import MINUTES_TRANSITIONS, MeetingSide, MeetingStatus, MinutesStatus
from meetings.models import Minutes
from meetings.permissions import can_comment_minutes, can_write_minutes, speakers_of
from meetings.records.grids import frozen_grid
from meetings.records.minutes_messages import MinutesCommented, MinutesValidated


def lock_minutes(meeting, *, by):
    """(meeting, Minutes or None) as they stand, for somebody of the buyer's side; DomainError for anybody else."""
    meeting = lock_with_need(meeting)
    read_again(by)
    if not can_write_minutes(by, meeting):
        raise DomainError(_("Le compte rendu s'écrit au nom de l'acheteur, d'un rendez-vous qui a eu lieu."))
    if meeting.starts_at > timezone.now():
        raise DomainError(_("Le compte rendu s'écrira quand le rendez-vous aura commencé."))
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if minutes is not None:
        minutes.meeting = meeting
    return meeting, minutes


@transaction.atomic
def start_minutes(meeting, *, by):
    """The draft of a meeting: the one that is there, or a new one. The first of a need freezes its grid."""
    meeting, minutes = lock_minutes(meeting, by=by)
    if minutes is not None:
        return minutes
    frozen_grid(meeting.need, by=by)
    minutes = Minutes.objects.create(meeting=meeting, author=by)
    record(minutes, "minutes.started", by=by, after={"meeting": meeting.pk})
    return minutes


@transaction.atomic
def write_minutes(meeting, *, answers, text=None, by, version=None):
    """Store `answers` ({key of a question: text}, any of them) and the free `text` in the draft.

    With `version`, refuses when a colleague stored others since.
    """
    meeting, minutes = lock_minutes(meeting, by=by)
    check_draft(minutes)
    if version is not None and version != minutes.version:
        raise Conflict(SAVED_MEANWHILE, current=minutes)
    asked = {each["key"] for each in minutes.questions}
    if set(answers) - asked:
        raise DomainError(_("Cette question n'est pas dans la grille de ce besoin. Rechargez la page."))
    wanted = {**minutes.answers, **answers}
    written = minutes.text if text is None else text
    if wanted != minutes.answers or written != minutes.text:
        minutes.answers, minutes.text, minutes.version = wanted, written, minutes.version + 1
        minutes.save(update_fields=["answers", "text", "version", "updated_at"])
        # The words are of the draft: the trail keeps who wrote, and that which was validated.
        record(minutes, "minutes.written", by=by, after={"version": minutes.version})
    return minutes


def check_draft(minutes):
    if minutes is None:
        raise DomainError(_("Aucun compte rendu n'est commencé."))
    if minutes.is_validated:
        raise DomainError(_("Ce compte rendu est validé : il ne change plus."))


def parts_of(minutes):
    """{name: text} of what a page that validates shows."""
    return {
        **{each["key"]: minutes.answers.get(each["key"], "") for each in minutes.questions},
        "text": minutes.text,
    }


def labels_of(minutes):
    return {**{each["key"]: each["wording"] for each in minutes.questions}, "text": _("Autres points")}


@transaction.atomic
def validate_minutes(meeting, *, by, marks=None):
    """Lock the text as it reads now, and give it to the company; `marks` are those of what was on screen."""
    meeting, minutes = lock_minutes(meeting, by=by)
    check_draft(minutes)
    check_transition(minutes, MinutesStatus.VALIDATED, MINUTES_TRANSITIONS)
    parts = parts_of(minutes)
    if not any(value.strip() for value in parts.values()):
        raise DomainError(_("Il n'y a rien à valider : répondez au moins à une question."))
    if meeting.status != MeetingStatus.HELD:
        raise DomainError(
            _("Dites d'abord qui était là : un compte rendu se valide pour un rendez-vous tenu.")
        )
    check_read(marks, parts, labels_of(minutes), current=minutes)
    minutes.status, minutes.validated_at, minutes.validated_by = MinutesStatus.VALIDATED, timezone.now(), by
    minutes.save(update_fields=["status", "validated_at", "validated_by", "updated_at"])
    record(minutes, "minutes.validated", by=by, after=parts)
    MinutesValidated(meeting, minutes).send_to(speakers_of(meeting.organisation_on(MeetingSide.COMPANY)))
    return minutes


@transaction.atomic
def comment_minutes(meeting, *, text, by):
    """The company says once what it has to say of validated minutes; the minutes stay as they are."""
    meeting = lock_with_need(meeting)
    read_again(by)
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if minutes is None or not can_comment_minutes(by, meeting, minutes):
        raise DomainError(_("Seule l'entreprise commente le compte rendu, une fois, quand il est validé."))
    if not text.strip():
        raise DomainError(_("Écrivez le commentaire."), field="text")
    minutes.meeting = meeting
    minutes.comment, minutes.commented_at, minutes.commented_by = text.strip(), timezone.now(), by
    minutes.save(update_fields=["comment", "commented_at", "commented_by", "updated_at"])
    record(minutes, "minutes.commented", by=by, after={"comment": minutes.comment})
    MinutesCommented(meeting, minutes).send_to(speakers_of(meeting.organisation_on(MeetingSide.BUYER)))
    return minutes
