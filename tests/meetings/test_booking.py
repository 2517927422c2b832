"""Asking for an open slot: what is held, for whom, until when, and what each answer does with it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from grandest_portal.accounts.models import Department, Membership
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter
from meetings import actions
from meetings.booking import SlotTaken, offers_for
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting, Occupation
from meetings.occupation import person, seat
from meetings.openings.actions import add_exception, change_opening, close_opening
from meetings.slots import paris
from needs.enums import NeedStatus
from tests.accounts.teams import delegate
from tests.meetings.scenes import REASON, any_hour, fresh, member, opened, pair, slot


def offers(both, by=None, side=MeetingSide.COMPANY):
    return offers_for(both.need, both.company, by=by or both.manager, side=side, at=timezone.now())


def shown(both, day=date(2027, 2, 10), **options):
    return [f"{paris(each.starts_at):%H:%M}" for each in offers(both, **options).on(day)]


def live(meeting):
    return {
        (row.resource, str(row.state), row.during.lower)
        for row in Occupation.objects.live().filter(meeting=meeting)
    }


def test_request_holds_the_slot_of_three(both):
    starts_at, ends_at = slot(9, 9)
    meeting = both.book(opened(both), starts_at, message="Bonjour")
    assert (meeting.status, meeting.awaiting, meeting.started_by) == ("proposed", "buyer", "company")
    assert live(meeting) == {
        (resource, "held", starts_at)
        for resource in [person(both.manager.pk), person(both.agent.pk), seat(both.company.pk)]
    }
    assert [(row.starts_at, row.ends_at) for row in meeting.slots.all()] == [(starts_at, ends_at)]
    assert {row.user: row.side for row in meeting.participants.all()} == {
        both.manager: "company",
        both.agent: "buyer",
    }
    assert (meeting.place, meeting.message) == ("https://visio.example/salle", "Bonjour")


def test_request_is_told_and_noted(both):
    meeting = both.book(opened(both), slot(9, 9)[0])
    told = Notification.objects.filter(kind="meetings.requested")
    assert {row.user for row in told} == {both.agent, both.colleague}
    assert "demande un de vos créneaux" in told.first().title
    assert "Le créneau est retenu jusque-là" in told.first().body.replace("\N{NO-BREAK SPACE}", " ")
    entry = AuditEntry.objects.get(verb="meeting.requested")
    assert entry.value.payload["after"]["slots"][0][0].startswith("2027-02-10T08:00:00")
    assert str(meeting.pk) == entry.object_pk


def test_hold_expires_with_the_request_after_three_working_days(both):
    meeting = both.book(opened(both), slot(9, 9)[0])
    assert f"{paris(meeting.expires_at):%Y-%m-%d %H:%M}" == "2027-02-04 23:59"
    assert shown(both) == ["09:30", "10:00", "10:30"]
    assert actions.expire_due_meetings(meeting.expires_at + timedelta(seconds=1)) == 1
    assert not Occupation.objects.live().exists()
    assert shown(both) == ["09:00", "09:30", "10:00", "10:30"]


def test_buyer_asks_for_hours_of_a_company(both):
    opening = opened(both, by=both.manager)
    assert shown(both, by=both.agent, side=MeetingSide.BUYER)[0] == "09:00"
    meeting = both.book(opening, slot(9, 9)[0], by=both.agent)
    assert (meeting.awaiting, meeting.started_by) == ("company", "buyer")
    assert {row.user for row in meeting.participants.all()} == {both.agent, both.manager}


def test_accepting_keeps_identity_and_confirms_the_hours(both):
    meeting = both.book(opened(both), slot(9, 9)[0])
    uid = meeting.uid
    confirmed = actions.accept_slot(meeting, meeting.slots.get(), by=both.agent)
    assert (confirmed.uid, confirmed.status, confirmed.sequence) == (uid, "confirmed", 1)
    assert {state for _resource, state, _at in live(meeting)} == {"confirmed"} and len(live(meeting)) == 3


def test_colleague_accepts_and_the_host_still_receives(both):
    meeting = both.book(opened(both), slot(9, 9)[0])
    actions.accept_slot(meeting, meeting.slots.get(), by=both.colleague)
    assert {row.user for row in meeting.participants.all()} == {both.agent, both.manager}


def test_host_who_left_is_replaced_by_who_accepts(both):
    meeting = both.book(opened(both), slot(9, 9)[0])
    Membership.objects.filter(user=both.agent).update(status="ended")
    actions.accept_slot(meeting, meeting.slots.get(), by=both.colleague)
    assert {row.user for row in meeting.participants.all()} == {both.colleague, both.manager}
    assert person(both.agent.pk) not in {resource for resource, _state, _at in live(meeting)}


@pytest.mark.parametrize("verb", ["decline", "cancel", "counter"])
def test_other_answers_give_the_hours_back_and_keep_the_thread(both, verb):
    meeting = both.book(opened(both), slot(9, 9)[0])
    uid = meeting.uid
    if verb == "decline":
        meeting = actions.decline_meeting(meeting, by=both.agent, reason=REASON)
    elif verb == "cancel":
        meeting = actions.cancel_meeting(meeting, by=both.manager, reason=REASON)
    else:
        meeting = actions.propose_other_slots(meeting, by=both.agent, slots=[slot(9, 9, 15)])
        assert (meeting.awaiting, meeting.opening) == ("company", None)
    assert not Occupation.objects.live().exists()
    assert meeting.uid == uid
    assert shown(both)[0] == "09:00"


def test_answer_of_other_slots_ends_in_a_confirmed_meeting_of_the_same_thread(both):
    meeting = both.book(opened(both), slot(9, 9)[0])
    meeting = actions.propose_other_slots(meeting, by=both.agent, slots=[slot(9, 9, 15)])
    confirmed = both.confirm(meeting, by=both.manager)
    assert (confirmed.status, len(live(confirmed))) == ("confirmed", 3)


def test_taken_slot_is_absent_for_others_and_refused(both):
    opening = opened(both)
    other = pair(agent=both.agent)
    both.book(opening, slot(9, 9)[0])
    assert shown(other) == ["09:30", "10:00", "10:30"]
    with pytest.raises(SlotTaken, match="vient d'être pris"):
        other.book(opening, slot(9, 9)[0])
    assert Meeting.objects.count() == 1


def test_hand_made_meeting_takes_the_hours_of_an_opening(both):
    opened(both)
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 9, 45)]))
    assert shown(both) == ["09:00", "10:30"]


def test_company_seat_is_met_once(both):
    """Two agents of two buyers, two managers of one company: one seat."""
    second = pair(manager=both.partner)
    one, two = opened(both), opened(second)
    both.book(one, slot(9, 9)[0])
    assert shown(second, by=second.manager) == ["09:30", "10:00", "10:30"]
    with pytest.raises(SlotTaken):
        second.book(two, slot(9, 9)[0], by=second.manager)


def test_seat_forbids_two_confirmed_meetings_made_by_hand(both):
    second = pair(manager=both.partner)
    both.confirm(both.propose(slots=[slot(9, 10)]))
    late = second.propose(slots=[slot(9, 10, 15)])
    with pytest.raises(DomainError, match="déjà pris"):
        second.confirm(late)


def test_buffer_stands_around_every_meeting_of_the_host(both):
    opening = opened(both, buffer=15, length=30)
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 9, 35, length=5)]))
    assert shown(both) == ["10:30"]
    with pytest.raises(SlotTaken):
        both.book(opening, slot(9, 9)[0])


def test_day_takes_so_many_meetings_and_no_more(both):
    opening = opened(both, most_per_day=1)
    other = pair(agent=both.agent)
    meeting = other.book(opening, slot(9, 9)[0])
    assert shown(both) == [] and shown(both, day=date(2027, 2, 17)) != []
    with pytest.raises(SlotTaken):
        both.book(opening, slot(9, 10)[0])
    actions.decline_meeting(meeting, by=both.agent, reason=REASON)
    both.book(opening, slot(9, 10)[0])


def test_notice_is_counted_in_hours_that_pass(both, clock):
    opening = opened(both, notice=24)
    clock.move_to(slot(8, 9, 15)[0])
    assert shown(both) == ["09:30", "10:00", "10:30"]
    with pytest.raises(SlotTaken, match="n'est plus ouvert"):
        both.book(opening, slot(1, 9)[0])


@pytest.mark.parametrize(
    ("now", "day", "first"),
    [
        # 28 March 2027 has 23 hours: 24 hours after Saturday 9 h 30 it is Sunday 10 h 30.
        (datetime(2027, 3, 27, 8, 30, tzinfo=UTC), date(2027, 3, 28), "10:30"),
        # 31 October 2027 has 25: 24 hours after Saturday 9 h 30 it is Sunday 8 h 30.
        (datetime(2027, 10, 30, 7, 30, tzinfo=UTC), date(2027, 10, 31), "08:30"),
        # The day before each, 24 hours are 24 hours.
        (datetime(2027, 3, 26, 8, 30, tzinfo=UTC), date(2027, 3, 27), "09:30"),
        (datetime(2027, 10, 29, 7, 30, tzinfo=UTC), date(2027, 10, 30), "09:30"),
    ],
)
def test_notice_across_the_change_of_clocks(both, clock, now, day, first):
    opened(both, weekday=day.weekday(), opens_at=time(8), closes_at=time(12), notice=24)
    clock.move_to(now)
    type(both.need).objects.update(sourcing_open_until=day)
    found = offers(both, by=fresh(both.manager))
    assert f"{paris(found.on(day)[0].starts_at):%H:%M}" == first


@pytest.mark.parametrize(("day", "count"), [(date(2027, 3, 28), 4), (date(2027, 10, 31), 8)])
def test_night_of_the_change_is_offered_as_it_is(both, clock, day, count):
    any_hour()
    opened(both, weekday=6, opens_at=time(1), closes_at=time(4))
    clock.move_to(datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=5))
    found = offers(both, by=fresh(both.manager)).on(day)
    assert len(found) == count
    assert {each.ends_at - each.starts_at for each in found} == {timedelta(minutes=30)}


def test_horizon_is_a_dated_parameter(both):
    opening = opened(both)
    Parameter.objects.create(key="opening_horizon_days", label="x", value=10, starts_on=date(2020, 1, 1))
    assert shown(both, day=date(2027, 2, 10)) != [] and shown(both, day=date(2027, 2, 17)) == []
    with pytest.raises(SlotTaken, match="n'est plus ouvert"):
        both.book(opening, slot(16, 9)[0])


@pytest.mark.parametrize("change", ["closed", "moved", "closed day", "host gone", "made up", "off the grid"])
def test_slot_that_no_rule_makes_any_more_is_refused(both, change):
    opening, moment = opened(both), slot(9, 9)[0]
    if change == "closed":
        close_opening(opening, by=both.agent)
    elif change == "moved":
        change_opening(opening, by=both.agent, version=1, opens_at=time(9, 10))
    elif change == "closed day":
        add_exception(opening, by=both.agent, kind="closed", on=date(2027, 2, 10))
    elif change == "host gone":
        Membership.objects.filter(user=both.agent).update(role="reader")
    elif change == "made up":
        moment = slot(10, 9)[0]
    else:
        moment = slot(9, 9, 10)[0]
    with pytest.raises(SlotTaken, match="n'est plus ouvert"):
        both.book(opening, moment)
    assert not Occupation.objects.exists()


def test_opening_of_somebody_else_is_not_booked(both):
    stranger = pair()
    with pytest.raises(SlotTaken, match="n'est plus ouvert"):
        both.book(opened(stranger), slot(9, 9)[0])


def test_closed_need_and_two_hats_are_refused(both):
    opening = opened(both)
    two_hats = member(both.company)
    delegate(both.need.buyer.organisation, user=two_hats)
    with pytest.raises(DomainError, match="à la fois l'acheteur et l'entreprise"):
        both.book(opening, slot(9, 9)[0], by=fresh(two_hats))
    type(both.need).objects.update(status=NeedStatus.CLOSED)
    with pytest.raises(DomainError, match="ne sont pas ouverts"):
        both.book(opening, slot(9, 9)[0])


def test_host_who_also_stands_in_the_company_receives_nobody_of_it(both):
    opened(both)
    delegate(both.company.organisation, user=both.agent)
    assert shown(both) == []


def test_one_request_at_a_time_for_a_pair(both):
    opening = opened(both)
    both.book(opening, slot(9, 9)[0])
    with pytest.raises(DomainError, match="déjà en cours"):
        both.book(opening, slot(9, 10)[0])


def test_department_receives_by_whoever_is_free_least_taken_first(both):
    buyer = both.need.buyer
    department = Department.objects.create(organisation=buyer.organisation, name="Eau")
    Membership.objects.filter(user__in=[both.agent, both.colleague]).update(department=department)
    opening = opened(both, by=fresh(both.agent), department=department, most_per_day=3)
    seen = []
    for _number in range(2):
        other = pair(agent=both.agent)
        meeting = other.book(opening, slot(9, 9)[0])
        seen.append(meeting.participants.get(side="buyer").user)
    assert set(seen) == {both.agent, both.colleague}
    assert "09:00" not in shown(both) and "09:30" in shown(both)
    with pytest.raises(SlotTaken):
        both.book(opening, slot(9, 9)[0])


def test_nearest_are_the_nearest_free_in_order_of_time(both):
    opened(both)
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 9, 30)]))
    found = offers(both).nearest(slot(9, 9, 30)[0])
    assert [f"{paris(each.starts_at):%d %H:%M}" for each in found] == ["10 09:00", "10 10:00", "10 10:30"]
    assert len(offers(both).nearest(slot(300, 9)[0])) == 3


def test_everybody_reads_the_same_hours(both):
    """What differs between two companies is what they are taken themselves, and nothing else."""
    opened(both)
    lists = [shown(each) for each in (both, pair(agent=both.agent), pair(agent=both.agent))]
    assert lists[0] == lists[1] == lists[2]


def test_offers_cost_the_same_for_one_opening_and_for_ten(both, django_assert_num_queries):
    opened(both)
    with django_assert_num_queries(8):
        shown(both)
    for number in range(9):
        opened(both, weekday=number % 5, opens_at=time(14), closes_at=time(17))
    with django_assert_num_queries(8):
        assert len(offers(both).week(date(2027, 2, 8))) == 5


def test_status_of_a_request_is_that_of_a_proposal(both):
    meeting = both.book(opened(both), slot(9, 9)[0])
    assert meeting.status == MeetingStatus.PROPOSED and meeting.opening_id is not None
