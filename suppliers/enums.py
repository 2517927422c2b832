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


class TRL(models.IntegerChoices):
    """Technology readiness levels of the European Union (Horizon 2020, general annex G), in plain words."""

    OBSERVED = 1, _("TRL 1 – une idée : le principe est connu, rien n'est encore essayé")
    FORMULATED = 2, _("TRL 2 – un concept : l'usage est décrit sur le papier")
    PROVEN = 3, _("TRL 3 – une preuve : le principe a marché une fois, en laboratoire")
    IN_LABORATORY = 4, _("TRL 4 – une maquette : les éléments marchent ensemble en laboratoire")
    IN_LIKE_CONDITIONS = 5, _("TRL 5 – un essai : la maquette marche dans des conditions proches du réel")
    DEMONSTRATED = 6, _("TRL 6 – un prototype : il a été montré dans des conditions proches du réel")
    ON_SITE = 7, _("TRL 7 – un pilote : il a servi sur place, chez un premier utilisateur")
    QUALIFIED = 8, _("TRL 8 – un produit : il est complet, vérifié et prêt à être livré")
    IN_USE = 9, _("TRL 9 – un produit éprouvé : des utilisateurs s'en servent tous les jours")


class PriceModel(models.TextChoices):
    """How the company is paid; never how much."""

    PURCHASE = "purchase", _("Achat")
    LICENCE = "licence", _("Licence")
    SUBSCRIPTION = "subscription", _("Abonnement")
    USE = "use", _("À l'usage")
    SERVICE = "service", _("Prestation")
    RENT = "rent", _("Location")
    OPEN = "open", _("Logiciel libre ou données ouvertes, services payants")


class Audience(models.TextChoices):
    """Who reads an answer or a document of a published solution, besides its company and moderators."""

    EVERYONE = "everyone", _("Tout le monde")
    BUYERS = "buyers", _("Les acheteurs publics connectés")
    REQUEST = "request", _("Sur demande, acceptée par l'entreprise")


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

# What a lifted appeal does, and nothing else.
SOLUTION_APPEAL = {SolutionStatus.RETURNED: {SolutionStatus.REJECTED}}

EDITABLE_SOLUTION = frozenset({SolutionStatus.DRAFT, SolutionStatus.RETURNED, SolutionStatus.ARCHIVED})

# Colour of the label; the word itself always stands in it.
SOLUTION_TONES = {
    SolutionStatus.DRAFT: "grey",
    SolutionStatus.SUBMITTED: "mirabelle",
    SolutionStatus.RETURNED: "sandstone",
    SolutionStatus.REJECTED: "sandstone",
    SolutionStatus.PUBLISHED: "fir",
    SolutionStatus.ARCHIVED: "grey",
}


class AssessmentAnswer(models.TextChoices):
    YES = "yes", _("Oui")
    NO = "no", _("Non")
    NOT_APPLICABLE = "na", _("Sans objet")


class AssessmentStatus(models.TextChoices):
    DRAFT = "draft", _("En préparation")
    SIGNED = "signed", _("Signée")
    REPLACED = "replaced", _("Remplacée par une plus récente")
    WITHDRAWN = "withdrawn", _("Retirée par l'entreprise")


ASSESSMENT_TRANSITIONS = {
    AssessmentStatus.SIGNED: {AssessmentStatus.DRAFT},
    AssessmentStatus.REPLACED: {AssessmentStatus.SIGNED},
    AssessmentStatus.WITHDRAWN: {AssessmentStatus.SIGNED},
}

ASSESSMENT_TONES = {
    AssessmentStatus.DRAFT: "grey",
    AssessmentStatus.SIGNED: "fir",
    AssessmentStatus.REPLACED: "grey",
    AssessmentStatus.WITHDRAWN: "sandstone",
}


class RouteCheck(models.TextChoices):
    """What a moderator found of a way to buy that the company states."""

    CONFIRMED = "confirmed", _("Vérifiée")
    REFUSED = "refused", _("Non confirmée : seule l'entreprise la voit")
