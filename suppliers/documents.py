"""Solutions take documents and pictures: who reads them, who changes them, and until when."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.kinds import Kind, register
from grandest_portal.core.errors import DomainError
from suppliers import label_documents
from suppliers.actions import log_download
from suppliers.actions.changes import keep_what_was_read, part_changed
from suppliers.actions.common import lock_solution
from suppliers.audience import logged_audiences_of
from suppliers.models import Solution
from suppliers.permissions import can_change_parts
from suppliers.versioning import DOCUMENTS, KIND

__all__ = ["label_documents"]


def check_open(solution):
    """Refuse while a moderator reads the sheet, and once it is refused."""
    if not (solution.is_editable or solution.is_published):
        raise DomainError(
            _("Les documents de cette fiche ne changent pas tant que son état est « %(now)s ».")
            % {"now": solution.get_status_display()}
        )


def reads(user, solution, purpose):
    """Every document of a sheet is public in its purpose; `audiences` says who opens which."""
    return purpose == Purpose.PUBLIC


def writes(user, solution, purpose):
    return purpose in {None, Purpose.PUBLIC} and can_change_parts(user, solution)


def documents_changed(solution, purpose, *, by):
    part_changed(solution, DOCUMENTS, by=by)


def page_of_solution(pk):
    return reverse("suppliers:solution_detail", args=[pk])


def documents_page(pk):
    return reverse("suppliers:documents", args=[pk])


register(
    Kind(
        key=KIND,
        label=gettext_lazy("solution"),
        things=Solution.objects,
        visible=lambda user: Solution.objects.visible_to(user).select_related("company__organisation"),
        reads=reads,
        writes=writes,
        lock=lambda pk: lock_solution(Solution(pk=pk)),
        check_open=check_open,
        page=page_of_solution,
        url=documents_page,
        organisations=lambda solution: [solution.company.organisation],
        changing=keep_what_was_read,
        changed=documents_changed,
        keeping=Solution.objects.awaiting_review,
        audiences=logged_audiences_of,
        opened=log_download,
    )
)
