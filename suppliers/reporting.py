"""What may be reported of companies and solutions; how a rejected solution is contested; what is sensitive."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.presentation import desk_row_of
from grandest_portal.attachments.reading import unread_of, why_unread
from grandest_portal.reports.kinds import Kind, Unread, register
from grandest_portal.reports.sensitivity import words_in
from suppliers.actions import lift_solution_rejection
from suppliers.enums import SolutionStatus
from suppliers.models import Company, Solution, SolutionReference
from suppliers.permissions import readers_of
from suppliers.versioning import KIND

TEXTS = (
    "title",
    "problem_solved",
    "description",
    "novelty",
    "references",
    "keywords",
    "deployment",
    "interfaces",
    "security",
    "accessibility",
    "environment",
)


def with_public_page():
    """The companies that everybody may read: those with a published solution."""
    return Company.objects.filter(Exists(Solution.objects.published().filter(company=OuterRef("pk"))))


def first_of_company(_values):
    """No solution of the company was ever published."""
    others = Solution.objects.filter(company=OuterRef("company"), published_at__isnull=False)
    return ~Q(Exists(others.exclude(pk=OuterRef("pk"))))


def words_anywhere(values):
    """A word stands in an answer, in a reference, or in the name or the text of a document, whoever reads these."""
    documents = Attachment.objects.live().filter(kind=KIND, purpose=Purpose.PUBLIC, object_id=OuterRef("pk"))
    references = SolutionReference.objects.filter(solution=OuterRef("pk"))
    return (
        words_in(*TEXTS)(values)
        | Q(Exists(references.filter(words_in("who", "result")(values))))
        | Q(Exists(documents.filter(words_in("name", "alternative", "text")(values))))
    )


def unread(solution):
    """Its documents that `words_anywhere` finds nothing in because nobody read them, and why."""
    return [
        Unread(desk_row_of(document), why_unread(document, awaited), awaited)
        for document, awaited in unread_of(KIND, solution.pk, Purpose.PUBLIC)
    ]


register(
    Kind(
        key="solution",
        label=_("solution"),
        model=Solution,
        visible=lambda user: Solution.objects.published().for_list(),
        url=lambda pk: reverse("suppliers:solution_detail", args=[pk]),
        admin_url=lambda pk: reverse("admin:suppliers_solution_change", args=[pk]),
        organisations=lambda solution: [solution.company.organisation],
        loaded=("company__organisation",),
        rejected_verb="solution.rejected",
        lift=lift_solution_rejection,
        people=readers_of,
        awaits=lambda solution: solution.status == SolutionStatus.SUBMITTED or solution.awaits_review,
        sensitive={"words": words_anywhere, "first": first_of_company},
        unread=unread,
    )
)
register(
    Kind(
        key="company",
        label=_("page d'une entreprise"),
        model=Company,
        visible=lambda user: with_public_page().for_list(),
        url=lambda pk: reverse("suppliers:company_detail", args=[pk]),
        admin_url=lambda pk: reverse("admin:suppliers_company_change", args=[pk]),
        organisations=lambda company: [company.organisation],
        loaded=("organisation",),
    )
)
