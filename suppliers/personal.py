"""What people wrote for a company, and keeps an author."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal
from suppliers.actions.profile import erase_contact_address
from suppliers.models import CompanyContact, CompanyLabel


def labels_of(user):
    return CompanyLabel.objects.filter(Q(stated_by=user) | Q(checked_by=user))


def erase_contact_addresses(leaver):
    """A contact names a desk; an address of the person that was typed there all the same goes."""
    named = reduce(or_, (Q(email__lower=each.lower()) for each in leaver.addresses), Q(pk__in=[]))
    for contact in CompanyContact.objects.filter(named).select_related("company").order_by("pk"):
        erase_contact_address(contact)


BEFORE_ERASURE = (erase_contact_addresses,)

RECORDS = (
    Personal(
        "suppliers.CompanyLabel",
        "labels",
        _("Les labels d'entreprises que vous avez déclarés ou vérifiés"),
        labels_of,
        Fate.KEEP,
        _("Ils sont dits au nom de l'entreprise ou de la Région ; votre nom devient le pseudonyme."),
        exported=(
            "company__organisation__name",
            "label__name",
            "detail",
            "number",
            "office",
            "link",
            "starts_on",
            "ends_on",
            "status",
            "stated_at",
            "checked_at",
            "reason",
        ),
        ground=_("Qui a déclaré et qui a vérifié une preuve doit pouvoir être retrouvé."),
    ),
    Personal(
        "suppliers.Solution",
        "solutions",
        _("Les solutions que vous avez rédigées"),
        "author",
        Fate.KEEP,
        _("Elles appartiennent à l'entreprise et restent en ligne ; leur auteur devient le pseudonyme."),
        exported=("pk", "company__organisation__name", "title", "status", "created_at", "published_at"),
        ground=_(
            "Ces textes sont ceux de l'entreprise, dont le recensement est une mission d'intérêt public."
        ),
    ),
)

NOT_PERSONAL = {
    "suppliers.Company_sectors": "les secteurs qu'une personne morale sert",
    "suppliers.CompanySite": "un établissement d'une personne morale",
    "suppliers.CompanyContact": "un service, jamais une personne ; l'adresse d'un compte effacé en est ôtée",
    "suppliers.Label": "une liste de labels",
    "suppliers.Company": "le rôle d'une personne morale",
    "suppliers.Solution_cpv": "des codes CPV",
    "suppliers.Solution_served": "les départements où une solution peut être fournie",
}
