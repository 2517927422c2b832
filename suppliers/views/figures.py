"""The figures of the census: a page with tables and bars, and the same as a file."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from grandest_portal.core.dates import moment
from grandest_portal.core.exports import Column, csv_response
from grandest_portal.core.limits import by_person, limited
from grandest_portal.reference.models import Parameter
from grandest_portal.reference.place_counts import ALL
from suppliers.figures import figures, tables


def hidden_words(least):
    return _("moins de %(least)d, ou masqué") % {"least": least}


def least_now():
    return int(Parameter.objects.value("census_cell_minimum", timezone.localdate()))


@login_not_required
@require_safe
def census_figures(request):
    held, least = figures(), least_now()
    context = {
        "tables": tables(held["answer"], least),
        "total": held["answer"]["places"][ALL]["total"],
        "at": moment(held["at"]),
        "least": least,
        "hidden": hidden_words(least),
        "crumbs": [
            {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
            {"label": _("Chiffres"), "url": ""},
        ],
    }
    return render(request, "suppliers/figures.html", context)


@login_not_required
@require_safe
@limited("exports", key=by_person)
def census_figures_csv(request):
    least = least_now()
    rows = [
        (table.title, cell.label, table.unit, hidden_words(least) if cell.count is None else cell.count)
        for table in tables(figures()["answer"], least)
        for cell in table.cells
    ]
    columns = [
        Column(gettext_lazy("Tableau"), lambda row: str(row[0])),
        Column(gettext_lazy("Ligne"), lambda row: str(row[1])),
        Column(gettext_lazy("Ce qui est compté"), lambda row: str(row[2])),
        Column(gettext_lazy("Nombre"), lambda row: row[3], int),
    ]
    return csv_response(f"chiffres-recensement-{timezone.localdate().isoformat()}", columns, rows)
