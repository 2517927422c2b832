"""What a person follows."""

from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal

RECORDS = (
    Personal(
        "follow.Follow",
        "suivis",
        _("Ce que vous suivez"),
        "user",
        Fate.DELETE,
        _("Effacé : personne d'autre ne le voyait."),
        exported=("kind", "object_id", "created_at"),
    ),
)

NOT_PERSONAL = {}
