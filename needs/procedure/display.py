"""What the page shows of a hint: sentences and table rows, in French."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.dates import date_words
from grandest_portal.reference.figures import euros, figures_on, row_of
from needs.procedure.reading import texts_on
from needs.procedure.rules import CENT, Route, Standing, keys_for, outcomes

TONES = {
    Standing.OPEN: "fir",
    Standing.OPTIONAL: "fir",
    Standing.ANY_AMOUNT: "fir",
    Standing.PARTLY: "mirabelle",
    Standing.PARTLY_REQUIRED: "mirabelle",
    Standing.REQUIRED: "sandstone",
    Standing.CLOSED: "grey",
    Standing.UNKNOWN: "grey",
}


def hint(question, today):
    """What the page says: the answer (`answer`, routes that are closed last), the route of innovative purchases
    (`innovative`), the other ones with their texts (`others`), the figures."""
    now, before = figures_on(question.planned_on, keys_for(question))
    texts = texts_on(today)
    routes = [drawn(outcome, texts) for outcome in outcomes(question, now)]
    return {
        "answer": sorted(routes, key=lambda route: route["closed"]),
        "innovative": next(each for each in routes if each["key"] == Route.DIRECT_INNOVATIVE.value),
        "others": [each for each in routes if each["key"] != Route.DIRECT_INNOVATIVE.value],
        "heading": _("%(amount)s, le %(day)s")
        % {"amount": amount_words(question), "day": date_words(question.planned_on)},
        "day": date_words(question.planned_on),
        "figures": [row_of(key, now.get(key), before.get(key)) for key in keys_for(question)],
        "total_value": texts.get("procedure_total_value"),
        "disclaimer": texts.get("thresholds_disclaimer"),
    }


def amount_words(question):
    """The amount as a heading begins with it; a bound that is reached is told from one that is not."""
    low, high = question.low, question.high
    if high is None:
        return _("À partir de %(low)s HT") % {"low": euros(low)} if low else _("Quel que soit le montant")
    if high == low:
        return _("Pour %(low)s HT") % {"low": euros(low)}
    if low:
        return _("De %(low)s à %(high)s HT") % {"low": euros(low), "high": euros(high)}
    if high + CENT == (high + CENT).to_integral_value():
        return _("Moins de %(high)s HT") % {"high": euros(high + CENT)}
    return _("Jusqu'à %(high)s HT") % {"high": euros(high)}


def drawn(outcome, texts):
    return {
        "key": outcome.route.value,
        "closed": outcome.standing == Standing.CLOSED,
        "title": outcome.route.label,
        "label": outcome.standing.label,
        "tone": TONES[outcome.standing],
        "sentence": outcome.sentence,
        "text": texts.get(f"procedure_{outcome.route.value}"),
    }


def past_sentences(past):
    """What the open data say of a pair, and how far they reach: no data is never « no market »."""
    awards, words = past.awards, {"since": date_words(past.since), "months": past.months}
    if past.of_buyer.markets == 0:
        return [
            _("Aucune donnée pour ce SIRET d'acheteur : cela ne prouve pas qu'aucun marché n'a été passé."),
            reach(past),
        ]
    count = ngettext(
        "%(count)d marché passé à cette entreprise depuis %(months)d mois (depuis le %(since)s).",
        "%(count)d marchés passés à cette entreprise depuis %(months)d mois (depuis le %(since)s).",
        awards.count,
    ) % (words | {"count": awards.count})
    sentences = [
        count
        if awards.count
        else _("Aucun marché publié depuis le %(since)s entre cet acheteur et cette entreprise.") % words
    ]
    if awards.total > Decimal(0):
        sentences.append(_("Montant total publié : %(total)s HT.") % {"total": euros(awards.total)})
    if awards.frameworks:
        sentences.append(_("Des accords-cadres y sont comptés pour leur maximum."))
    if awards.unpriced:
        sentences.append(
            _("Montants absents ou absurdes, non comptés : %(count)d.") % {"count": awards.unpriced}
        )
    if awards.undated:
        sentences.append(_("Marchés sans date, en plus : %(count)d.") % {"count": awards.undated})
    return [*sentences, reach(past)]


def reach(past):
    """« Les données du portail vont du … au … »."""
    for coverage, text in [
        (
            past.of_buyer,
            _("Les données de cet acheteur vont du %(first)s au %(last)s (%(markets)d marchés)."),
        ),
        (past.of_all, _("Les données du portail vont du %(first)s au %(last)s (%(markets)d marchés).")),
    ]:
        if coverage.markets and coverage.first_on:
            days = {"first": date_words(coverage.first_on), "last": date_words(coverage.last_on)}
            return (
                text % (days | {"markets": coverage.markets})
                + " "
                + _("Sous le seuil de publication, ou publiés depuis, des marchés manquent.")
            )
    return _("Le portail n'a pas encore de données sur les marchés passés.")
