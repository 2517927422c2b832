"""The census, under the filters of its list, as files and as a feed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.atom import feed_response
from grandest_portal.core.documents.produce import FORMATS, ProductionError, produce
from grandest_portal.core.exports import as_file, csv_response, spreadsheet_response
from grandest_portal.core.limits import by_person, limited
from suppliers.atom import feed_of
from suppliers.data_sheet import data_sheet_of
from suppliers.files import COLUMNS, beside, rows_of
from suppliers.models import Solution
from suppliers.views.census import asked_of


@login_not_required
@require_safe
@limited("exports", key=by_person)
def export_csv(request):
    rows, note = rows_of(asked_of(request))
    return csv_response(file_name(), COLUMNS, rows, note)


@login_not_required
@require_safe
@limited("exports", key=by_person)
def export_xlsx(request):
    rows, note = rows_of(asked_of(request))
    return spreadsheet_response(file_name(), _("Solutions"), COLUMNS, rows, note)


@login_not_required
@require_safe
@limited("feed")
def feed(request):
    filterset = asked_of(request)
    return feed_response(request, feed_of(filterset, filterset.query_string))


def file_name():
    return f"solutions-{timezone.localdate().isoformat()}"


@login_not_required
@require_safe
@limited("document", key=by_person)
def data_sheet(request, pk):
    """The PDF of a solution; its page, with a sentence, when it could not be made."""
    rows = Solution.objects.visible_to(request.user).for_list().annotate(**beside())
    solution = get_object_or_404(rows, pk=pk)
    try:
        content = produce(data_sheet_of(solution), "pdf")
    except ProductionError:
        messages.error(request, _("Le PDF n'a pas pu être préparé : réessayez dans un instant."))
        return redirect("suppliers:solution_detail", pk)
    return as_file(HttpResponse(content, content_type=FORMATS["pdf"]), f"solution-{solution.reference}.pdf")
