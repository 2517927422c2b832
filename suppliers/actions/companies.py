"""A company of the census: registered, described."""

from types import SimpleNamespace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions import is_alone, register_organisation
from grandest_portal.accounts.models import Organisation
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_seen
from grandest_portal.reference.activities import nomenclature_on
from suppliers.actions.common import write
from suppliers.facts import CORRECTABLE
from suppliers.models import Company


@transaction.atomic
def register_company(user, *, data, position, company_data, by):
    """Attach `user` to the company that `data` (Organisation fields) and `company_data` describe.

    A company that is registered already is joined: its own description then stays as it is, unless nobody
    stands for it (never verified, no other person). Returns the Membership, in status REQUESTED.
    """
    membership = register_organisation(user, data=data, position=position, by=by)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    if hasattr(organisation, "partner") and not hasattr(organisation, "company"):
        raise DomainError(
            _(
                "Cette organisation est inscrite comme structure d'accompagnement. Pour la rejoindre, passez par "
                "l'inscription de ces structures ; si elle doit tenir les deux rôles, écrivez-nous."
            ),
            field="identifier",
        )
    if hasattr(organisation, "buyer"):
        raise DomainError(
            _(
                "Cette organisation est déjà inscrite comme acheteur public. Pour la rejoindre, passez par "
                "l'inscription des acheteurs publics ; si elle doit tenir les deux rôles, écrivez-nous."
            ),
            field="identifier",
        )
    company, created = Company.objects.get_or_create(organisation=organisation, defaults=company_data)
    if created:
        record(company, "company.created", by=by, after=company_data)
    elif organisation.verified_at is None and is_alone(membership):
        update_company(company, data=company_data, by=by)
    return membership


@transaction.atomic
def update_company(company, *, data, by, seen=None):
    """Store the Company fields of `data`; `seen` is the mark of those that were on screen."""
    company = (
        Company.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=company.pk)
    )
    stands = seen_of(company)
    if any(getattr(stands, name) != comparable(value) for name, value in data.items()):
        check_seen(seen, stands, data, current=company)
    sectors = data.get("sectors")
    before, after = write(company, {name: value for name, value in data.items() if name != "sectors"})
    if after:
        also = write(company, facts_stated(company, after))[1]
        company.save(update_fields=[*after, *also, "updated_at"])
    if sectors is not None and stands.sectors != comparable(sectors):
        company.sectors.set(sectors)
        before, after = before | {"sectors": stands.sectors}, after | {"sectors": comparable(sectors)}
    if after:
        record(company, "company.updated", by=by, before=before, after=after)
    return company


def comparable(value):
    """Rows of a list by their sorted numbers."""
    return sorted(row.pk for row in value) if isinstance(value, QuerySet) else value


def seen_of(company):
    """The columns of a company as `mark_of` reads them: a list of rows by its numbers."""
    names = [field.name for field in Company._meta.concrete_fields]
    lists = {"sectors": comparable(company.sectors.order_by("pk"))}
    return SimpleNamespace(**{name: getattr(company, name) for name in names}, **lists)


def facts_stated(company, after):
    """What goes with facts that the company states itself: their day; for a code, the nomenclature of that day."""
    today = timezone.localdate()
    days = {name: today.isoformat() for name in CORRECTABLE if name in after}
    if not days:
        return {}
    code = (
        {"activity_nomenclature": nomenclature_on(today) if after["activity"] else ""}
        if "activity" in after
        else {}
    )
    return {"stated_on": {**company.stated_on, **days}, **code}
