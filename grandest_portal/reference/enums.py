"""The vocabulary of the reference data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TerritoryKind(models.TextChoices):
    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    EPCI = "epci", _("intercommunalité")
    COMMUNE = "commune", _("commune")
    NUTS = "nuts", _("unité NUTS")


class CPVLevel(models.IntegerChoices):
    """Levels of the CPV 2008 main vocabulary; the value is the number of significant digits.

    Regulation (EC) 213/2008 names the first four; its last three digits give « a greater degree of precision
    within each category »: they are one level here.
    """

    DIVISION = 2, _("division")
    GROUP = 3, _("groupe")
    CLASS = 4, _("classe")
    CATEGORY = 5, _("catégorie")
    DETAIL = 6, _("code précis")


class Confidence(models.TextChoices):
    """How sure the person who recorded a legal figure was of it."""

    HIGH = "high", _("haute")
    MEDIUM = "medium", _("moyenne")
    LOW = "low", _("basse")


class BuyerStanding(models.TextChoices):
    """Whether bodies of a legal form buy under the public procurement code (CCP L1211-1)."""

    PUBLIC = "public", _("oui")
    POSSIBLE = "possible", _("cela dépend")
    PRIVATE = "private", _("en principe non")


class DomainNature(models.TextChoices):
    BUYER = "buyer", _("domaine d'un acheteur public")
    CONSUMER = "consumer", _("fournisseur grand public")


class ReasonUse(models.TextChoices):
    """What a reason of the closed list answers."""

    RETURN = "return", _("renvoyer un texte à reprendre")
    REJECT = "reject", _("refuser une publication")
    REPORT = "report", _("signaler un contenu")
    DISMISS = "dismiss", _("classer un signalement sans suite")
    RELEVANT = "relevant", _("dire une correspondance pertinente")
    IRRELEVANT = "irrelevant", _("dire une correspondance pas pertinente")


class SensitiveTest(models.TextChoices):
    """What a rule of second look looks at."""

    WORDS = "words", _("des mots du texte")
    BUDGET = "budget", _("l'ordre de grandeur du budget")
    PROCEDURE = "procedure", _("la procédure envisagée")
    FIRST = "first", _("la première publication d'une organisation")
    REPORTED = "reported", _("un signalement en attente sur ce contenu")
    JUSTIFIED = "justified", _("des remarques écartées avec une justification")


class QuestionFamily(models.TextChoices):
    """What a question of the self-assessment is about."""

    SOLUTION = "solution", _("La solution")
    COMPANY = "company", _("L'entreprise")


class CheckStage(models.TextChoices):
    """When a drafting check is asked: while the need is written, or while the consultation is prepared."""

    NEED = "besoin", _("Besoin")
    CONSULTATION = "consultation", _("Consultation")


class CheckSeverity(models.TextChoices):
    BLOCKING = "bloquant", _("Bloquant : à lever ou à justifier")
    WARNING = "alerte", _("Alerte")
    ADVICE = "conseil", _("Conseil")


class CheckMode(models.TextChoices):
    """Who judges: a rule of the program reads the text, or a person answers."""

    PROGRAM = "programme", _("Lue par le programme")
    QUESTION = "question", _("Question posée à l'acheteur")
