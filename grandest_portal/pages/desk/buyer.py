"""The dashboard of a public buyer's people: texts to finish, answers due, needs whose outcome is awaited."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.permissions import can_write
from grandest_portal.pages.desk.dialog import interests_due, questions_due
from grandest_portal.pages.desk.matches import close_solutions
from grandest_portal.pages.desk.meetings import answers_due, meeting_counters, moves_due, next_meetings
from grandest_portal.pages.desk.parts import LONGEST, Counter, Group, Listing, Row, Section, Task, filled
from grandest_portal.pages.desk.steps import buyer_steps
from needs.display import TONES
from needs.enums import NeedStatus
from needs.life import SOON_DAYS, closing_note
from needs.models import Need
from needs.views.lists import OWN_ORDER
from suppliers.enums import SolutionStatus

# No list holds the needs whose window closes this week: the dashboard draws them all.
MOST_CLOSING = 100


def buyer_section(user, membership, at, today):
    organisation = membership.organisation
    approved = membership.status == MembershipStatus.APPROVED
    needs = Need.objects.prepared_by(user)
    counts = dict(needs.values_list("status").annotate(Count("pk")).order_by("status"))
    groups, counters, listings = (returned(needs, counts), drafts(needs, counts)), need_counters(counts), ()
    if approved:
        groups = (
            groups[0],
            answers_due(organisation),
            moves_due(organisation, at),
            questions_due(organisation.buyer),
            interests_due(organisation.buyer),
            closing_soon(needs, today),
            without_outcome(needs, counts),
            groups[1],
        )
        counters += meeting_counters(organisation, at)
        listings = (
            *next_meetings(organisation, at),
            close_solutions(organisation.buyer, today),
            *open_needs(needs),
        )
    writes = can_write(user)
    return Section(
        title=_("Acheteur public : %(name)s") % {"name": organisation},
        steps=buyer_steps(counts) if writes else (),
        groups=filled(*groups) if writes else (),
        counters=counters,
        listings=listings,
        button_url=reverse("needs:create") if writes else "",
        button=_("Déposer un besoin"),
        idle=_("Rien ne vous attend en ce moment."),
        idle_url=reverse("suppliers:solution_list"),
        idle_action=_("Voir ce que les entreprises proposent"),
    )


def state_url(status):
    """« Mes besoins », cut down to one state."""
    return f"{reverse('needs:mine')}?etat={status}"


def need_counters(counts):
    """The total, then one Counter per state that has needs: together they are the total."""
    if not counts:
        return ()
    total = Counter(sum(counts.values()), _("Besoins de votre organisation"), reverse("needs:mine"))
    states = [status for status in OWN_ORDER if status in counts]
    return (total, *(Counter(counts[each], each.label, state_url(each)) for each in states))


def in_state(needs, counts, status, anchor, title, note=""):
    """The Group of the needs of one state, the latest changed first."""
    rows = needs.filter(status=status).order_by("-updated_at", "-pk")[:LONGEST]
    count = counts.get(status, 0)
    tasks = tuple(task_of(row) for row in rows)
    return Group(anchor, title % {"count": count}, tasks, count, note, state_url(status))


def task_of(need):
    reason = need.moderation_reason if need.status == NeedStatus.RETURNED else ""
    page = "needs:check" if need.is_editable else "needs:detail"
    return Task(
        label=str(need),
        url=reverse(page, args=[need.pk]),
        status=need.get_status_display(),
        tone=TONES[need.status],
        note=Truncator(reason).chars(160),
    )


def returned(needs, counts):
    title = ngettext(
        "%(count)d besoin à reprendre",
        "%(count)d besoins à reprendre",
        counts.get(NeedStatus.RETURNED, 0),
    )
    return in_state(needs, counts, NeedStatus.RETURNED, "besoins-a-reprendre", title)


def drafts(needs, counts):
    title = ngettext(
        "%(count)d brouillon de besoin à terminer",
        "%(count)d brouillons de besoin à terminer",
        counts.get(NeedStatus.DRAFT, 0),
    )
    return in_state(needs, counts, NeedStatus.DRAFT, "brouillons-de-besoin", title)


def without_outcome(needs, counts):
    title = ngettext(
        "%(count)d besoin clos dont la suite manque",
        "%(count)d besoins clos dont la suite manque",
        counts.get(NeedStatus.CLOSED, 0),
    )
    note = _("Consultation, achat direct ou abandon : les entreprises attendent de le savoir.")
    return in_state(needs, counts, NeedStatus.CLOSED, "suites", title, note)


def closing_soon(needs, today):
    """Open needs whose window closes within a week, the most urgent first."""
    window = (today, today + timedelta(days=SOON_DAYS))
    rows = needs.published().filter(sourcing_open_until__range=window)
    tasks = tuple(
        Task(
            label=str(row),
            url=reverse("needs:detail", args=[row.pk]),
            status=closing_note(row, today),
            tone="mirabelle",
        )
        for row in rows.order_by("sourcing_open_until", "pk")[:MOST_CLOSING]
    )
    title = ngettext(
        "%(count)d besoin se clôt dans les sept jours",
        "%(count)d besoins se clôturent dans les sept jours",
        len(tasks),
    )
    return Group("clotures", title % {"count": len(tasks)}, tasks, len(tasks))


def open_needs(needs):
    """The Listing of the open needs with the number of solutions close to each, or nothing."""
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
