"""On the desk: the questions of minutes, edited; contested absences, with what each side says of them."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.moderation import ModerationAdmin, Verb
from grandest_portal.reference.admin import DatedAdmin
from meetings.enums import CONTEST_TRANSITIONS, ContestStatus, MeetingSide
from meetings.models import AbsenceContest, MinutesQuestion
from meetings.records.contests import dismiss_contest, uphold_contest
from meetings.records.presence import attendances
from meetings.records.shown import shown

HINT = _("Les deux organisations et la personne liront cette raison.")


@admin.register(MinutesQuestion)
class MinutesQuestionAdmin(DatedAdmin):
    list_display = ["wording", "key", "position", "enabled", "starts_on", "ends_on"]
    list_filter = ["enabled"]
    search_fields = ["key", "wording", "source"]
    ordering = ["position", "key", "-starts_on"]


@admin.register(AbsenceContest)
class AbsenceContestAdmin(ModerationAdmin):
    waiting_status = ContestStatus.OPEN
    received_verbs = ("contest.opened",)
    decided_verbs = ("contest.settled",)
    waiting_since = "made_at"
    list_display = ["meeting", "person", "claimed", "status", "made_at", "settled_at"]
    list_filter = ["status", "made_at"]
    search_fields = [
        "participant__meeting__need__title",
        "participant__meeting__buyer__organisation__name",
        "participant__meeting__company__organisation__name",
    ]
    list_select_related = [
        "participant__user",
        "participant__meeting__need",
        "participant__meeting__buyer__organisation",
        "participant__meeting__company__organisation",
    ]
    fields = ["meeting", "person", "claimed", "text", "status", "made_at", "settled_at", "reason"]
    readonly_fields = ["meeting", "person"]
    shows_events = False
    verbs = (
        Verb(
            "uphold",
            _("Donner raison à la personne"),
            uphold_contest,
            frozenset(CONTEST_TRANSITIONS[ContestStatus.UPHELD]),
            ngettext_lazy("%(count)d contestation retenue.", "%(count)d contestations retenues.", "count"),
            needs_reason=True,
            hint=HINT,
            access_key="p",
        ),
        Verb(
            "dismiss",
            _("Maintenir l'absence"),
            dismiss_contest,
            frozenset(CONTEST_TRANSITIONS[ContestStatus.DISMISSED]),
            ngettext_lazy("%(count)d contestation écartée.", "%(count)d contestations écartées.", "count"),
            needs_reason=True,
            hint=HINT,
            access_key="r",
        ),
    )

    @admin.display(description=_("rendez-vous"))
    def meeting(self, contest):
        meeting = contest.participant.meeting
        return f"{meeting.need} – {meeting.buyer} – {meeting.company}"

    @admin.display(description=_("personne"))
    def person(self, contest):
        return str(contest.participant.user)

    def stamp(self, thing):
        """With its state: who decides second reads what was decided first."""
        return f"{super().stamp(thing)} {thing.status}"

    def decidable(self, user, thing):
        meeting = thing.participant.meeting
        return all(can_moderate(user, meeting.organisation_on(side)) for side in MeetingSide)

    def verbs_for(self, user, thing):
        return super().verbs_for(user, thing) if self.decidable(user, thing) else []

    def panels(self, request, thing):
        meeting = thing.participant.meeting
        rows = [shown(row, meeting) for row in attendances(meeting)]
        panel = render_to_string("admin/panels/absence.html", {"rows": rows, "meeting": meeting})
        return [*super().panels(request, thing), panel]
