"""What people wrote for a company, and keeps an author."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal
from suppliers.models import Assessment, SolutionRoute


def assessments_of(user):
    return Assessment.objects.filter(Q(author=user) | Q(signed_by=user) | Q(commented_by=user))


def routes_of(user):
    return SolutionRoute.objects.filter(Q(stated_by=user) | Q(checked_by=user))


RECORDS = (
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
            "Elles engagent l'entreprise et restent ; votre nom y devient le pseudonyme, votre fonction reste. "
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
        _("Elles sont dites au nom de l'entreprise ou de la modération ; la personne devient le pseudonyme."),
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
)

NOT_PERSONAL = {
    "suppliers.Company": "le rôle d'une personne morale",
    "suppliers.Solution_cpv": "des codes CPV",
    "suppliers.Solution_served": "les départements où une solution peut être fournie",
}
