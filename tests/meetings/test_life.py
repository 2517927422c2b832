"""The life of meetings against a small model of it: whatever people do in whatever order, the rows agree."""

from datetime import timedelta

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from meetings import actions
from meetings.enums import MeetingSide
from meetings.models import Meeting, Occupation
from meetings.occupation import person, seat
from needs.enums import NeedStatus
from tests.meetings.scenes import NOW, REASON, fresh, pair, slot

NEEDS = st.integers(0, 1)
SIDES = st.sampled_from(["buyer", "company"])
HOURS = st.lists(st.integers(9, 12), min_size=1, max_size=3, unique=True)


class Life(RuleBasedStateMachine):
    """One agent and one manager about two needs, so that their own time may run out.

    `model` holds, for each need, the dict of its live or last meeting, or None.
    """

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.traveller = time_machine.travel(NOW, tick=False)
        self.clock = self.traveller.start()

    @initialize()
    def begin(self):
        first = pair()
        self.pairs = [first, pair(agent=first.agent, manager=first.manager)]
        self.people = {"buyer": first.agent, "company": first.manager}
        self.model = [None, None]
        self.open = [True, True]

    def teardown(self):
        self.traveller.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def waiting(self):
        """The needs whose meeting awaits an answer."""
        return [number for number, each in enumerate(self.model) if each and each["status"] == "proposed"]

    def by(self, side):
        return fresh(self.people[side])

    def live(self, number):
        meeting = self.model[number]
        return meeting is not None and meeting["status"] in {"proposed", "confirmed"}

    def taken(self, starts_at):
        return any(
            meeting and meeting["status"] == "confirmed" and meeting["starts_at"] == starts_at
            for meeting in self.model
        )

    def answerable(self, number):
        meeting = self.model[number]
        return self.open[number] and timezone.now() < Meeting.objects.get(pk=meeting["pk"]).expires_at

    def attempt(self, allowed, action):
        """Run an action that the model allows or not; returns what it gave, or None when it was refused."""
        try:
            result = action()
        except DomainError as error:
            assert not allowed, error
            return None
        assert allowed
        return result

    @rule(number=NEEDS, side=SIDES, hours=HOURS, days=st.integers(1, 3))
    def propose(self, number, side, hours, days):
        slots = [slot(days, hour) for hour in hours]
        allowed = (
            self.open[number] and not self.live(number) and not any(self.taken(each[0]) for each in slots)
        )
        done = self.attempt(allowed, lambda: self.pairs[number].propose(by=self.by(side), slots=slots))
        if done:
            other = MeetingSide(side).other
            self.model[number] = {
                "pk": done.pk,
                "status": "proposed",
                "awaiting": other,
                "round": 1,
                "sequence": 0,
                "slots": sorted(each[0] for each in slots),
                "starts_at": None,
            }

    def turn(self, data, wanted=("proposed",)):
        """Draw a meeting in one of the wanted states, and who tries: mostly the side whose turn it is."""
        numbers = [number for number, each in enumerate(self.model) if each and each["status"] in wanted]
        number = data.draw(st.sampled_from(numbers or [0]))
        meeting = self.model[number]
        awaited = meeting["awaiting"]
        side = data.draw(st.sampled_from([awaited, awaited, awaited, MeetingSide(awaited).other]))
        return number, meeting, side, Meeting.objects.get(pk=meeting["pk"])

    @precondition(lambda self: self.waiting())
    @rule(data=st.data(), choice=st.integers(0, 2))
    def accept(self, data, choice):
        number, meeting, side, row = self.turn(data)
        starts_at = meeting["slots"][choice % len(meeting["slots"])]
        chosen = row.slots.get(round=row.round, starts_at=starts_at)
        allowed = (
            side == meeting["awaiting"]
            and self.answerable(number)
            and starts_at > timezone.now()
            and not self.taken(starts_at)
        )
        if self.attempt(allowed, lambda: actions.accept_slot(row, chosen, by=self.by(side))):
            self.change(meeting, status="confirmed", starts_at=starts_at)

    @precondition(lambda self: self.waiting())
    @rule(data=st.data(), hours=HOURS, days=st.integers(1, 3))
    def counter(self, data, hours, days):
        number, meeting, side, row = self.turn(data)
        slots = [slot(days, hour) for hour in hours]
        allowed = (
            side == meeting["awaiting"]
            and self.answerable(number)
            and not any(self.taken(each[0]) for each in slots)
        )
        if self.attempt(allowed, lambda: actions.propose_other_slots(row, by=self.by(side), slots=slots)):
            self.change(
                meeting,
                awaiting=MeetingSide(side).other,
                round=meeting["round"] + 1,
                slots=sorted(each[0] for each in slots),
            )

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def decline(self, data):
        number, meeting, side, row = self.turn(data)
        allowed = side == meeting["awaiting"] and self.answerable(number)
        if self.attempt(allowed, lambda: actions.decline_meeting(row, by=self.by(side), reason=REASON)):
            self.change(meeting, status="declined")

    @precondition(lambda self: any(self.live(number) for number in (0, 1)))
    @rule(data=st.data())
    def cancel(self, data):
        _number, meeting, side, row = self.turn(data, wanted=("proposed", "confirmed"))
        over = meeting["starts_at"] and meeting["starts_at"] + timedelta(minutes=30) <= timezone.now()
        if self.attempt(not over, lambda: actions.cancel_meeting(row, by=self.by(side), reason=REASON)):
            self.change(meeting, status="cancelled")

    @precondition(lambda self: any(self.model))
    @rule(data=st.data())
    def answer_what_has_ended(self, data):
        ended = [each for each in self.model if each and each["status"] not in {"proposed", "confirmed"}]
        if not ended:
            return
        meeting = data.draw(st.sampled_from(ended))
        row, by = Meeting.objects.get(pk=meeting["pk"]), self.by(meeting["awaiting"])
        for answer in [
            lambda: actions.accept_slot(row, row.slots.first(), by=by),
            lambda: actions.propose_other_slots(row, by=by, slots=[slot(3, 9)]),
            lambda: actions.decline_meeting(row, by=by, reason=REASON),
            lambda: actions.cancel_meeting(row, by=by, reason=REASON),
        ]:
            self.attempt(False, answer)

    @rule(number=NEEDS, really=st.sampled_from([False, False, False, True]))
    def close_or_open(self, number, really):
        self.open[number] = self.open[number] != really
        status = NeedStatus.PUBLISHED if self.open[number] else NeedStatus.CLOSED
        need = self.pairs[number].need
        type(need).objects.filter(pk=need.pk).update(status=status)
        need.refresh_from_db()

    @rule(hours=st.sampled_from([1, 1, 5, 20, 100]))
    def wait_and_sweep(self, hours):
        self.clock.shift(timedelta(hours=hours))
        overdue = [
            meeting
            for meeting in self.model
            if meeting
            and meeting["status"] == "proposed"
            and Meeting.objects.get(pk=meeting["pk"]).expires_at < timezone.now()
        ]
        if hours == 5:
            return
        assert actions.expire_due_meetings(timezone.now()) == len(overdue)
        for meeting in overdue:
            self.change(meeting, status="expired")

    def change(self, meeting, **fields):
        meeting.update(fields, sequence=meeting["sequence"] + 1)

    @invariant()
    def rows_agree(self):
        for meeting in filter(None, getattr(self, "model", [])):
            row = Meeting.objects.get(pk=meeting["pk"])
            assert (row.status, row.awaiting, row.round, row.sequence) == tuple(
                meeting[name] for name in ("status", "awaiting", "round", "sequence")
            )
            assert row.starts_at == meeting["starts_at"]
            slots = row.slots.filter(round=row.round).order_by("starts_at")
            assert [each.starts_at for each in slots] == meeting["slots"]
            assert history_of(row).count() == row.sequence + 1
            assert bool(row.reason) == (row.status in {"declined", "cancelled"})
            assert row.participants.count() == (2 if row.round > 1 or row.starts_at else 1)

    @invariant()
    def time_is_taken_by_confirmed_meetings_alone(self):
        if not hasattr(self, "model"):
            return
        expected = {
            (resource, meeting["starts_at"], meeting["starts_at"] + timedelta(minutes=30))
            for number, meeting in enumerate(self.model)
            if meeting and meeting["status"] == "confirmed"
            for resource in [
                *(person(user.pk) for user in self.people.values()),
                seat(self.pairs[number].company.pk),
            ]
        }
        live = Occupation.objects.live().values_list("resource", "during")
        assert {(resource, during.lower, during.upper) for resource, during in live} == expected


def test_life_of_meetings_follows_its_model(db):
    run_state_machine_as_test(
        Life, settings=settings(max_examples=25, stateful_step_count=20, deadline=None, print_blob=True)
    )
