"""A label of a company: stated by it, changed, taken back; checked or not confirmed by a moderator."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.attachments.actions import remove_attachment
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE
from grandest_portal.core.transitions import check_transition
from suppliers.actions.common import write
from suppliers.actions.profile import MOST_ROWS, lock_company
from suppliers.enums import LABEL_TRANSITIONS, LabelStatus
from suppliers.label_messages import LabelChecked, LabelRefused
from suppliers.models import CompanyLabel
from suppliers.permissions import people_of_company

# The key under which the attachments room keeps the evidence of a label.
LABEL_KIND = "label"
UNDECIDED = {"status": LabelStatus.STATED, "checked_by": None, "checked_at": None, "reason": ""}


def lock_label(row):
    locked = (
        CompanyLabel.objects.select_for_update(of=("self",))
        .select_related("company__organisation", "label")
        .filter(pk=row.pk)
        .first()
    )
    if locked is None:
        raise DomainError(_("Ce label a été retiré entre-temps par une autre personne de l'entreprise."))
    return locked


def told(values):
    return {name: getattr(each, "pk", each) for name, each in values.items()}


def has_evidence(row):
    return bool(row.link or row.number or documents_of(LABEL_KIND, row.pk).exists())


@transaction.atomic
def state_label(company, *, data, by):
    """The company says that it bears a label (a Label of `data`); it is shown at once, as not checked."""
    company = lock_company(company)
    if CompanyLabel.objects.filter(company=company).count() >= MOST_ROWS:
        raise DomainError(
            _("Ce profil a déjà %(count)d labels : retirez-en un d'abord.") % {"count": MOST_ROWS}
        )
    row = CompanyLabel.objects.create(company=company, stated_by=by, **data)
    record(row, "label.stated", by=by, after=told(data))
    return row


@transaction.atomic
def change_label(row, *, data, by, version=None):
    """Store what the company changes; what a moderator decided about the words before does not stand for the new."""
    row = lock_label(row)
    if not any(getattr(row, name) != value for name, value in data.items()):
        return row
    if version is not None and version != row.version:
        raise Conflict(SAVED_MEANWHILE, current=row)
    before, after = write(row, data)
    restate(row, by)
    row.save()
    record(row, "label.changed", by=by, before=told(before), after=told(after))
    return row


def restate(row, by):
    """Back before the moderator, on a locked row."""
    write(row, {**UNDECIDED, "stated_by": by, "stated_at": timezone.now(), "version": row.version + 1})


def evidence_changed(row, purpose, *, by):
    """A document was added or removed: a moderator reads the evidence again."""
    before = row.status
    restate(row, by)
    row.save()
    record(row, "label.evidence_changed", by=by, before={"status": before}, after={"status": row.status})


@transaction.atomic
def remove_label(row, *, by):
    """The company takes it back; the documents that showed it go with it."""
    row = lock_label(row)
    for document in documents_of(LABEL_KIND, row.pk):
        remove_attachment(document, by=by)
    record(row, "label.removed", by=by, before={"label": row.label_id, "status": row.status})
    row.delete()


def decide(row, status, *, by, verb, reason=""):
    check_transition(row, status, LABEL_TRANSITIONS)
    before = {"status": row.status}
    write(row, {"status": status, "checked_by": by, "checked_at": timezone.now(), "reason": reason})
    row.save(update_fields=["status", "checked_by", "checked_at", "reason"])
    record(row, verb, by=by, before=before, after={"status": status, "version": row.version}, reason=reason)
    return row


def check_moderator(row, by):
    if by is not None and not can_moderate(by, row.company.organisation):
        raise DomainError(
            _("Cette décision revient à la modération, et jamais à une personne de l'entreprise concernée.")
        )


@transaction.atomic
def check_label(row, *, by):
    """A moderator read the evidence: it shows what the company says."""
    row = lock_label(row)
    check_moderator(row, by)
    if not has_evidence(row):
        raise DomainError(_("Aucune preuve n'accompagne ce label : ni lien, ni numéro, ni document."))
    row = decide(row, LabelStatus.CHECKED, by=by, verb="label.checked")
    LabelChecked(row).send_to(people_of_company(row.company))
    return row


@transaction.atomic
def refuse_label(row, *, by, reason):
    """A moderator read the evidence, and it does not show what the company says: the page shows it no more."""
    row = lock_label(row)
    check_moderator(row, by)
    row = decide(row, LabelStatus.REFUSED, by=by, verb="label.refused", reason=reason)
    LabelRefused(row).send_to(people_of_company(row.company))
    return row
