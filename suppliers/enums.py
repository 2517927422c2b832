"""The words of the census, and the life of a solution."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Who reads an answer is said in the same words as who reads a document.
from grandest_portal.attachments.enums import Audience as Audience


class Headcount(models.TextChoices):
    MICRO = "0-9", _("Moins de 10 personnes")
    SMALL = "10-49", _("De 10 à 49 personnes")
    MEDIUM = "50-249", _("De 50 à 249 personnes")
    LARGE = "250+", _("250 personnes et plus")


# INSEE's classes of employees, in ours; companies without a class are asked.
HEADCOUNTS = {
    Headcount.MICRO: {"NN", "00", "01", "02", "03"},
    Headcount.SMALL: {"11", "12"},
    Headcount.MEDIUM: {"21", "22", "31"},
    Headcount.LARGE: {"32", "41", "42", "51", "52", "53"},
}


class Turnover(models.TextChoices):
    """The bounds are those of the European definition of small and medium companies (Recommendation 2003/361/EC)."""

    MICRO = "0-2", _("2 millions d'euros ou moins")
    SMALL = "2-10", _("Plus de 2 à 10 millions d'euros")
    MEDIUM = "10-50", _("Plus de 10 à 50 millions d'euros")
    LARGE = "50+", _("Plus de 50 millions d'euros")


class Language(models.TextChoices):
    """In which a company's people can talk and write with a buyer."""

    FRENCH = "fr", _("Français")
    GERMAN = "de", _("Allemand")
    ENGLISH = "en", _("Anglais")
    LUXEMBOURGISH = "lb", _("Luxembourgeois")
    DUTCH = "nl", _("Néerlandais")
    ITALIAN = "it", _("Italien")
    SPANISH = "es", _("Espagnol")
    POLISH = "pl", _("Polonais")


class LabelStatus(models.TextChoices):
    """What a moderator said of the evidence for a label."""

    STATED = "stated", _("Déclaré, non vérifié")
    CHECKED = "checked", _("Vérifié")
    REFUSED = "refused", _("Non confirmé")


LABEL_TRANSITIONS = {
    LabelStatus.STATED: {LabelStatus.CHECKED, LabelStatus.REFUSED},
    LabelStatus.CHECKED: {LabelStatus.STATED},
    LabelStatus.REFUSED: {LabelStatus.STATED, LabelStatus.CHECKED},
}

LABEL_TONES = {
    LabelStatus.STATED: "grey",
    LabelStatus.CHECKED: "fir",
    LabelStatus.REFUSED: "sandstone",
}


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


class TransferStatus(models.TextChoices):
    """A sheet handed over to another company: nothing changes before that one accepts."""

    PROPOSED = "proposed", _("En attente de réponse")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Déclinée")
    WITHDRAWN = "withdrawn", _("Retirée")


TRANSFER_TRANSITIONS = {
    TransferStatus.ACCEPTED: {TransferStatus.PROPOSED},
    TransferStatus.DECLINED: {TransferStatus.PROPOSED},
    TransferStatus.WITHDRAWN: {TransferStatus.PROPOSED},
}

# What moderators are reading stays where it is until they have decided.
TRANSFERABLE = frozenset({SolutionStatus.PUBLISHED, SolutionStatus.ARCHIVED})


class ImportStatus(models.TextChoices):
    """The life of a file of solutions that a partner sent."""

    READING = "reading", _("En lecture")
    CHECKED = "checked", _("À confirmer")
    UNREADABLE = "unreadable", _("Illisible")
    RUNNING = "running", _("En cours d'importation")
    DONE = "done", _("Importé")
    GIVEN_UP = "given_up", _("Abandonné")


IMPORT_TRANSITIONS = {
    ImportStatus.CHECKED: {ImportStatus.READING},
    ImportStatus.UNREADABLE: {ImportStatus.READING},
    ImportStatus.RUNNING: {ImportStatus.CHECKED},
    ImportStatus.DONE: {ImportStatus.RUNNING},
    ImportStatus.GIVEN_UP: {ImportStatus.READING, ImportStatus.CHECKED},
}

IMPORT_TONES = {
    ImportStatus.READING: "mirabelle",
    ImportStatus.CHECKED: "mirabelle",
    ImportStatus.UNREADABLE: "sandstone",
    ImportStatus.RUNNING: "mirabelle",
    ImportStatus.DONE: "fir",
    ImportStatus.GIVEN_UP: "grey",
}


class LineResult(models.TextChoices):
    """What became of one line of such a file."""

    VALID = "valid", _("Valable")
    REFUSED = "refused", _("Refusée")
    IMPORTED = "imported", _("Importée")
    UPDATED = "updated", _("Mise à jour")


LINE_TONES = {
    LineResult.VALID: "mirabelle",
    LineResult.REFUSED: "sandstone",
    LineResult.IMPORTED: "fir",
    LineResult.UPDATED: "fir",
}


class OriginStatus(models.TextChoices):
    """What became of a solution that a partner prepared for a company."""

    WAITING = "waiting", _("Attend l'entreprise")
    CONFIRMED = "confirmed", _("Confirmée")
    DECLINED = "declined", _("Refusée par l'entreprise")


ORIGIN_TRANSITIONS = {
    OriginStatus.CONFIRMED: {OriginStatus.WAITING},
    OriginStatus.DECLINED: {OriginStatus.WAITING},
}

ORIGIN_TONES = {
    OriginStatus.WAITING: "mirabelle",
    OriginStatus.CONFIRMED: "fir",
    OriginStatus.DECLINED: "sandstone",
}


class AccessStatus(models.TextChoices):
    """A request to read what a company gives on request."""

    ASKED = "asked", _("En attente")
    GRANTED = "granted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")


ACCESS_TRANSITIONS = {
    AccessStatus.GRANTED: {AccessStatus.ASKED},
    AccessStatus.REFUSED: {AccessStatus.ASKED},
    AccessStatus.WITHDRAWN: {AccessStatus.GRANTED},
}
LIVE_ACCESS = frozenset({AccessStatus.ASKED, AccessStatus.GRANTED})
ACCESS_TONES = {
    AccessStatus.ASKED: "mirabelle",
    AccessStatus.GRANTED: "fir",
    AccessStatus.REFUSED: "sandstone",
    AccessStatus.WITHDRAWN: "grey",
}


class ProposalStatus(models.TextChoices):
    """A term proposed for the vocabulary of keywords."""

    PROPOSED = "proposed", _("Proposé")
    ACCEPTED = "accepted", _("Retenu")
    REFUSED = "refused", _("Non retenu")


PROPOSAL_TRANSITIONS = {
    ProposalStatus.ACCEPTED: {ProposalStatus.PROPOSED},
    ProposalStatus.REFUSED: {ProposalStatus.PROPOSED},
}
