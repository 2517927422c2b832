"""Partners send files of solutions: the template, the reading, the lines one by one, the import."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.exports import csv_response, spreadsheet_response
from grandest_portal.core.files.uploads import too_heavy
from grandest_portal.core.limits import by_person, limited
from grandest_portal.core.listing import page_of
from grandest_portal.core.once import once
from suppliers.actions import give_up_import, receive_import, start_import
from suppliers.enums import ImportStatus, LineResult
from suppliers.forms.imports import ImportForm, StartForm
from suppliers.import_columns import COLUMNS
from suppliers.import_fates import fates_of
from suppliers.import_files import LINE_COLUMNS, TEMPLATE_COLUMNS, template_rows
from suppliers.models import SolutionImport
from suppliers.permissions import importing_partner_of

LINES_SHOWN = 50


def partner_or_403(request):
    partner = importing_partner_of(request.user)
    require(partner is not None)
    return partner


def crumbs_of(*last):
    return [{"label": _("Imports de solutions"), "url": reverse("suppliers:imports")}, *last]


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    """The template, the form, and the files that the structure sent."""
    partner = partner_or_403(request)
    left_out = request.method == "POST" and too_heavy(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*data, left_out=left_out)
    if request.method == "POST" and form.is_valid():
        try:
            batch = receive_import(
                partner,
                upload=form.cleaned_data["file"],
                by=request.user,
                updates=form.cleaned_data["updates"],
            )
            return redirect("suppliers:import_detail", batch.pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "form": form,
        "columns": COLUMNS,
        "page_obj": page_of(request, SolutionImport.objects.visible_to(request.user).for_list()),
    }
    return render(request, "suppliers/imports.html", context, status=422 if form.errors else 200)


@require_safe
@limited("exports", key=by_person)
def template(request, kind):
    partner_or_403(request)
    name = _("modele-solutions")
    if kind == "csv":
        return csv_response(name, TEMPLATE_COLUMNS, template_rows())
    return spreadsheet_response(name, _("Solutions"), TEMPLATE_COLUMNS, template_rows())


def batch_or_404(request, pk):
    partner_or_403(request)
    return get_object_or_404(SolutionImport.objects.visible_to(request.user).select_related("author"), pk=pk)


@require_safe
def import_detail(request, pk):
    """Where the file stands, and its lines: those that are refused first."""
    return page(request, batch_or_404(request, pk), StartForm())


def page(request, batch, form, status=200):
    asked = request.GET.get("resultat", "")
    results = [each for each in LineResult if each != LineResult.UPDATED or batch.updates]
    shown = asked if asked in LineResult.values else ""
    lines = batch.lines.for_list()
    lines = lines.filter(result=shown) if shown else lines
    page_obj = page_of(request, lines, LINES_SHOWN)
    page_obj.object_list = list(page_obj.object_list)
    fates = fates_of(batch, page_obj.object_list)
    for line in page_obj.object_list:
        line.fate = fates.get(line.number)
    context = {
        "batch": batch,
        "form": form,
        "page_obj": page_obj,
        "results": [(each.value, each.label) for each in results],
        "shown": shown,
        "start_label": start_label(batch.valid_count),
        "can_start": batch.status == ImportStatus.CHECKED and batch.valid_count > 0,
        "can_give_up": batch.status in {ImportStatus.CHECKED, ImportStatus.READING},
        "percent": percent_of(batch),
        "refresh": batch.is_working,
        "crumbs": crumbs_of({"label": batch.file_name, "url": ""}),
    }
    return render(request, "suppliers/import_detail.html", context, status=status)


def start_label(count):
    return ngettext("Importer la ligne valable", "Importer les %(count)d lignes valables", count) % {
        "count": count
    }


def percent_of(batch):
    done = batch.line_count - batch.valid_count
    return round(100 * done / batch.line_count) if batch.line_count else 0


@require_http_methods(["POST"])
@once
def import_start(request, pk):
    batch = batch_or_404(request, pk)
    form = StartForm(request.POST)
    form.is_valid()
    try:
        start_import(batch, by=request.user, invites=form.cleaned_data["invites"])
    except DomainError as error:
        form.refuse(error)
        return page(request, batch, form, status=422)
    return redirect("suppliers:import_detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_give_up(request, pk):
    batch = batch_or_404(request, pk)
    if request.method == "POST":
        try:
            give_up_import(batch, by=request.user)
            messages.success(request, _("Le fichier « %(file)s » est abandonné.") % {"file": batch.file_name})
        except DomainError as error:
            messages.warning(request, error.message)
        return redirect("suppliers:imports")
    return render(request, "suppliers/import_give_up.html", {"batch": batch})


@require_safe
@limited("exports", key=by_person)
def import_lines(request, pk):
    """Every line with what was said of it, to correct the file."""
    batch = batch_or_404(request, pk)
    rows = batch.lines.for_list().iterator(chunk_size=200)
    return csv_response(f"import-{batch.pk}", LINE_COLUMNS, rows)
