"""The dashboard of a company's people: sheets to finish, answers due, needs close to their solutions."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.pages.desk.meetings import answers_due, meeting_counters, next_meetings
from grandest_portal.pages.desk.parts import LONGEST, Counter, Listing, Row, Section, Task
from needs.enums import NeedStatus
from needs.models import Need
from suppliers.enums import SolutionStatus
from suppliers.models import Solution

COUNTED = [
    SolutionStatus.RETURNED,
    SolutionStatus.DRAFT,
    SolutionStatus.SUBMITTED,
    SolutionStatus.PUBLISHED,
    SolutionStatus.ARCHIVED,
]


def company_section(user, membership, at):
    organisation = membership.organisation
    approved = membership.status == MembershipStatus.APPROVED
    solutions = Solution.objects.prepared_by(user)
    tasks, counters = writing_tasks(solutions), solution_counters(solutions)
    if not counters:
        tasks += (first_solution(),)
    counters += (Counter(Need.objects.published().count(), _("Besoins ouverts"), reverse("needs:list")),)
    listings = published_solutions(solutions)
    if approved:
        tasks = answers_due(organisation) + tasks + profile_tasks(organisation.company)
        counters += meeting_counters(organisation, at)
        listings = next_meetings(organisation, at) + listings
    return Section(
        title=_("Entreprise : %(name)s") % {"name": organisation},
        tasks=tasks,
        counters=counters,
        listings=listings,
        button_url=reverse("suppliers:solution_create"),
        button=_("Décrire une solution"),
    )


def first_solution():
    return Task(
        label=_("Décrire une première solution"),
        url=reverse("suppliers:solution_create"),
        status=_("À faire"),
        tone="mirabelle",
        note=_("Trois étapes courtes, enregistrées au fur et à mesure."),
    )


def profile_tasks(company):
    if company.presentation:
        return ()
    return (
        Task(
            label=_("Présenter votre entreprise"),
            url=reverse("suppliers:company_edit"),
            status=_("À compléter"),
            tone="grey",
            note=_("Quelques phrases que les acheteurs lisent à côté de vos solutions."),
        ),
    )


def writing_tasks(solutions):
    """Solutions that came back from moderation, then drafts."""
    rows = solutions.filter(status__in=[SolutionStatus.RETURNED, SolutionStatus.DRAFT])
    return tuple(
        Task(
            label=str(row),
            url=reverse("suppliers:solution_check", args=[row.pk]),
            status=row.get_status_display(),
            tone="sandstone" if row.status == SolutionStatus.RETURNED else "grey",
            note=Truncator(row.moderation_reason).chars(160) if row.status == SolutionStatus.RETURNED else "",
        )
        for row in rows.order_by("-status", "-updated_at", "-pk")[:LONGEST]
    )


def solution_counters(solutions):
    """One Counter per state that has solutions, and their total."""
    counts = dict(solutions.values_list("status").annotate(Count("pk")).order_by("status"))
    if not counts:
        return ()
    url = reverse("suppliers:mine")
    total = Counter(sum(counts.values()), _("Solutions de votre entreprise"), url)
    return (
        total,
        *(
            Counter(counts[status], status.label, f"{url}?etat={status}")
            for status in COUNTED
            if status in counts
        ),
    )


def published_solutions(solutions):
    """The published solutions with the number of open needs close to each."""
    close = Count("matches", filter=Q(matches__need__status=NeedStatus.PUBLISHED))
    rows = solutions.published().annotate(close=close).order_by("-published_at", "-pk")[:LONGEST]
    drawn = tuple(
        Row(
            title=str(row),
            url=reverse("needs:solution_matches", args=[row.pk]),
            meta=_("Besoins ouverts proches : %(count)d") % {"count": row.close},
        )
        for row in rows
    )
    if not drawn:
        return ()
    return (
        Listing(_("Vos solutions publiées"), drawn, reverse("suppliers:mine"), _("Toutes vos solutions")),
    )
