"""What a company's profile holds in rows: its other sites, the desks that answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions import commune_of
from grandest_portal.accounts.models import Membership
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_seen
from grandest_portal.reference.enums import DomainNature
from grandest_portal.reference.models import MailDomain
from grandest_portal.reference.text import plain
from suppliers.actions.common import write
from suppliers.models import Company, CompanySite

MOST_ROWS = 50


def lock_company(company):
    return Company.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=company.pk)


def lock_row(row):
    """The row of a profile, locked under its company; refused when a colleague removed it."""
    lock_company(row.company)
    locked = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise DomainError(_("Cette ligne a été retirée entre-temps par une autre personne de l'entreprise."))
    return locked


def check_shared_address(email, company):
    """Refuse what is a person's own address: an account of the team, a consumer's mailbox, a first and last name."""
    people = Membership.objects.live().filter(organisation=company.organisation_id).select_related("user")
    local, _at, domain = email.lower().rpartition("@")
    words = plain(local).split()
    rows = MailDomain.objects.in_force(timezone.localdate()).filter(key=domain, nature=DomainNature.CONSUMER)
    own = any(
        email.lower() == each.user.email.lower() or set(plain(each.user.full_name).split()) == set(words)
        for each in people
        if words
    )
    if own or rows.exists():
        raise DomainError(
            _(
                "Cette adresse est celle d'une personne. Donnez une adresse de service, lue par plusieurs "
                "(contact@…, commercial@…), ou un téléphone, ou une page de contact."
            ),
            field="email",
        )


def completed(model, company, data):
    """`data` as it is stored: the commune of a site follows its address; the address of a contact is checked."""
    if model is CompanySite:
        return {**data, "commune": commune_of(data["country"], data["postal_code"], data["city"])}
    if data.get("email"):
        check_shared_address(data["email"], company)
    return data


def told(model, values):
    """What the trail keeps: a commune by its number."""
    return {
        "part": model._meta.model_name,
        **{name: getattr(each, "pk", each) for name, each in values.items()},
    }


@transaction.atomic
def add_part(model, company, *, data, by):
    """Add a row of `model` (CompanySite or CompanyContact) to a company's profile."""
    company = lock_company(company)
    if model.objects.filter(company=company).count() >= MOST_ROWS:
        raise DomainError(
            _("Ce profil a déjà %(count)d lignes : retirez-en une d'abord.") % {"count": MOST_ROWS}
        )
    values = completed(model, company, data)
    row = model.objects.create(company=company, **values)
    record(company, "company.part_added", by=by, after=told(model, values))
    return row


@transaction.atomic
def change_part(row, *, data, by, seen=None):
    """Store what `data` changes; `seen` is the mark of the answers that were on screen."""
    row = lock_row(row)
    if any(getattr(row, name) != value for name, value in data.items()):
        check_seen(seen, row, data)
    before, after = write(row, completed(type(row), row.company, data))
    if after:
        row.save(update_fields=list(after))
        model = type(row)
        record(
            row.company, "company.part_changed", by=by, before=told(model, before), after=told(model, after)
        )
    return row


@transaction.atomic
def remove_part(row, *, by):
    row, model = lock_row(row), type(row)
    names = [field.name for field in model._meta.concrete_fields if field.name not in {"id", "company"}]
    record(
        row.company,
        "company.part_removed",
        by=by,
        before=told(model, {name: getattr(row, name) for name in names}),
    )
    row.delete()


@transaction.atomic
def erase_contact_address(contact):
    """Take an address out of a contact; a contact that nothing else reaches goes."""
    contact = lock_row(contact)
    record(contact.company, "company.contact_erased", by=None)
    if contact.phone or contact.link:
        contact.email = ""
        contact.save(update_fields=["email"])
    else:
        contact.delete()
