"""The dashboard of a public buyer's people: texts to finish, answers due, needs whose outcome is awaited."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.pages.desk.meetings import answers_due, meeting_counters, next_meetings
from grandest_portal.pages.desk.parts import LONGEST, Counter, Listing, Row, Section, Task
from needs.enums import NeedStatus
from needs.life import closing_note
from needs.models import Need
from suppliers.enums import SolutionStatus

SOON = timedelta(days=7)
COUNTED = [
    NeedStatus.RETURNED,
    NeedStatus.DRAFT,
    NeedStatus.SUBMITTED,
    NeedStatus.PUBLISHED,
    NeedStatus.CLOSED,
    NeedStatus.CONSULTATION,
]


def buyer_section(user, membership, at, today):
    organisation = membership.organisation
    approved = membership.status == MembershipStatus.APPROVED
    needs = Need.objects.prepared_by(user)
    tasks, counters, listings = writing_tasks(needs), need_counters(needs), open_needs(needs, approved)
    if not counters:
        tasks += (first_need(),)
    if approved:
        tasks = answers_due(organisation) + tasks + ending_tasks(needs, today)
        counters += meeting_counters(organisation, at)
        listings = next_meetings(organisation, at) + listings
    return Section(
        title=_("Acheteur public : %(name)s") % {"name": organisation},
        tasks=tasks,
        counters=counters,
        listings=listings,
        button_url=reverse("needs:create"),
        button=_("Déposer un besoin"),
    )


def first_need():
    return Task(
        label=_("Déposer un premier besoin"),
        url=reverse("needs:create"),
        status=_("À faire"),
        tone="mirabelle",
        note=_("Cinq étapes courtes, enregistrées au fur et à mesure."),
    )


def writing_tasks(needs):
    """Needs that came back from moderation, then drafts."""
    rows = needs.filter(status__in=[NeedStatus.RETURNED, NeedStatus.DRAFT])
    return tuple(
        Task(
            label=str(row),
            url=reverse("needs:check", args=[row.pk]),
            status=row.get_status_display(),
            tone="sandstone" if row.status == NeedStatus.RETURNED else "grey",
            note=Truncator(row.moderation_reason).chars(160) if row.status == NeedStatus.RETURNED else "",
        )
        for row in rows.order_by("-status", "-updated_at", "-pk")[:LONGEST]
    )


def ending_tasks(needs, today):
    """Windows that close within a week, and closed needs whose outcome is not said."""
    soon = Q(status=NeedStatus.PUBLISHED, sourcing_open_until__range=(today, today + SOON))
    rows = needs.filter(soon | Q(status=NeedStatus.CLOSED)).order_by("sourcing_open_until", "pk")
    return tuple(
        Task(
            label=str(row),
            url=reverse("needs:detail", args=[row.pk]),
            status=closing_note(row, today) or _("Suite à dire"),
            tone="mirabelle",
            note=""
            if row.is_open
            else _("Consultation, achat direct ou abandon : les entreprises attendent."),
        )
        for row in rows[:LONGEST]
    )


def need_counters(needs):
    """One Counter per state that has needs, and their total."""
    counts = dict(needs.values_list("status").annotate(Count("pk")).order_by("status"))
    if not counts:
        return ()
    url = reverse("needs:mine")
    total = Counter(sum(counts.values()), _("Besoins de votre organisation"), url)
    return (
        total,
        *(
            Counter(counts[status], status.label, f"{url}?etat={status}")
            for status in COUNTED
            if status in counts
        ),
    )


def open_needs(needs, approved):
    """The open needs with the number of solutions close to each, for those who may see them."""
    if not approved:
        return ()
    close = Count("matches", filter=Q(matches__solution__status=SolutionStatus.PUBLISHED))
    rows = needs.published().annotate(close=close).order_by("-published_at", "-pk")[:LONGEST]
    drawn = tuple(
        Row(
            title=str(row),
            url=reverse("needs:matches", args=[row.pk]),
            meta=_("Solutions proches : %(count)d") % {"count": row.close},
        )
        for row in rows
    )
    if not drawn:
        return ()
    return (Listing(_("Vos besoins ouverts"), drawn, reverse("needs:mine"), _("Tous vos besoins")),)
