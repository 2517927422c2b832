"""The report of a day: for its organiser with files, and for everybody without what could name somebody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.access import require
from grandest_portal.core.exports import csv_response, spreadsheet_response
from meetings.days import report_pages
from meetings.days.desk_permissions import can_read_desk
from meetings.days.enums import DayStatus
from meetings.days.hours import slots_of
from meetings.days.outcomes import published_meetings
from meetings.days.registration_views import public_day
from meetings.days.report import figures_of
from meetings.days.views import crumbs
from meetings.models import Day


@require_safe
def report(request, pk):
    day = public_day(request, pk)
    require(can_read_desk(request.user, day))
    figures = figures_of(day)
    context = {
        "day": day,
        "parts": report_pages.parts_of(report_pages.lines_of(figures)),
        "none": figures["none"],
        "is_over": day.status == DayStatus.OVER,
        "crumbs": crumbs(_("Bilan"), day),
    }
    return render(request, "meetings/days/report.html", context)


@login_not_required
@require_safe
def summary(request, pk):
    """For everybody once the day is over: no name, no absence, no presence."""
    day = get_object_or_404(Day.objects.public().for_list(), pk=pk, status=DayStatus.OVER)
    lines = [each for each in report_pages.lines_of(figures_of(day)) if each.public]
    context = {"day": day, "parts": report_pages.parts_of(lines), "crumbs": crumbs(_("Bilan public"), day)}
    return render(request, "meetings/days/summary.html", context)


def file_of(request, pk):
    """(the name of the file, its columns, its rows) of the meetings."""
    day = public_day(request, pk)
    require(can_read_desk(request.user, day))
    columns = report_pages.meeting_columns(slots_of(day))
    return f"rencontres-{day.reference}", columns, list(published_meetings(day))


@require_safe
def meetings_csv(request, pk):
    return csv_response(*file_of(request, pk))


@require_safe
def meetings_xlsx(request, pk):
    name, columns, rows = file_of(request, pk)
    return spreadsheet_response(name, _("Rencontres"), columns, rows)


def figures_file(request, pk):
    day = public_day(request, pk)
    require(can_read_desk(request.user, day))
    lines = report_pages.lines_of(figures_of(day))
    return f"bilan-{day.reference}", report_pages.figure_columns(), lines


@require_safe
def figures_csv(request, pk):
    return csv_response(*figures_file(request, pk))


@require_safe
def figures_xlsx(request, pk):
    name, columns, rows = figures_file(request, pk)
    return spreadsheet_response(name, _("Bilan"), columns, rows)
