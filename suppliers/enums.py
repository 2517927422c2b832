"""The words of the census, and the life of a solution."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Headcount(models.TextChoices):
    MICRO = "0-9", _("Moins de 10 personnes")
    SMALL = "10-49", _("De 10 à 49 personnes")
    MEDIUM = "50-249", _("De 50 à 249 personnes")
    LARGE = "250+", _("250 personnes et plus")


class Maturity(models.TextChoices):
    """Groups of TRL levels, for filters."""

    RESEARCH = "research", _("Recherche (TRL 1 à 3)")
    PROTOTYPE = "prototype", _("Prototype (TRL 4 à 6)")
    IN_SERVICE = "in_service", _("En service (TRL 7 à 9)")


MATURITY_RANGES = {
    Maturity.RESEARCH: (1, 3),
    Maturity.PROTOTYPE: (4, 6),
    Maturity.IN_SERVICE: (7, 9),
}


class SolutionStatus(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("En relecture")
    RETURNED = "returned", _("À reprendre")
    REJECTED = "rejected", _("Refusée")
    PUBLISHED = "published", _("Publiée")
    ARCHIVED = "archived", _("Archivée")


SOLUTION_TRANSITIONS = {
    SolutionStatus.SUBMITTED: {SolutionStatus.DRAFT, SolutionStatus.RETURNED, SolutionStatus.ARCHIVED},
    SolutionStatus.RETURNED: {SolutionStatus.SUBMITTED},
    SolutionStatus.REJECTED: {SolutionStatus.SUBMITTED},
    SolutionStatus.PUBLISHED: {SolutionStatus.SUBMITTED},
    SolutionStatus.ARCHIVED: {SolutionStatus.PUBLISHED},
}

EDITABLE_SOLUTION = frozenset({SolutionStatus.DRAFT, SolutionStatus.RETURNED, SolutionStatus.ARCHIVED})
