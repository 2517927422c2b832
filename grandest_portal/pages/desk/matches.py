"""The newest matches of an organisation: the same pairs, bands and reasons that the other side reads."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.core.dates import day
from grandest_portal.pages.desk.parts import LONGEST, Listing, Row
from needs.display import when_text
from needs.matching.bands import band_of, bands
from needs.models import Match


def close_solutions(buyer, on):
    """Solutions close to the buyer's open needs, the one published last first."""
    rows = Match.objects.live().filter(need__buyer=buyer)
    return Listing(
        title=_("Dernières solutions proches de vos besoins ouverts"),
        rows=drawn(rows, "-solution__published_at", on, solution_words),
        anchor="correspondances",
        note=_("La solution publiée en dernier d'abord ; au plus cinq. Ni lieu ni taille n'y entrent."),
        empty=_("Elles paraissent ici dès qu'un besoin est publié et qu'une solution s'en approche."),
    )


def close_needs(company, on):
    """Open needs close to the company's published solutions, the one published last first."""
    rows = Match.objects.live().filter(solution__company=company)
    return Listing(
        title=_("Derniers besoins proches de vos solutions"),
        rows=drawn(rows, "-need__published_at", on, need_words),
        anchor="correspondances",
        note=_("Le besoin publié en dernier d'abord ; au plus cinq. Ni lieu ni taille n'y entrent."),
        empty=_("Ils paraissent ici dès qu'une solution est publiée et qu'un besoin s'en approche."),
    )


def drawn(rows, newest, on, words):
    """Rows of the first matches, by `newest`, then the score; ties by the hash of the pair, which favours nobody."""
    matches = list(rows.with_both().order_by(newest, "-score", "tie_break", "pk")[:LONGEST])
    ordered = bands(on) if matches else []
    return tuple(row_of(match, band_of(match.score, ordered), words(match)) for match in matches)


def row_of(match, band, words):
    url = reverse("needs:match", args=[match.need_id, match.solution_id])
    return Row(url=url, label=band.label, tone=band.tone, **words)


def solution_words(match):
    solution = match.solution
    return {
        "title": str(solution),
        "line": _("%(company)s · pour votre besoin « %(need)s »")
        % {"company": solution.company, "need": match.need},
        "meta": _("Publiée le %(day)s") % {"day": day(solution.published_at)},
    }


def need_words(match):
    return {
        "title": str(match.need),
        "line": _("%(buyer)s · proche de votre solution « %(solution)s »")
        % {"buyer": match.need.buyer_name, "solution": match.solution},
        "meta": when_text(match.need),
    }
