"""The census, under the filters of its list, as files and as a feed."""

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.atom import feed_response
from grandest_portal.core.exports import csv_response, spreadsheet_response
from grandest_portal.core.limits import by_person, limited
from suppliers.atom import feed_of
from suppliers.files import COLUMNS, rows_of
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
