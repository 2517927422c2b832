"""The words of a need, and its whole life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedStatus(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("En relecture")
    RETURNED = "returned", _("À reprendre")
    REJECTED = "rejected", _("Refusé")
    PUBLISHED = "published", _("Échanges ouverts")
    CLOSED = "closed", _("Échanges clos")
    CONSULTATION = "consultation", _("Consultation lancée")
    DIRECT_PURCHASE = "direct_purchase", _("Achat direct")
    ABANDONED = "abandoned", _("Abandonné")
    AWARDED = "awarded", _("Attribué")
    UNAWARDED = "unawarded", _("Sans attribution")


NEED_TRANSITIONS = {
    NeedStatus.DRAFT: {NeedStatus.SUBMITTED},
    NeedStatus.SUBMITTED: {NeedStatus.DRAFT, NeedStatus.RETURNED},
    NeedStatus.RETURNED: {NeedStatus.SUBMITTED},
    NeedStatus.REJECTED: {NeedStatus.SUBMITTED},
    NeedStatus.PUBLISHED: {NeedStatus.SUBMITTED},
    NeedStatus.CLOSED: {NeedStatus.PUBLISHED},
    NeedStatus.CONSULTATION: {NeedStatus.PUBLISHED, NeedStatus.CLOSED},
    NeedStatus.DIRECT_PURCHASE: {NeedStatus.PUBLISHED, NeedStatus.CLOSED},
    NeedStatus.ABANDONED: {NeedStatus.PUBLISHED, NeedStatus.CLOSED, NeedStatus.CONSULTATION},
    NeedStatus.AWARDED: {NeedStatus.CONSULTATION, NeedStatus.DIRECT_PURCHASE},
    NeedStatus.UNAWARDED: {NeedStatus.CONSULTATION, NeedStatus.DIRECT_PURCHASE},
}

# What a lifted appeal does, and nothing else.
NEED_APPEAL = {NeedStatus.RETURNED: {NeedStatus.REJECTED}}

EDITABLE_NEED = frozenset({NeedStatus.DRAFT, NeedStatus.RETURNED})
PUBLIC_NEED = frozenset(
    {
        NeedStatus.PUBLISHED,
        NeedStatus.CLOSED,
        NeedStatus.CONSULTATION,
        NeedStatus.DIRECT_PURCHASE,
        NeedStatus.ABANDONED,
        NeedStatus.AWARDED,
        NeedStatus.UNAWARDED,
    }
)
# The exchanges are over and the buyer has said what follows: what was said before stays as it stands.
LEFT_EXCHANGES = PUBLIC_NEED - {NeedStatus.PUBLISHED, NeedStatus.CLOSED}
AWAITING_EXIT = frozenset({NeedStatus.PUBLISHED, NeedStatus.CLOSED})
AWAITING_OUTCOME = frozenset({NeedStatus.CONSULTATION, NeedStatus.DIRECT_PURCHASE})


# From the first draft to the end of the exchanges; then companies have read what there was to read.
WITH_CHANGING_DOCUMENTS = EDITABLE_NEED | {NeedStatus.SUBMITTED, NeedStatus.PUBLISHED}


class NeedSource(models.TextChoices):
    PORTAL = "portal", _("Publié par un acheteur")
    OPEN_DATA = "open_data", _("Issu de données ouvertes")


class BudgetBand(models.TextChoices):
    UNKNOWN = "unknown", _("Pas encore estimé")
    LT_40K = "lt_40k", _("Moins de 40\u00a0000\u00a0€\u00a0HT")
    FROM_40K = "40k_100k", _("De 40\u00a0000 à 100\u00a0000\u00a0€\u00a0HT")
    FROM_100K = "100k_250k", _("De 100\u00a0000 à 250\u00a0000\u00a0€\u00a0HT")
    FROM_250K = "250k_1m", _("De 250\u00a0000\u00a0€ à 1\u00a0million d'euros HT")
    GT_1M = "gt_1m", _("Plus d'1\u00a0million d'euros HT")


class Procedure(models.TextChoices):
    UNDECIDED = "undecided", _("Pas encore décidée")
    DIRECT_INNOVATIVE = "direct_innovative", _("Achat innovant sans publicité ni mise en concurrence")
    ADAPTED = "adapted", _("Procédure adaptée")
    FORMALISED = "formalised", _("Procédure formalisée")
    INNOVATION_PARTNERSHIP = "innovation_partnership", _("Partenariat d'innovation")
    CENTRAL_PURCHASING = "central_purchasing", _("Par une centrale d'achat")


class AcceptedMaturity(models.TextChoices):
    """The least mature solution that the buyer is ready to look at."""

    ANY = "any", _("Toute solution, même encore en recherche")
    PROTOTYPE = "prototype", _("Au moins un prototype (TRL 4 et plus)")
    IN_SERVICE = "in_service", _("Déjà en service (TRL 7 et plus)")


class ExchangeLanguage(models.TextChoices):
    FRENCH = "fr", _("Français")
    GERMAN = "de", _("Allemand")
    ENGLISH = "en", _("Anglais")


class ForeignLanguage(models.TextChoices):
    GERMAN = "de", _("Allemand")
    ENGLISH = "en", _("Anglais")


class SuggestionDirection(models.TextChoices):
    """To whom a partner speaks first; both sides are told and read the same."""

    TO_BUYER = "to_buyer", _("Solution proposée pour un besoin")
    TO_COMPANY = "to_company", _("Besoin proposé à une entreprise")


class DeclaredInterest(models.TextChoices):
    """What a partner says of its own ties with the buyer or the company."""

    NONE = "none", _("Aucun lien d'intérêt")
    LINK = "link", _("Un lien d'intérêt, que je décris")


# After an exit nothing more is written about a need: interests end there like questions.
ENDED_NEED = LEFT_EXCHANGES
FINISHED_NEED = LEFT_EXCHANGES - AWAITING_OUTCOME


class QuestionStatus(models.TextChoices):
    """A question is published with its answer, never before."""

    ASKED = "asked", _("En attente de réponse")
    ANSWERED = "answered", _("Réponse publiée")
    WITHHELD = "withheld", _("Écartée par la modération")
    WITHDRAWN = "withdrawn", _("Retirée par l'entreprise")


QUESTION_TRANSITIONS = {
    QuestionStatus.ANSWERED: {QuestionStatus.ASKED},
    QuestionStatus.WITHHELD: {QuestionStatus.ASKED, QuestionStatus.ANSWERED},
    QuestionStatus.WITHDRAWN: {QuestionStatus.ASKED},
}


class InterestStatus(models.TextChoices):
    DECLARED = "declared", _("Déclaré")
    WITHDRAWN = "withdrawn", _("Retiré")


INTEREST_TRANSITIONS = {InterestStatus.WITHDRAWN: {InterestStatus.DECLARED}}


class ConsortiumStatus(models.TextChoices):
    """What an invited company says of a joint interest; only a confirmed one is shown to the buyer."""

    INVITED = "invited", _("À confirmer")
    CONFIRMED = "confirmed", _("Confirmée")
    DECLINED = "declined", _("A décliné")


CONSORTIUM_TRANSITIONS = {
    ConsortiumStatus.CONFIRMED: {ConsortiumStatus.INVITED},
    ConsortiumStatus.DECLINED: {ConsortiumStatus.INVITED},
}


class CheckAnswerValue(models.TextChoices):
    """What a buyer says of a check that no program can judge."""

    YES = "yes", _("Oui")
    NO = "no", _("Non")
    NOT_APPLICABLE = "not_applicable", _("Sans objet")


class JudgementSide(models.TextChoices):
    """Which side of a pair says whether its match is relevant."""

    BUYER = "buyer", _("Acheteur")
    COMPANY = "company", _("Entreprise")


class EngineStatus(models.TextChoices):
    PREPARING = "preparing", _("En préparation")
    SERVING = "serving", _("En service")
    RETIRED = "retired", _("Retirée")


ENGINE_TRANSITIONS = {
    EngineStatus.SERVING: {EngineStatus.PREPARING},
    EngineStatus.RETIRED: {EngineStatus.SERVING, EngineStatus.PREPARING},
    EngineStatus.PREPARING: {EngineStatus.RETIRED},
}


class ShortlistAudience(models.TextChoices):
    """Who is called to a sourcing meeting from a frozen list."""

    KEPT = "kept", _("Les entreprises de la liste courte")
    MATCHED = "matched", _("Toutes les entreprises des correspondances")
