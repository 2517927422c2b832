"""What people wrote for a company, and keeps an author."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal
from suppliers.models import SolutionTransfer


def transfers_of(user):
    return SolutionTransfer.objects.filter(Q(author=user) | Q(answered_by=user))


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
)

NOT_PERSONAL = {
    "suppliers.Company": "le rôle d'une personne morale",
    "suppliers.Solution_cpv": "des codes CPV",
    "suppliers.Solution_served": "les départements où une solution peut être fournie",
}
