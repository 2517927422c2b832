"""Where a solution comes from, and what partners prepared for the person's company."""

from django import template

from suppliers.models import Origin
from suppliers.permissions import approved_company_of

register = template.Library()


@register.inclusion_tag("suppliers/_origin.html")
def origin_of_solution(solution):
    """Said to whoever reads the solution: who prepared it, and who confirmed it."""
    return {"origin": origin_of(solution), "solution": solution}


def origin_of(solution):
    """Where it comes from, or None; as it was read with the row of its page."""
    if type(solution).origin.is_cached(solution):
        return getattr(solution, "origin", None)
    return Origin.objects.select_related("partner__organisation").filter(solution=solution.pk).first()


@register.inclusion_tag("suppliers/_prepared.html", takes_context=True)
def prepared_for_us(context):
    """« 3 fiches ont été préparées pour vous par … », for the people of the company alone."""
    company = approved_company_of(context["request"].user)
    if company is None:
        return {"count": 0}
    rows = Origin.objects.waiting().filter(company=company).exclude(solution=None).for_list()
    partners = sorted({str(row.partner) for row in rows})
    return {"count": len(rows), "partners": partners}
