"""What people wrote for a company, and keeps an author; what partners were given about somebody."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal
from suppliers.models import ImportLine, Origin, SolutionTransfer


def transfers_of(user):
    return SolutionTransfer.objects.filter(Q(author=user) | Q(answered_by=user))


def addresses_of(user):
    return {user.email.lower(), *user.emailaddress_set.values_list(Lower("email"), flat=True)}


def lines_about(user):
    """The lines of files in which a partner gave one of the person's addresses."""
    return ImportLine.objects.filter(contact__lower__in=addresses_of(user))


def origins_about(user):
    """The prepared solutions that the person imported, decided on, or is the contact of."""
    about = Q(contact__lower__in=addresses_of(user))
    return Origin.objects.filter(Q(importer=user) | Q(decided_by=user) | about)


def forget_contact(rows, leaver):
    addresses = {address.lower() for address in leaver.addresses}
    rows.filter(contact__lower__in=addresses).update(contact="")


RECORDS = (
    Personal(
        "suppliers.Solution",
        "solutions",
        _("Les solutions que vous avez rédigées"),
        "author",
        Fate.KEEP,
        _("Elles appartiennent à l'entreprise et restent en ligne ; leur auteur devient le pseudonyme."),
        exported=("pk", "company__organisation__name", "title", "status", "created_at", "published_at"),
        ground=_(
            "Ces textes sont ceux de l'entreprise, dont le recensement est une mission d'intérêt public."
        ),
    ),
    Personal(
        "suppliers.SolutionTransfer",
        "transmissions",
        _("Les transmissions de fiches que vous avez proposées, ou auxquelles vous avez répondu"),
        transfers_of,
        Fate.KEEP,
        _("Elles disent à qui une fiche est passée ; la personne devient le pseudonyme."),
        exported=(
            "solution__title",
            "giver__organisation__name",
            "taker__organisation__name",
            "status",
            "note",
            "created_at",
            "answer",
            "answered_at",
        ),
        ground=_("C'est un acte de l'entreprise, qui explique à qui appartient une fiche publique."),
    ),
    Personal(
        "suppliers.SolutionImport",
        "imports",
        _("Les fichiers de solutions que vous avez envoyés"),
        "author",
        Fate.KEEP,
        _("Ils disent d'où viennent des fiches ; la personne qui les a envoyés devient le pseudonyme."),
        exported=("pk", "partner__organisation__name", "file_name", "status", "line_count", "created_at"),
        ground=_("Dire d'où vient une fiche est une obligation envers l'entreprise qu'elle décrit."),
    ),
    Personal(
        "suppliers.ImportLine",
        "lignes_importees",
        _("Les lignes de ces fichiers qui donnent votre adresse comme contact d'une entreprise"),
        lines_about,
        Fate.ANONYMISE,
        _("L'adresse est effacée. Elle l'est aussi dès que l'entreprise répond, ou au bout d'un délai."),
        exported=("pk", "batch__partner__organisation__name", "contact", "batch__created_at"),
        erase=forget_contact,
    ),
    Personal(
        "suppliers.Origin",
        "fiches_preparees",
        _(
            "Les fiches préparées par un partenaire que vous avez importées, décidées, ou dont vous êtes le contact"
        ),
        origins_about,
        Fate.ANONYMISE,
        _("L'adresse de contact est effacée ; qui a importé ou décidé devient le pseudonyme."),
        exported=("pk", "company__organisation__name", "status", "source", "imported_at", "decided_at"),
        erase=forget_contact,
    ),
)

NOT_PERSONAL = {
    "suppliers.Company": "le rôle d'une personne morale",
    "suppliers.Solution_cpv": "des codes CPV",
    "suppliers.Solution_served": "les départements où une solution peut être fournie",
    "suppliers.ClaimInvitation": "des empreintes à clé d'adresses, qui empêchent d'écrire deux fois",
}
