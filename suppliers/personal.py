"""What people wrote for a company, and keeps an author."""

from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal

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
        _("Les transmissions de fiches que vous avez proposées"),
        "author",
        Fate.KEEP,
        _("Elles disent à qui une fiche est passée ; leur auteur devient le pseudonyme."),
        exported=(
            "solution__title",
            "giver__organisation__name",
            "taker__organisation__name",
            "status",
            "note",
            "created_at",
            "answered_at",
        ),
        ground=_("C'est un acte de l'entreprise, qui explique à qui appartient une fiche publique."),
    ),
    Personal(
        "suppliers.SolutionTransfer",
        "transmissions_repondues",
        _("Les transmissions de fiches auxquelles vous avez répondu"),
        "answered_by",
        Fate.KEEP,
        _("Elles disent à qui une fiche est passée ; qui a répondu devient le pseudonyme."),
        exported=(
            "solution__title",
            "giver__organisation__name",
            "taker__organisation__name",
            "status",
            "answer",
            "created_at",
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
