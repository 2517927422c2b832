"""Which routes stand open for an amount, a nature of purchase and a buyer, under the figures of one date: pure.

Every figure is an argument (`reference.Threshold` rows, read by `reading.py`): no amount of the law stands here.
A threshold is reached by the amount that equals it: « inférieure à 60 000 € » closes at exactly 60,000.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.enums import BuyerKind
from grandest_portal.reference.figures import Figure, euros
from grandest_portal.reference.natures import PurchaseNature, nature_of
from needs.enums import BudgetBand

CENT = Decimal("0.01")


class BuyerGroup(models.TextChoices):
    """Buyers as the European thresholds tell them apart."""

    CENTRAL = "etat", gettext_lazy("État ou autre autorité publique centrale")
    LOCAL = "local", gettext_lazy("Collectivité, établissement public local, bailleur social")
    HEALTH = "sante", gettext_lazy("Établissement public de santé")
    NETWORK = "reseaux", gettext_lazy("Entité adjudicatrice (eau, énergie, transports, poste)")


# Universities and other buyers stand on both sides of the line: they say it themselves.
GROUP_OF_KIND = {
    BuyerKind.COMMUNE: BuyerGroup.LOCAL,
    BuyerKind.INTERCOMMUNALITY: BuyerGroup.LOCAL,
    BuyerKind.DEPARTMENT: BuyerGroup.LOCAL,
    BuyerKind.REGION: BuyerGroup.LOCAL,
    BuyerKind.SCHOOL: BuyerGroup.LOCAL,
    BuyerKind.SOCIAL_HOUSING: BuyerGroup.LOCAL,
    BuyerKind.FIRE_RESCUE: BuyerGroup.LOCAL,
    BuyerKind.HOSPITAL: BuyerGroup.HEALTH,
    BuyerKind.STATE: BuyerGroup.CENTRAL,
}

FORMALISED = {
    BuyerGroup.CENTRAL: "formalise_fs_autorite_centrale",
    BuyerGroup.LOCAL: "formalise_fs_collectivite",
    BuyerGroup.HEALTH: "formalise_fs_collectivite",
    BuyerGroup.NETWORK: "formalise_fs_entite_adjudicatrice",
}

# What each band of needs.enums spans; « moins de » leaves its bound out, None is no upper bound.
BOUNDS = {
    BudgetBand.LT_40K: (Decimal(0), Decimal(40_000) - CENT),
    BudgetBand.FROM_40K: (Decimal(40_000), Decimal(100_000)),
    BudgetBand.FROM_100K: (Decimal(100_000), Decimal(250_000)),
    BudgetBand.FROM_250K: (Decimal(250_000), Decimal(1_000_000)),
    BudgetBand.GT_1M: (Decimal(1_000_000), None),
}


class Route(models.TextChoices):
    """The routes, by the names of `needs.enums.Procedure` where it has one; texts are wordings `procedure_<value>`."""

    DISPENSE = "dispense", gettext_lazy("Sans publicité ni mise en concurrence, par le montant")
    DIRECT_INNOVATIVE = "direct_innovative", gettext_lazy("Achat innovant")
    ADAPTED = "adapted", gettext_lazy("Procédure adaptée")
    FORMALISED = "formalised", gettext_lazy("Procédure formalisée")
    INNOVATION_PARTNERSHIP = "innovation_partnership", gettext_lazy("Partenariat d'innovation")
    CENTRAL_PURCHASING = "central_purchasing", gettext_lazy("Centrale d'achat")


class Standing(models.TextChoices):
    OPEN = "open", gettext_lazy("Ouverte pour ce montant")
    PARTLY = "partly", gettext_lazy("Ouverte pour une partie de la fourchette")
    CLOSED = "closed", gettext_lazy("Fermée pour ce montant")
    REQUIRED = "required", gettext_lazy("Obligatoire pour ce montant")
    PARTLY_REQUIRED = "partly_required", gettext_lazy("Obligatoire pour une partie de la fourchette")
    OPTIONAL = "optional", gettext_lazy("Possible, pas obligatoire")
    ANY_AMOUNT = "any_amount", gettext_lazy("Sans condition de montant")
    UNKNOWN = "unknown", gettext_lazy("Chiffre inconnu à cette date")


@dataclass(frozen=True)
class Question:
    """A purchase of `low` to `high` euros without tax, both included (equal: one amount; None: no upper bound)."""

    low: Decimal
    high: Decimal | None
    nature: str
    buyer: str
    planned_on: date

    def below(self, limit):
        """Part of the amounts lies under `limit`."""
        return self.low < limit

    def reaches(self, limit):
        """Part of the amounts is `limit` or more."""
        return self.high is None or self.high >= limit


@dataclass(frozen=True)
class Outcome:
    """Where one route stands; `limit` is the Figure that decided, None when none did; `sentence` says it in French."""

    route: Route
    standing: Standing
    limit: Figure | None
    sentence: str


def nature_of_codes(codes):
    """The nature that all eight-digit `codes` share; "" when they differ or say nothing: a person chooses then."""
    found = {nature_of(code) for code in codes}
    return found.pop() if len(found) == 1 else ""


def dispense_key(nature):
    return "dispense_travaux" if nature == PurchaseNature.WORKS else "dispense_fournitures_services"


def formalised_key(nature, buyer):
    return "formalise_travaux" if nature == PurchaseNature.WORKS else FORMALISED[buyer]


def lot_key(nature):
    return "achat_innovant_lot_travaux" if nature == PurchaseNature.WORKS else "achat_innovant_lot_fs"


def keys_for(question: Question) -> list[str]:
    """The thresholds that concern a purchase, in the order in which the page shows them."""
    return [
        dispense_key(question.nature),
        "achat_innovant",
        lot_key(question.nature),
        "publicite_boamp_ou_jal",
        formalised_key(question.nature, question.buyer),
        "ecrit_obligatoire",
        "dce_profil_acheteur",
        "decp_publication",
    ]


def outcomes(question: Question, figures: dict[str, Figure]) -> list[Outcome]:
    """Every route for `question`, under the `figures` in force on its date, in the order of the code's titles."""
    formalised = figures.get(formalised_key(question.nature, question.buyer))
    return [
        under(Route.DISPENSE, question, figures.get(dispense_key(question.nature))),
        under(Route.DIRECT_INNOVATIVE, question, figures.get("achat_innovant")),
        under(Route.ADAPTED, question, formalised),
        above(Route.FORMALISED, question, formalised),
        Outcome(Route.INNOVATION_PARTNERSHIP, Standing.ANY_AMOUNT, None, ""),
        Outcome(Route.CENTRAL_PURCHASING, Standing.ANY_AMOUNT, None, ""),
    ]


