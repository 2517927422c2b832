"""What the pages of meetings show: lists by week and day, slots by day, facts and history in words."""

from datetime import timedelta
from itertools import groupby

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.accounts.models import Membership
from grandest_portal.core.audit import history_of
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting, MeetingMove
from meetings.slots import day_words, hours_words, moment_words, paris, slot_words
from meetings.zones import both_words, own_words

TONES = {
    MeetingStatus.PROPOSED: "mirabelle",
    MeetingStatus.CONFIRMED: "fir",
    MeetingStatus.DECLINED: "sandstone",
    MeetingStatus.CANCELLED: "sandstone",
    MeetingStatus.EXPIRED: "grey",
    MeetingStatus.HELD: "fir",
    MeetingStatus.NO_SHOW: "sandstone",
    MeetingStatus.CONTESTED: "mirabelle",
}
MOST_ROWS = 200
VERBS = {
    "meeting.proposed": gettext_lazy("a proposé ces créneaux"),
    "meeting.requested": gettext_lazy("a demandé ce créneau, retenu jusqu'à la réponse"),
    "meeting.offered": gettext_lazy("a offert cette place libérée, retenue jusqu'à la réponse"),
    "meeting.countered": gettext_lazy("a proposé d'autres créneaux"),
    "meeting.length_explained": gettext_lazy("a motivé une durée différente de celle des autres rendez-vous"),
    "meeting.confirmed": gettext_lazy("a accepté ce créneau"),
    "meeting.declined": gettext_lazy("a décliné la proposition"),
    "meeting.cancelled": gettext_lazy("a annulé"),
    "meeting.move_proposed": gettext_lazy("a demandé à déplacer le rendez-vous"),
    "meeting.moved": gettext_lazy("a accepté la nouvelle heure"),
    "meeting.move_declined": gettext_lazy("a refusé de déplacer le rendez-vous"),
    "meeting.move_withdrawn": gettext_lazy("a retiré sa demande de déplacement"),
    "meeting.move_expired": gettext_lazy("La demande de déplacement est restée sans réponse."),
    "meeting.expired": gettext_lazy("La proposition a expiré sans réponse."),
    "meeting.presence_said": gettext_lazy("a dit qui était là"),
    "meeting.absence_contested": gettext_lazy("a contesté son absence"),
    "meeting.absence_settled": gettext_lazy("a tranché la contestation"),
}
UNASKED = {"meeting.expired", "meeting.move_expired"}
ROUNDS = {"meeting.proposed", "meeting.requested", "meeting.offered", "meeting.countered"}


def to_answer(organisation):
    """(awaiting the organisation, awaiting the others): proposals of an organisation, the most urgent first."""
    rows = (
        Meeting.objects.of(organisation)
        .proposed()
        .with_names()
        .annotate(slot_count=Count("slots", filter=Q(slots__round=F("round"))))
        .order_by("expires_at", "pk")[:MOST_ROWS]
    )
    mine, theirs = [], []
    for meeting in rows:
        side = mine if organisation_awaited(meeting) == organisation else theirs
        side.append(proposal_row(meeting, organisation))
    return mine, theirs


def upcoming(organisation, at):
    moving = MeetingMove.objects.live().filter(meeting=OuterRef("pk")).order_by("pk").values("side")[:1]
    rows = Meeting.objects.of(organisation).upcoming(at).with_names()
    rows = rows.annotate(moment=F("starts_at"), moved_by=Subquery(moving))
    return by_week(rows.order_by("starts_at", "pk")[:MOST_ROWS], organisation, at)


def past(organisation, at):
    """Meetings that are over, the latest first; `moment` is when they were to begin, or ended without a time."""
    rows = Meeting.objects.of(organisation).over(at).with_names()
    return rows.annotate(moment=Coalesce("starts_at", "updated_at")).order_by("-moment", "-pk")


def by_week(meetings, organisation, at):
    """[{words, days: [{words, rows}]}] of meetings in order of their `moment`."""
    today = paris(at).date()

    def day_of(meeting):
        return paris(meeting.moment).date()

    weeks = groupby(meetings, key=lambda meeting: monday_of(day_of(meeting)))
    return [
        {
            "words": week_words(monday, today),
            "days": [
                {"words": day_words(day), "rows": [meeting_row(each, organisation, at) for each in rows]}
                for day, rows in groupby(week, key=day_of)
            ],
        }
        for monday, week in weeks
    ]


def monday_of(day):
    return day - timedelta(days=day.weekday())


def week_words(monday, today):
    weeks = (monday - monday_of(today)).days // 7
    near = {-1: _("La semaine dernière"), 0: _("Cette semaine"), 1: _("La semaine prochaine")}
    return near.get(weeks) or _("Semaine du %(day)s") % {"day": day_words(monday)}


def organisation_awaited(meeting):
    return meeting.organisation_on(meeting.awaiting)


def other_organisation(meeting, organisation):
    """The organisation that `organisation` meets."""
    return meeting.organisation_on(
        MeetingSide.COMPANY if meeting.buyer.organisation == organisation else MeetingSide.BUYER
    )


def proposal_state(meeting, organisation):
    """{label, tone}: whose turn it is, or that nobody may answer any more."""
    if not meeting.need.is_open:
        return {"label": _("Échanges clos"), "tone": "sandstone"}
    if organisation_awaited(meeting) == organisation:
        return {"label": _("Répondre"), "tone": "mirabelle"}
    return {"label": _("En attente"), "tone": "grey"}


