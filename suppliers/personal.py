"""What people wrote for a company, and keeps an author; whom it names as willing to be asked; who read what; what
partners were given about somebody."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.personal import EQUAL_TREATMENT
from grandest_portal.core.audit import record
from grandest_portal.core.personal import Fate, Personal
from suppliers.actions.profile import erase_contact_address
from suppliers.models import (
    AccessRequest,
    Assessment,
    CompanyContact,
    CompanyLabel,
    ImportLine,
    Origin,
    SolutionReference,
    SolutionRoute,
    SolutionTransfer,
)


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


BUSINESS_SECRET = _(
    "L'entreprise doit pouvoir dire qui a lu ce qu'elle ne donne que sur demande : ces lignes sont sa preuve."
)


@transaction.atomic
def erase_contacts(leaver):
    """Where the person was the one to ask about a solution, nobody is any more."""
    rows = SolutionReference.objects.exclude(contact_name="")
    for row in rows.filter(contact_email__in=leaver.addresses).select_for_update(of=("self",)).order_by("pk"):
        row.contact_name = row.contact_email = row.consent_by = ""
        row.consent_on = None
        row.save(update_fields=["contact_name", "contact_email", "consent_by", "consent_on", "updated_at"])
        record(row, "reference.contact_erased", by=None)


def references_of(user):
    """Those that the person noted, and those that name their addresses."""
    addresses = [user.email, *user.emailaddress_set.values_list("email", flat=True)]
    return SolutionReference.objects.filter(Q(author=user) | Q(contact_email__in=addresses))


def requests_of(user):
    return AccessRequest.objects.filter(Q(person=user) | Q(decided_by=user))


def labels_of(user):
    return CompanyLabel.objects.filter(Q(stated_by=user) | Q(checked_by=user))


def assessments_of(user):
    return Assessment.objects.filter(Q(author=user) | Q(signed_by=user) | Q(commented_by=user))


def routes_of(user):
    return SolutionRoute.objects.filter(Q(stated_by=user) | Q(checked_by=user))


def erase_contact_addresses(leaver):
    """A contact names a desk; an address of the person that was typed there all the same goes."""
    named = reduce(or_, (Q(email__lower=each.lower()) for each in leaver.addresses), Q(pk__in=[]))
    for contact in CompanyContact.objects.filter(named).select_related("company").order_by("pk"):
        erase_contact_address(contact)


BEFORE_ERASURE = (erase_contacts, erase_contact_addresses)

RECORDS = (
    Personal(
        "suppliers.CompanyLabel",
        "labels",
        _("Les labels d'entreprises que vous avez déclarés ou vérifiés"),
        labels_of,
        Fate.KEEP,
        _("Ils sont dits au nom de l'entreprise ou de la Région ; votre nom devient le pseudonyme."),
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
    Personal(
        "suppliers.Assessment",
        "auto-evaluations",
        _("Les auto-évaluations de solutions que vous avez commencées, signées ou commentées"),
        assessments_of,
        Fate.KEEP,
        _(
            "Elles engagent l'entreprise et restent ; votre nom y devient le pseudonyme, votre fonction reste. "
            "L'empreinte de la note n'est pas faite de votre nom."
        ),
        exported=(
            "pk",
            "solution__title",
            "status",
            "signer_position",
            "signed_at",
            "seal",
            "commented_at",
            "created_at",
        ),
        withheld={
            "answers": "le texte de l'entreprise",
            "note": "le texte de l'entreprise",
            "comment": "le texte de la modération, affiché avec la note",
            "withdrawal_reason": "le texte de l'entreprise",
        },
        ground=_(
            "Une déclaration faite à des acheteurs publics doit pouvoir être retrouvée avec qui l'a signée."
        ),
    ),
    Personal(
        "suppliers.SolutionRoute",
        "voies-d-achat",
        _("Les voies d'achat que vous avez déclarées ou vérifiées"),
        routes_of,
        Fate.KEEP,
        _("Elles sont dites au nom de l'entreprise ou de la modération ; la personne devient le pseudonyme."),
        exported=(
            "pk",
            "solution__title",
            "route",
            "holder",
            "reference",
            "link",
            "valid_until",
            "stated_at",
            "check_result",
            "check_note",
            "checked_at",
        ),
        ground=_("Ce qui oriente un acheteur public doit pouvoir être retrouvé avec qui l'a dit et vérifié."),
    ),
    Personal(
        "suppliers.SolutionTransfer",
        "transmissions",
        _("Les transmissions de fiches que vous avez proposées, ou auxquelles vous avez répondu"),
        transfers_of,
        Fate.KEEP,
        _("Elles disent à qui une fiche est passée ; la personne devient le pseudonyme."),
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
        _("Ils disent d'où viennent des fiches ; la personne qui les a envoyés devient le pseudonyme."),
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
        _("L'adresse de contact est effacée ; qui a importé ou décidé devient le pseudonyme."),
        exported=("pk", "company__organisation__name", "status", "source", "imported_at", "decided_at"),
        erase=forget_contact,
    ),
    Personal(
        "suppliers.SolutionReference",
        "references-de-solutions",
        _("Les références de solutions que vous avez notées, ou qui vous nomment"),
        references_of,
        Fate.KEEP,
        _(
            "Elles appartiennent à l'entreprise. Là où vous étiez la personne à contacter, avec votre accord, votre "
            "nom et votre adresse sont effacés."
        ),
        exported=("pk", "solution__title", "who", "year", "day", "created_at", "updated_at"),
        withheld={
            "result": "le texte de l'entreprise",
            "contact_name": "peut nommer une autre personne",
            "contact_email": "peut nommer une autre personne",
            "consent_by": "peut nommer une autre personne",
            "consent_on": "suit la personne à contacter",
        },
        ground=_("Ces textes sont ceux de l'entreprise ; la personne à contacter y figure avec son accord."),
    ),
    Personal(
        "suppliers.AccessRequest",
        "demandes-d-acces",
        _("Les accès que vous avez demandés pour votre organisation, ou décidés pour votre entreprise"),
        requests_of,
        Fate.KEEP,
        _("Ils engagent deux organisations ; la personne devient le pseudonyme."),
        exported=(
            "pk",
            "solution__title",
            "organisation__name",
            "reason",
            "status",
            "answer",
            "created_at",
            "decided_at",
        ),
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "suppliers.AccessReading",
        "lectures-accordees",
        _("Ce que vous avez lu de ce qu'une entreprise donne sur demande"),
        "reader",
        Fate.KEEP,
        _("L'entreprise garde la trace des lectures ; la personne devient le pseudonyme."),
        exported=("pk", "request__solution__title", "names", "document", "at"),
        ground=BUSINESS_SECRET,
    ),
    Personal(
        "suppliers.KeywordProposal",
        "mots-cles-proposes",
        _("Les mots clés que vous avez proposés"),
        "author",
        Fate.KEEP,
        _("Ils sont proposés au nom de l'entreprise ; leur auteur devient le pseudonyme."),
        exported=(
            "pk",
            "label",
            "sector__name",
            "reason",
            "status",
            "moderation_reason",
            "created_at",
            "decided_at",
        ),
        ground=_("La liste des mots clés est commune : ce qui y entre doit pouvoir s'expliquer."),
    ),
)

NOT_PERSONAL = {
    "suppliers.Company_sectors": "les secteurs qu'une personne morale sert",
    "suppliers.CompanySite": "un établissement d'une personne morale",
    "suppliers.CompanyContact": "un service, jamais une personne ; l'adresse d'un compte effacé en est ôtée",
    "suppliers.Label": "une liste de labels",
    "suppliers.Company": "le rôle d'une personne morale",
    "suppliers.Solution_cpv": "des codes CPV",
    "suppliers.SolutionDraw": "l'ordre neutre des solutions, tiré chaque jour",
    "suppliers.DrawnDay": "les jours dont l'ordre est tiré",
    "suppliers.Solution_served": "les départements où une solution peut être fournie",
    "suppliers.ClaimInvitation": "des empreintes à clé d'adresses, qui empêchent d'écrire deux fois",
}
