"""The meetings of an organisation on its dashboard: the same for a buyer and a company."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.pages.desk.parts import LONGEST, Counter, Group, Listing, Row, Task
from meetings import presentation
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting, MeetingMove
from meetings.slots import moment_words

# As many as the list of proposals draws.
MOST_DUE = presentation.MOST_ROWS


def answers_due(organisation):
    """The Group of the proposals that the organisation has to answer, the most urgent first."""
    rows = Meeting.objects.awaiting(organisation).with_names().order_by("expires_at", "pk")[:MOST_DUE]
    tasks = tuple(
        Task(
            label=_("Répondre à %(name)s") % {"name": presentation.other_organisation(row, organisation)},
            url=reverse("meetings:detail", args=[row.pk]),
            status=_("Réponse attendue"),
            tone="mirabelle",
            note=_("avant le %(deadline)s · besoin : %(need)s")
            % {"deadline": moment_words(row.expires_at), "need": row.need},
        )
        for row in rows
    )
    title = ngettext(
        "%(count)d proposition de rendez-vous attend votre réponse",
        "%(count)d propositions de rendez-vous attendent votre réponse",
        len(tasks),
    )
    return Group(
        anchor="reponses-attendues",
        title=title % {"count": len(tasks)},
        tasks=tasks[:LONGEST],
        count=len(tasks),
        url=reverse("meetings:list") + "#a-repondre",
    )


def moves_due(organisation, at):
    """The Group of the wishes to move a meeting that the organisation has to answer, the most urgent first."""
    rows = MeetingMove.objects.awaiting(organisation).filter(expires_at__gt=at).with_names()
    rows = rows.order_by("expires_at", "pk")[:MOST_DUE]
    tasks = tuple(
        Task(
            label=_("Répondre à %(name)s")
            % {"name": presentation.other_organisation(row.meeting, organisation)},
            url=reverse("meetings:detail", args=[row.meeting_id]) + "#deplacer",
            status=_("Autre heure demandée"),
            tone="mirabelle",
            note=_("avant le %(deadline)s · prévu le %(moment)s · besoin : %(need)s")
            % {
                "deadline": moment_words(row.expires_at),
                "moment": moment_words(row.meeting.starts_at),
                "need": row.meeting.need,
            },
        )
        for row in rows
    )
    title = ngettext(
        "%(count)d demande de déplacement attend votre réponse",
        "%(count)d demandes de déplacement attendent votre réponse",
        len(tasks),
    )
    return Group(
        anchor="deplacements-demandes",
        title=title % {"count": len(tasks)},
        tasks=tasks[:LONGEST],
        count=len(tasks),
        url=reverse("meetings:list") + "#a-venir",
    )


def meeting_counters(organisation, at):
    """Proposals to answer, proposals that await the others, meetings to come; those of the page that hold some."""
    own = Q(awaiting=MeetingSide.BUYER, buyer__organisation=organisation)
    own |= Q(awaiting=MeetingSide.COMPANY, company__organisation=organisation)
    proposed = Q(status=MeetingStatus.PROPOSED)
    counts = Meeting.objects.of(organisation).aggregate(
        mine=Count("pk", filter=proposed & own),
        theirs=Count("pk", filter=proposed & ~own),
        upcoming=Count("pk", filter=Q(status=MeetingStatus.CONFIRMED, ends_at__gt=at)),
    )
    url = reverse("meetings:list")
    counters = (
        Counter(counts["mine"], _("Rendez-vous : votre réponse est attendue"), f"{url}#a-repondre"),
        Counter(counts["theirs"], _("Rendez-vous : réponse de l'autre attendue"), f"{url}#a-repondre"),
        Counter(counts["upcoming"], _("Rendez-vous à venir"), f"{url}#a-venir"),
    )
    return tuple(counter for counter in counters if counter.value)


def next_meetings(organisation, at):
    """The Listing of the next confirmed meetings, or nothing."""
    rows = Meeting.objects.of(organisation).upcoming(at).with_names().order_by("starts_at", "pk")[:LONGEST]
    drawn = tuple(
        Row(
            title=_("Avec %(name)s") % {"name": presentation.other_organisation(row, organisation)},
            url=reverse("meetings:detail", args=[row.pk]),
            meta=_("%(moment)s · %(place)s")
            % {"moment": moment_words(row.starts_at), "place": row.get_place_kind_display()},
        )
        for row in rows
    )
    if not drawn:
        return ()
    return (
        Listing(
            _("Prochains rendez-vous"),
            drawn,
            reverse("meetings:list") + "#a-venir",
            _("Tous les rendez-vous"),
        ),
    )
