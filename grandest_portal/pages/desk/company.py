"""The dashboard of a company's people: sheets to finish, answers due, needs close to their solutions."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.permissions import can_write
from grandest_portal.pages.desk.access import access_due
from grandest_portal.pages.desk.dialog import interest_counters, joint_interests
from grandest_portal.pages.desk.matches import close_needs
from grandest_portal.pages.desk.meetings import answers_due, meeting_counters, moves_due, next_meetings
from grandest_portal.pages.desk.parts import LONGEST, Counter, Group, Listing, Row, Section, Task, filled
from grandest_portal.pages.desk.steps import company_steps
from needs.enums import NeedStatus
from needs.models import Need
from suppliers.enums import SolutionStatus
from suppliers.models import Solution

# « Mes solutions » is not parted by state: the groups of the dashboard are those lists, drawn whole.
MOST_ROWS = 100
ANCHORS = {
    SolutionStatus.RETURNED: "fiches-a-reprendre",
    SolutionStatus.DRAFT: "brouillons-de-fiche",
    SolutionStatus.SUBMITTED: "fiches-en-relecture",
}


def company_section(user, membership, at, today):
    organisation, company = membership.organisation, membership.organisation.company
    approved = membership.status == MembershipStatus.APPROVED
    solutions = Solution.objects.prepared_by(user)
    counts = dict(solutions.values_list("status").annotate(Count("pk")).order_by("status"))
    groups, counters = unpublished(solutions), solution_counters(counts, company if approved else None)
    counters += (Counter(Need.objects.published().count(), _("Besoins ouverts"), reverse("needs:list")),)
    listings = published_solutions(solutions)
    if approved:
        due = answers_due(organisation), moves_due(organisation, at)
        due += access_due(company), joint_interests(company)
        groups = (groups[0], *due, *groups[1:])
        counters += meeting_counters(organisation, at) + interest_counters(company)
        listings = (*next_meetings(organisation, at), close_needs(company, today), *listings)
    writes = can_write(user)
    return Section(
        title=_("Entreprise : %(name)s") % {"name": organisation},
        steps=company_steps(company, counts, approved) if writes else (),
        groups=filled(*groups) if writes else (),
        counters=counters,
        listings=listings,
        button_url=reverse("suppliers:solution_create") if writes else "",
        button=_("Décrire une solution"),
        idle=_("Rien ne vous attend en ce moment."),
        idle_url=reverse("needs:list"),
        idle_action=_("Voir les besoins ouverts"),
    )


def solution_counters(counts, company):
    """The total, then one Counter per state that has a list of its own.

    The page of an approved person's `company` lists its published solutions; somebody who waits has none.
    """
    if not counts:
        return ()
    urls = {status: f"#{anchor}" for status, anchor in ANCHORS.items()}
    if company is not None:
        page = reverse("suppliers:company_detail", args=[company.pk])
        urls[SolutionStatus.PUBLISHED] = f"{page}#solutions"
    total = Counter(sum(counts.values()), _("Solutions de votre entreprise"), reverse("suppliers:mine"))
    return (total, *(Counter(counts[each], each.label, url) for each, url in urls.items() if each in counts))


def unpublished(solutions):
    """One Group per state before publication, the latest changed first: one reading of the table."""
    rows = solutions.filter(status__in=ANCHORS).order_by("-updated_at", "-pk")[:MOST_ROWS]
    by_status = {status: [] for status in ANCHORS}
    for row in rows:
        by_status[row.status].append(task_of(row))
    return tuple(group_of(status, tuple(tasks)) for status, tasks in by_status.items())


def group_of(status, tasks):
    count = len(tasks)
    titles = {
        SolutionStatus.RETURNED: ngettext(
            "%(count)d fiche à reprendre", "%(count)d fiches à reprendre", count
        ),
        SolutionStatus.DRAFT: ngettext(
            "%(count)d brouillon de fiche à terminer", "%(count)d brouillons de fiche à terminer", count
        ),
        SolutionStatus.SUBMITTED: ngettext(
            "%(count)d fiche en relecture", "%(count)d fiches en relecture", count
        ),
    }
    waits = _("Rien à faire de votre côté : la modération relit.")
    note = waits if status == SolutionStatus.SUBMITTED else ""
    return Group(ANCHORS[status], titles[status] % {"count": count}, tasks, count, note)


def task_of(solution):
    reason = solution.moderation_reason if solution.status == SolutionStatus.RETURNED else ""
    page = "suppliers:solution_check" if solution.is_editable else "suppliers:solution_detail"
    return Task(
        label=str(solution),
        url=reverse(page, args=[solution.pk]),
        status=solution.get_status_display(),
        tone=solution.tone,
        note=Truncator(reason).chars(160),
    )


def published_solutions(solutions):
    """The published solutions with the number of open needs close to each, or nothing."""
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