def under(route, question, figure):
    """A route that is open below a threshold."""
    if figure is None:
        return unknown(route)
    words = {"limit": euros(figure.value)}
    if not question.below(figure.value):
        return Outcome(
            route,
            Standing.CLOSED,
            figure,
            _("Fermée à partir de %(limit)s HT, cette somme comprise.") % words,
        )
    if question.reaches(figure.value):
        sentence = _(
            "Votre fourchette passe le seuil : ouverte en dessous de %(limit)s HT, fermée à partir de là."
        )
        return Outcome(route, Standing.PARTLY, figure, sentence % words)
    return Outcome(route, Standing.OPEN, figure, _("Ouverte en dessous de %(limit)s HT.") % words)


def above(route, question, figure):
    """A route that a threshold makes compulsory."""
    if figure is None:
        return unknown(route)
    words = {"limit": euros(figure.value)}
    if not question.below(figure.value):
        return Outcome(
            route,
            Standing.REQUIRED,
            figure,
            _("Obligatoire à partir de %(limit)s HT, cette somme comprise.") % words,
        )
    if question.reaches(figure.value):
        sentence = _(
            "Votre fourchette passe le seuil : obligatoire à partir de %(limit)s HT, facultative en dessous."
        )
        return Outcome(route, Standing.PARTLY_REQUIRED, figure, sentence % words)
    return Outcome(
        route, Standing.OPTIONAL, figure, _("Obligatoire à partir de %(limit)s HT seulement.") % words
    )


def unknown(route):
    sentence = _(
        "Aucun seuil en vigueur à cette date dans les données du portail : cette voie reste à vérifier."
    )
    return Outcome(route, Standing.UNKNOWN, None, sentence)
