"""Everything that may happen to the meetings of a buyer, in any order: open hours, requests that hold, proposals by
hand, moves, calls, delays, needs that end. Whatever is tried, what must always hold, holds."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import count, pairwise

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry, Job
from grandest_portal.notifications.models import Notification
from meetings import actions, calls, moving
from meetings.booking import book_slot
from meetings.enums import LIVE_MEETING, MEETING_TRANSITIONS, MOVE_TRANSITIONS, MeetingSide
from meetings.models import (
    BookingCall,
    BookingWish,
    EqualTreatment,
    Meeting,
    MeetingMove,
    MeetingSlot,
    Occupation,
    Participant,
    PlaceOffer,
)
from meetings.slots import PARIS
from meetings.tasks import expire_due
from meetings.turns import digest_of, drawn_order, opening_moment
from needs.enums import NeedStatus
from tests.factories import InterestFactory
from tests.meetings.scenes import NOW, REASON, VIDEO, fresh, key_of, opened, pair

LAST = date(2027, 3, 4)
HALF_HOUR = timedelta(minutes=30)
TABLES = (
    Meeting,
    MeetingSlot,
    Participant,
    Occupation,
    MeetingMove,
    BookingCall,
    BookingWish,
    EqualTreatment,
    PlaceOffer,
)
NEEDS = st.integers(0, 1)
COMPANIES = st.integers(0, 2)
MOMENTS = st.builds(
    lambda week, half: datetime.combine(
        date(2027, 2, 10) + timedelta(weeks=week), time(9 + half // 2, 30 * (half % 2)), tzinfo=PARIS
    ),
    st.integers(0, 1),
    st.integers(0, 3),
)
SLOTS = st.lists(MOMENTS, min_size=1, max_size=3, unique=True).map(
    lambda moments: [(each, each + HALF_HOUR) for each in moments]
)
EQUAL = st.sampled_from([None, {"offered": True}, {"offered": False, "reason": REASON}])


def rows():
    """Everything that an action writes, to see that a refused one wrote nothing."""
    stored = [sorted(model.objects.values_list(), key=repr) for model in TABLES]
    return stored, [model.objects.count() for model in (AuditEntry, Notification, Job)]


class WholeLife(RuleBasedStateMachine):
    """One agent, two needs, three companies with one manager each. `seen` counts the verbs that were done."""

    seen = Counter()

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.traveller = time_machine.travel(NOW, tick=False)
        self.clock = self.traveller.start()
        self.known, self.moves, self.held_to, self.asked_before = {}, {}, None, None

    @initialize(called=st.booleans())
    def begin(self, called):
        first = pair()
        self.agent, self.buyer = first.agent, first
        others = [pair(agent=first.agent) for _ in range(2)]
        self.needs = [first.need, others[0].need]
        self.companies = [first.company, *(each.company for each in others)]
        self.managers = [first.manager, *(each.manager for each in others)]
        self.opening = opened(first)
        # One place for three companies: what is given back there goes down the order.
        self.scarce = opened(first, weekday=3, closes_at=time(9, 30), valid_from=LAST, valid_until=LAST)
        for company in self.companies[:2]:
            InterestFactory(need=self.needs[0], company=company)
        if called:
            self.announce(3)
            for number in range(3):
                self.sign_up(number)
            self.clock.shift(timedelta(days=3))
            expire_due()
            first = BookingWish.objects.earliest("rank").company
            self.book_the_place(self.companies.index(first))

    def teardown(self):
        self.traveller.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def attempt(self, verb, action):
        """A refused verb leaves every row as it was; what it gives, or None."""
        before = rows()
        try:
            with transaction.atomic():
                done = action()
        except DomainError:
            assert rows() == before, verb
            return None
        type(self).seen[verb] += 1
        return done

    def person_of(self, side, company):
        return fresh(self.agent if side == MeetingSide.BUYER else self.managers[company])

    def drawn(self, data, queryset):
        """One of the rows, and the side whose turn it is, or sometimes the other."""
        row = data.draw(st.sampled_from(sorted(queryset, key=lambda each: each.pk)))
        side = MeetingSide(row.awaiting)
        side = data.draw(st.sampled_from([side, side, side.other]))
        meeting = row if isinstance(row, Meeting) else row.meeting
        company = next(number for number, each in enumerate(self.companies) if each.pk == meeting.company_id)
        return row, self.person_of(side, company)

    @rule(need=NEEDS, company=COMPANIES, moment=MOMENTS)
    def book(self, need, company, moment):
        key, by = key_of(self.opening, moment), self.person_of(MeetingSide.COMPANY, company)
        self.attempt("book", lambda: book_slot(self.needs[need], self.companies[company], key, by=by))

    @rule(company=COMPANIES)
    def book_the_place(self, company):
        moment = datetime.combine(LAST, time(9), tzinfo=PARIS)
        key, by = key_of(self.scarce, moment), self.person_of(MeetingSide.COMPANY, company)
        self.attempt("book the place", lambda: book_slot(self.needs[1], self.companies[company], key, by=by))

    @rule(need=NEEDS, company=COMPANIES, side=st.sampled_from(MeetingSide), slots=SLOTS)
    def propose(self, need, company, side, slots):
        by = self.person_of(side, company)
        self.attempt(
            "propose",
            lambda: actions.propose_meeting(
                self.needs[need], self.companies[company], by=by, slots=slots, **VIDEO
            ),
        )

    @precondition(lambda self: Meeting.objects.proposed().exists())
    @rule(data=st.data(), equal=EQUAL, number=st.integers(0, 2))
    def accept(self, data, equal, number):
        meeting, by = self.drawn(data, Meeting.objects.proposed())
        slots = list(meeting.slots.order_by("round", "starts_at", "pk"))
        self.attempt(
            "accept",
            lambda: actions.accept_slot(meeting, slots[-1 - number % len(slots)], by=by, equal=equal),
        )

    @precondition(lambda self: Meeting.objects.proposed().exists())
    @rule(data=st.data(), slots=SLOTS)
    def counter(self, data, slots):
        meeting, by = self.drawn(data, Meeting.objects.proposed())
        self.attempt("counter", lambda: actions.propose_other_slots(meeting, by=by, slots=slots))

    @precondition(lambda self: Meeting.objects.exists())
    @rule(data=st.data(), verb=st.sampled_from(["decline", "cancel"]))
    def end(self, data, verb):
        meeting, by = self.drawn(data, Meeting.objects.all())
        action = actions.decline_meeting if verb == "decline" else actions.cancel_meeting
        self.attempt(verb, lambda: action(meeting, by=by, reason=REASON))

    @precondition(lambda self: Meeting.objects.confirmed().exists())
    @rule(data=st.data(), slots=SLOTS)
    def ask_to_move(self, data, slots):
        meeting, by = self.drawn(data, Meeting.objects.confirmed())
        self.attempt("ask to move", lambda: moving.propose_move(meeting, by=by, slots=slots, reason=REASON))

    @precondition(lambda self: MeetingMove.objects.exists())
    @rule(data=st.data(), verb=st.sampled_from(["accept", "accept", "decline", "withdraw"]))
    def answer_move(self, data, verb):
        move, by = self.drawn(data, MeetingMove.objects.select_related("meeting"))
        first = move.meeting.slots.filter(round=move.round).earliest("starts_at")
        answers = {
            "accept": lambda: moving.accept_move(move, first, by=by),
            "decline": lambda: moving.decline_move(move, by=by, reason=REASON),
            "withdraw": lambda: moving.withdraw_move(move, by=by),
        }
        self.attempt(f"{verb} move", answers[verb])

    @rule(days=st.integers(3, 5))
    def announce(self, days):
        on = timezone.localdate() + timedelta(days=days)
        by, asked = fresh(self.agent), set(Meeting.objects.values_list("pk", flat=True))
        done = self.attempt(
            "announce",
            lambda: calls.announce_booking(self.needs[1], by=by, openings=[self.scarce], opens_on=on),
        )
        if done and self.asked_before is None:
            self.asked_before = asked
            self.choose_secret(done)

    def choose_secret(self, call):
        """One that puts the companies in the order of their numbers: what is tried again must happen again."""
        pks = [each.pk for each in self.companies]
        secret = next(text for text in map(str, count()) if drawn_order(text, pks) == sorted(pks))
        BookingCall.objects.filter(pk=call.pk).update(secret=secret, commitment=digest_of(secret))

    @precondition(lambda self: BookingCall.objects.exists())
    @rule(company=COMPANIES)
    def sign_up(self, company):
        by = fresh(self.managers[company])
        self.attempt("sign up", lambda: calls.join_booking(BookingCall.objects.get(), by=by))

    @rule(need=NEEDS, really=st.sampled_from([False, False, False, True]))
    def close_or_open(self, need, really):
        if not really:
            return
        row = self.needs[need]
        row.refresh_from_db()
        status = NeedStatus.CLOSED if row.status == NeedStatus.PUBLISHED else NeedStatus.PUBLISHED
        type(row).objects.filter(pk=row.pk).update(status=status)
        row.refresh_from_db()

    @rule(hours=st.sampled_from([1, 24, 24, 72, 120]))
    def wait_and_sweep(self, hours):
        self.clock.shift(timedelta(hours=hours))
        type(self).seen["swept"] += expire_due()

    @invariant()
    def nothing_is_taken_twice(self):
        taken = {}
        for resource, during in Occupation.objects.live().values_list("resource", "during"):
            taken.setdefault(resource, []).append((during.lower, during.upper))
        for times in taken.values():
            assert all(one[1] <= other[0] for one, other in pairwise(sorted(times)))

    @invariant()
    def live_meetings_take_what_they_say_and_others_nothing(self):
        found = {}
        for row in Occupation.objects.live():
            found.setdefault(row.meeting_id, set()).add((row.state, row.during.lower, row.during.upper))
        for meeting in Meeting.objects.all():
            times = found.pop(meeting.pk, set())
            if meeting.status == "confirmed":
                assert times == {("confirmed", meeting.starts_at, meeting.ends_at)}
                assert meeting.occupations.live().count() == 3
            elif meeting.status == "proposed" and meeting.opening_id:
                slot = meeting.slots.get(round=meeting.round)
                assert times == {("held", slot.starts_at, slot.ends_at)}
                offered = PlaceOffer.objects.filter(meeting=meeting).exists()
                assert meeting.occupations.live().count() == (2 if offered else 3)
            else:
                assert times == set()
        assert found == {}

    @invariant()
    def states_follow_their_table_and_calendars_never_go_back(self):
        for row in Meeting.objects.all():
            seen = (row.status, row.starts_at, row.ends_at, row.place)
            uid, sequence, before = self.known.get(row.pk, (row.uid, row.sequence, seen))
            assert (row.uid, row.sequence >= sequence) == (uid, True)
            if seen != before:
                assert row.sequence > sequence
            if seen[0] != before[0]:
                assert before[0] in MEETING_TRANSITIONS[row.status]
            self.known[row.pk] = (row.uid, row.sequence, seen)
        live = Meeting.objects.filter(status__in=LIVE_MEETING).values_list("need", "company")
        assert max(Counter(live).values(), default=0) <= 1

    @invariant()
    def moves_end_once_and_stand_on_confirmed_meetings_alone(self):
        for move in MeetingMove.objects.select_related("meeting"):
            before = self.moves.get(move.pk, move.status)
            assert move.status == before or before in MOVE_TRANSITIONS[move.status]
            assert move.status != "proposed" or move.meeting.status == "confirmed"
            self.moves[move.pk] = move.status

    @invariant()
    def place_given_back_goes_down_the_order(self):
        for freed in PlaceOffer.objects.values_list("freed", flat=True).distinct():
            offers = PlaceOffer.objects.filter(freed=freed).order_by("pk").select_related("meeting")
            ranks = [each.rank for each in offers]
            assert ranks == sorted(set(ranks))
            # Whoever had the offer first may have agreed on another hour since; never on this one.
            first = offers[0].meeting.slots.order_by("pk").first()
            there = [each.meeting for each in offers if each.meeting.status == "confirmed"]
            assert [each.starts_at for each in there].count(first.starts_at) <= 1
            standing = [
                each for each in offers if each.meeting.status == "proposed" and each.meeting.opening_id
            ]
            assert len(standing) <= 1
            type(self).seen["offered"] += len(standing)

    @invariant()
    def order_of_a_call_is_drawn_once_and_holds_until_then(self):
        call = BookingCall.objects.first()
        if call is None:
            return
        wishes = dict(call.wishes.values_list("company_id", "rank"))
        if call.drawn_at is None:
            assert set(wishes.values()) <= {None}
            held = Meeting.objects.filter(need=call.need_id, opening__isnull=False)
            assert set(held.values_list("pk", flat=True)) <= self.asked_before
            return
        assert call.drawn_at >= opening_moment(call)
        order = [pk for _rank, pk in sorted((rank, pk) for pk, rank in wishes.items())]
        assert order == drawn_order(call.secret, wishes)
        assert sorted(wishes.values()) == list(range(1, len(wishes) + 1))
        assert self.held_to in (None, (call.secret, order))
        self.held_to = (call.secret, order)


def how(**given):
    return settings(
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        **{"max_examples": 25, "print_blob": True, **given},
    )


def test_whatever_is_tried_what_must_hold_holds(db, monkeypatch):
    monkeypatch.setattr(WholeLife, "seen", Counter())
    run_state_machine_as_test(WholeLife, settings=how())
    # Not one of them was only ever refused.
    verbs = {
        "book",
        "propose",
        "accept",
        "counter",
        "decline",
        "cancel",
        "ask to move",
        "announce",
        "sign up",
        "offered",
    }
    assert verbs <= set(WholeLife.seen) and WholeLife.seen["swept"]


def test_control_without_the_constraint_the_machine_finds_an_hour_taken_twice(db):
    constraint = next(
        each for each in Occupation._meta.constraints if each.name == "meetings_occupation_no_overlap"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Occupation, constraint)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            WholeLife,
            settings=how(max_examples=100, phases=[Phase.generate], database=None, print_blob=False),
        )
