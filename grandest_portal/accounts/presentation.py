"""The directory's words made readable, for the person who registers and for the moderator who compares."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import SizeClass
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import LegalForm, Territory


def city_of(said):
    """The commune's own name, which the directory writes in capitals; its words outside the region.

    `said` is an Establishment or a DirectoryRecord.
    """
    commune = Territory.objects.filter(kind=TerritoryKind.COMMUNE, code=said.commune_code).first()
    return commune.name if commune else said.city


def prefilled(establishment):
    """Form initials: what the directory says and the form asks; nothing where it says nothing."""
    values = {
        "name": establishment.name,
        "street": establishment.street,
        "postal_code": establishment.postal_code,
        "city": city_of(establishment),
    }
    return {name: value for name, value in values.items() if value}


def legal_form_words(code, on):
    """« 7210 Commune et commune nouvelle »; the code alone when the list does not know it."""
    row = LegalForm.objects.in_force(on).filter(key=code).first()
    return str(row) if row else code


def state_words(said):
    if not said.is_closed:
        return _("en activité")
    if said.closed_on:
        return _("fermé le %(day)s") % {"day": date_format(said.closed_on, "j F Y")}
    return _("fermé")


def facts_of(said, on):
    """[{label, value}] of an Establishment or a DirectoryRecord, beyond name and address."""
    created = date_format(said.created_on, "j F Y") if said.created_on else ""
    facts = [
        (_("Forme juridique"), legal_form_words(said.legal_form, on)),
        (_("Code d'activité (NAF)"), said.activity),
        (_("Effectif"), dict(SizeClass.choices).get(said.size_class, said.size_class)),
        (_("Création de l'établissement"), created),
        (_("État"), state_words(said)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def described(finding, on):
    """{facts, fetched_at, is_closed, closed, withheld} of what the directory said, or None."""
    if finding is None or finding.establishment is None:
        return None
    said = finding.establishment
    return {
        "facts": facts_of(said, on),
        "fetched_at": finding.fetched_at,
        "is_closed": said.is_closed,
        "state": state_words(said),
        "withheld": said.withheld,
    }
