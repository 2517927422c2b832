"""Sheets that resemble one that a moderator reads, and companies registered twice: shown side by side, never refused.

An index on a few hashed runs of words (`Solution.shingles`) finds candidates; these alone are compared by their groups
of three letters (pg_trgm). The number of rows that are looked at is bounded at both steps.
"""

import stdnum.fr.siren
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Q, Value

from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.reference.models import Parameter
from suppliers.enums import SolutionStatus
from suppliers.models import Company, Solution
from suppliers.models.solutions import BEGINNING

# Rows that share a run of words; those of them that share the most; those that are shown.
MOST_SHARING, MOST_COMPARED, MOST_ALIKE = 2000, 40, 8
LIKENESS = "solution_likeness_min"


def candidates(solution):
    """The numbers of the sheets, drafts apart, that share the most runs of words with `solution`."""
    runs = Solution.objects.values_list("shingles", flat=True).get(pk=solution.pk)
    others = Solution.objects.exclude(status=SolutionStatus.DRAFT).exclude(pk=solution.pk)
    sharing = others.filter(shingles__overlap=runs).values_list("pk", "shingles")[:MOST_SHARING]
    mine = set(runs)
    closest = sorted((-len(mine.intersection(theirs)), pk) for pk, theirs in sharing)
    return [pk for _shared, pk in closest[:MOST_COMPARED]]


def alike(solution, on):
    """Sheets, drafts apart, whose texts resemble those of `solution`: the closest first, each with `resemblance`."""
    found = candidates(solution)
    if not found:
        return []
    text = (
        Solution.objects.annotate(beginning=BEGINNING).values_list("beginning", flat=True).get(pk=solution.pk)
    )
    floor = float(Parameter.objects.value(LIKENESS, on))
    rows = Solution.objects.filter(pk__in=found).annotate(
        resemblance=TrigramSimilarity(BEGINNING, Value(text))
    )
    rows = rows.filter(resemblance__gte=floor).select_related("company__organisation")
    return list(rows.order_by("-resemblance", "pk")[:MOST_ALIKE])


def siren_of(organisation):
    """The nine digits of a French legal unit, from its SIRET or its VAT number; "" for others."""
    if organisation.country != "FR":
        return ""
    if organisation.identifier_kind == IdentifierKind.SIRET:
        return organisation.identifier[:9]
    return organisation.identifier[4:] if organisation.identifier_kind == IdentifierKind.VAT else ""


def same_legal_unit(company):
    """Other companies registered for the same legal unit, with `sheets`, how many sheets they sent."""
    same = same_unit(company.organisation)
    if same is None:
        return []
    sent = Count("solutions", filter=~Q(solutions__status=SolutionStatus.DRAFT))
    rows = Company.objects.filter(same).exclude(pk=company.pk)
    return list(rows.annotate(sheets=sent).for_list()[:MOST_ALIKE])


def same_unit(organisation):
    """The condition under which a Company is of the same French legal unit; None for other organisations."""
    siren = siren_of(organisation)
    if not siren:
        return None
    number = f"FR{stdnum.fr.siren.to_tva(siren).replace(' ', '')}"
    establishments = Q(
        organisation__identifier_kind=IdentifierKind.SIRET,
        organisation__identifier__range=(f"{siren}00000", f"{siren}99999"),
    )
    vat = Q(organisation__identifier_kind=IdentifierKind.VAT, organisation__identifier=number)
    return Q(establishments | vat, organisation__country="FR")
