"""What the need itself must say: a result, an estimate, its effects, its users."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.reference.enums import CheckSeverity
from needs.checks.draft import TEXTS, Hit, listed
from needs.enums import BudgetBand

# (lowest, highest) amount of a band, in euros without tax; None: no upper limit.
BOUNDS = {
    BudgetBand.LT_40K: (0, 40_000),
    BudgetBand.FROM_40K: (40_000, 100_000),
    BudgetBand.FROM_100K: (100_000, 250_000),
    BudgetBand.FROM_250K: (250_000, 1_000_000),
    BudgetBand.GT_1M: (1_000_000, None),
}
FIGURE = re.compile(r"\d(?:[\d .,]{0,12}\d)? ?([^\W\d_]{1,14}[23]?|[%€]|°c)")
MEASURED = ("current_situation", "expected_result", "constraints")


def result(draft, settings):
    """BES-01: at least one figure with its unit, and words of result at least as many as words of composition."""
    parameters = settings["BES-01"]
    if not draft.is_written:
        return
    passage = draft.passages["expected_result"]
    parts = passage.find(listed(parameters, "composition_words"))
    if len(parts) > len(passage.find(listed(parameters, "result_words"))):
        yield Hit("expected_result", *parts[0], composition())
    units = listed(parameters, "units")
    if not any(measured(draft.passages[name].folded, units) for name in MEASURED if name in draft.passages):
        yield Hit("expected_result", detail=no_figure(), basis="no figure")


def composition():
    return _("Cette phrase décrit de quoi la solution est faite. Que doit-elle changer pour vous ?")


def no_figure():
    return _("Aucun chiffre avec son unité : combien, en combien de temps, pour combien de personnes ?")


def measured(folded, units):
    """True when a number is followed by one of the units."""
    exact = {unit.lower() for unit in units if not unit.endswith("*")}
    stems = tuple(fold_unit(unit[:-1]) for unit in units if unit.endswith("*"))
    return any(
        match[1] in exact or (stems and match[1].startswith(stems)) for match in FIGURE.finditer(folded)
    )


def fold_unit(unit):
    return unit.lower().replace("é", "e").replace("è", "e").replace("â", "a")


def estimate(draft, settings):
    """BES-02: a band is chosen; beside recent needs of the same family, the total is compared with the threshold."""
    if draft.budget_band == BudgetBand.UNKNOWN:
        yield Hit("budget_band", basis="unknown", detail=_("L'ordre de grandeur du budget n'est pas estimé."))
    elif not draft.budget_band:
        yield Hit("budget_band", basis="unknown", detail=_("L'ordre de grandeur du budget n'est pas choisi."))
    elif draft.siblings:
        yield from together(draft, settings["BES-02"])


def together(draft, parameters):
    works = any(code.startswith(tuple(listed(parameters, "works_divisions")) or ("-",)) for code in draft.cpv)
    threshold = draft.figures.get(str(parameters.get("works_threshold" if works else "threshold")))
    bands = [draft.budget_band, *(each.budget_band for each in draft.siblings)]
    bounds = [BOUNDS[band] for band in bands if band in BOUNDS]
    low, high = sum(low for low, _high in bounds), sum(high or low for low, high in bounds)
    # A need that is above the threshold by itself is already bought as such.
    if threshold is None or high <= threshold or BOUNDS[draft.budget_band][0] > threshold:
        return
    yield Hit(
        "budget_band",
        detail=total_sentence(draft, low, high, threshold),
        severity=CheckSeverity.WARNING,
        basis=f"total:{draft.budget_band}:{','.join(sorted(each.reference for each in draft.siblings))}",
    )


def total_sentence(draft, low, high, threshold):
    names = ", ".join(f"{each.reference} « {each.title} »" for each in draft.siblings)
    return ngettext(
        "Votre organisation a un autre besoin récent de la même famille d'achats : %(names)s. Ensemble, de %(low)s à "
        "%(high)s € HT, ils peuvent dépasser %(threshold)s € HT : c'est le total des besoins semblables qui compte.",
        "Votre organisation a d'autres besoins récents de la même famille d'achats : %(names)s. Ensemble, de %(low)s à "
        "%(high)s € HT, ils peuvent dépasser %(threshold)s € HT : c'est le total des besoins semblables qui compte.",
        len(draft.siblings),
    ) % {"names": names, "low": euros(low), "high": euros(high), "threshold": euros(threshold)}


def euros(amount):
    return f"{amount:,.0f}".replace(",", "\u202f")


def holds(draft, words):
    return any(passage.find(words) for passage in draft.passages.values())


def sustainability(draft, settings):
    """BES-03: at least one word of sustainable development in the need."""
    words = listed(settings["BES-03"], "words")
    if draft.is_written and words and not holds(draft, words):
        yield Hit(
            "constraints",
            detail=_("Aucun effet sur l'environnement ou les personnes n'est écrit dans ce besoin."),
            basis="absent:" + essence(draft),
        )


def accessibility(draft, settings):
    """BES-04: a digital service, or what the public uses, says for whom."""
    parameters = settings["BES-04"]
    prefixes = tuple(listed(parameters, "cpv_prefixes"))
    by_code = bool(prefixes) and any(code.startswith(prefixes) for code in draft.cpv)
    concerned = by_code or holds(draft, listed(parameters, "public_words"))
    if draft.is_written and concerned and not holds(draft, listed(parameters, "words")):
        yield Hit(
            "constraints",
            detail=_("Ce besoin semble concerner un service numérique ou un équipement ouvert au public."),
            basis="absent",
        )


def essence(draft):
    """What an absence is about: the result expected; once it is rewritten, the question is asked again."""
    return " ".join(draft.texts.get(name, "") for name in TEXTS if name == "expected_result").casefold()
