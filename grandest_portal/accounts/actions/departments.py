"""The departments of an organisation, kept by its administrators."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import Department, Organisation
from grandest_portal.accounts.permissions import can_administer, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError


def _check(organisation, by):
    """The organisation is locked, as by every decision about its people: a right lost meanwhile is lost here too."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    read_again(by)
    if not can_administer(by, organisation):
        raise DomainError(_("Seule l'administration de l'organisation gère ses services."))


@transaction.atomic
def open_department(organisation, *, name, by):
    _check(organisation, by)
    try:
        with transaction.atomic():
            department = Department.objects.create(organisation=organisation, name=name)
    except IntegrityError:
        raise DomainError(_("Un service porte déjà ce nom."), field="name") from None
    record(department, "department.opened", by=by, after={"name": name})
    return department


@transaction.atomic
def close_department(department, *, by):
    """Its people stay in the organisation, without department."""
    _check(department.organisation, by)
    department = Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
    if department.closed_at is not None:
        raise DomainError(_("Ce service est déjà fermé."))
    department.closed_at = timezone.now()
    department.save(update_fields=["closed_at"])
    department.members.update(department=None)
    record(department, "department.closed", by=by)
    return department