def proposal_row(meeting, organisation):
    count = meeting.slot_count
    return {
        "title": _("Avec %(name)s") % {"name": other_organisation(meeting, organisation)},
        "url": reverse("meetings:detail", args=[meeting.pk]),
        "line": _("Besoin : %(need)s") % {"need": meeting.need},
        "meta": ngettext(
            "%(count)d créneau proposé · répondre avant le %(deadline)s",
            "%(count)d créneaux proposés · répondre avant le %(deadline)s",
            count,
        )
        % {"count": count, "deadline": moment_words(meeting.expires_at)},
        **proposal_state(meeting, organisation),
    }


def meeting_row(meeting, organisation, at):
    name = other_organisation(meeting, organisation)
    own = own_words(meeting.starts_at, meeting.ends_at) if meeting.starts_at else ""
    if meeting.starts_at is None:
        title = _("Avec %(name)s") % {"name": name}
    else:
        hours = hours_words(meeting.starts_at, meeting.ends_at)
        title = _("%(hours)s, avec %(name)s") % {"hours": hours[:1].upper() + hours[1:], "name": name}
    return {
        "title": title,
        "url": reverse("meetings:detail", args=[meeting.pk]),
        "line": _("Besoin : %(need)s") % {"need": meeting.need},
        "meta": " · ".join(filter(None, [own, meeting.get_place_kind_display()])),
        **(move_state(meeting, organisation) or state_of(meeting, at)),
    }


def move_state(meeting, organisation):
    """{label, tone} of a meeting that somebody asks to move, read with the row; None of any other."""
    asking = getattr(meeting, "moved_by", None)
    if not asking:
        return None
    if meeting.organisation_on(asking) == organisation:
        return {"label": _("Déplacement demandé"), "tone": "grey"}
    return {"label": _("Déplacement : répondre"), "tone": "mirabelle"}


def state_of(meeting, at):
    """{label, tone} of a meeting at the moment `at`."""
    if meeting.status == MeetingStatus.CONFIRMED and meeting.ends_at <= at:
        return {"label": _("Passé"), "tone": "grey"}
    return {"label": meeting.get_status_display(), "tone": TONES[meeting.status]}


def slots_of_move(move):
    return list(move.meeting.slots.filter(round=move.round).order_by("starts_at", "pk"))


def by_day(slots):
    """[{legend, slots: [{pk, words}]}]: the slots of each day, « jeudi 5 novembre 2026 – 2 créneaux »."""
    days = []
    for day, rows in groupby(slots, key=lambda slot: paris(slot.starts_at).date()):
        words = [{"pk": slot.pk, "words": both_words(slot.starts_at, slot.ends_at)} for slot in rows]
        legend = ngettext("%(day)s – %(count)d créneau", "%(day)s – %(count)d créneaux", len(words)) % {
            "day": day_words(day),
            "count": len(words),
        }
        days.append({"legend": legend, "slots": words})
    return days


def current_slots(meeting):
    return list(meeting.slots.filter(round=meeting.round).order_by("starts_at", "pk"))


def people_in(meeting):
    """[{name, position, organisation}] of those who take part, the buyer's side first; who acts by delegation is
    shown with the structure that they come from."""
    memberships = {
        (each.user_id, each.organisation_id): each
        for each in Membership.objects.approved().filter(user__participations__meeting=meeting)
    }
    rows = meeting.participants.select_related("user").order_by("side", "pk")
    return [
        {
            "name": str(row.user),
            "position": position_in(memberships, row.user_id, meeting.organisation_on(row.side)),
            "organisation": meeting.organisation_on(row.side),
        }
        for row in rows
    ]


def position_in(memberships, user_pk, organisation):
    """What a participant is for the organisation of their side: a function, or a structure by delegation."""
    membership = memberships.get((user_pk, organisation.pk))
    if membership is None:
        return ""
    if membership.is_delegated:
        return _("%(agency)s, par délégation") % {"agency": membership.agency}
    return membership.position


def history(meeting):
    """[{at, who, words, slots, reason, message}] of what happened, oldest first, from the audit trail.

    A round ends with the message of the meeting as it stood: the next round keeps it, or the meeting still holds it.
    """
    entries = [told(meeting, entry) for entry in history_of(meeting) if entry.verb in VERBS]
    message = meeting.message
    for entry in entries:
        if entry["opens_round"]:
            entry["message"], message = message, entry["replaced"]
    return entries[::-1]


def messages_of(entries):
    """[{title, text}] of the messages in a history, each under the name of who wrote it."""
    return [
        {
            "title": _("Message de %(who)s") % {"who": entry["author"]} if entry["author"] else _("Message"),
            "text": entry["message"],
        }
        for entry in entries
        if entry["message"]
    ]


def who_did(verb, value):
    """The name at the head of the sentence; nobody makes a proposal expire, and names may have been erased."""
    if verb in UNASKED:
        return ""
    if verb == "meeting.absence_settled":
        return _("La modération")
    if value is None:
        return _("Une personne")
    return value.actor_label or _("Le service")


def told(meeting, entry):
    value = getattr(entry, "value", None)
    payload = value.payload if value else {"before": {}, "after": {}, "reason": ""}
    side = payload["after"].get("side")
    slots = [[parse_datetime(text) for text in pair] for pair in payload["after"].get("slots", [])]
    return {
        "at": moment_words(entry.at),
        "who": who_did(entry.verb, value),
        "organisation": meeting.organisation_on(side) if side else "",
        "words": VERBS[entry.verb],
        "slots": [slot_words(*pair) for pair in slots],
        "reason": payload["reason"],
        "opens_round": entry.verb in ROUNDS,
        "author": value.actor_label if value else "",
        "replaced": payload["before"].get("message", ""),
        "message": "",
    }
