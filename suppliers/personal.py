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
)

NOT_PERSONAL = {
    "suppliers.Company": "le rôle d'une personne morale",
    "suppliers.Solution_cpv": "des codes CPV",
    "suppliers.SolutionDraw": "l'ordre neutre des solutions, tiré chaque jour",
    "suppliers.DrawnDay": "les jours dont l'ordre est tiré",
    "suppliers.Solution_served": "les départements où une solution peut être fournie",
}
