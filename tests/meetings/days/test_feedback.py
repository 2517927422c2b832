"""Two questions to both sides: when, in which words, and that nobody else reads an answer."""

from datetime import date

import pytest
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter, Wording
from meetings.days import feedback, outcomes
from meetings.days.plan_enums import Outcome
from meetings.enums import MeetingSide
from meetings.models import Day, DayFeedback
from tests.meetings.days.desk_scenes import EVENING, SECOND_SLOT, planned_day
from tests.meetings.pages import logged_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]
ANSWER = {"useful": 3, "follow_up": True, "words": "Échange confidentiel d'essai"}


@pytest.fixture
def day(clock):
    made, _plan = planned_day(buyers=2, companies=3)
    Day.objects.filter(pk=made.pk).update(status="running")
    made.refresh_from_db()
    clock.move_to(EVENING)
    return made


@pytest.fixture
def meeting(day):
    return outcomes.published_meetings(day).get(slot=0, table=1)


def url(name, *args):
    return reverse(f"days:{name}", args=args)


def speaker(registration):
    return registration.people.get().user


def test_both_sides_answer_once_and_may_answer_again(day, meeting):
    for side in (meeting.buyer, meeting.company):
        feedback.write_feedback(meeting.pair, by=speaker(side), **ANSWER)
    feedback.write_feedback(meeting.pair, by=speaker(meeting.buyer), useful=1, follow_up=False)
    found = dict(DayFeedback.objects.values_list("side", "useful"))
    assert found == {"buyer": 1, "company": 3}
    entries = history_of(meeting.pair)
    assert [each.verb for each in entries] == ["feedback.written"] * 3
    assert "confidentiel" not in str([each.value.payload for each in entries])


def test_not_before_the_end_nor_after_an_absence_nor_too_late(day, meeting, clock):
    by = speaker(meeting.buyer)
    outcomes.mark(meeting.pair, Outcome.COMPANY_ABSENT, by=by)
    with pytest.raises(DomainError, match="si elle a eu lieu"):
        feedback.write_feedback(meeting.pair, by=by, **ANSWER)
    later = outcomes.published_meetings(day).filter(slot=1).first()
    clock.move_to(SECOND_SLOT)
    with pytest.raises(DomainError, match="une fois la rencontre finie"):
        feedback.write_feedback(later.pair, by=speaker(later.buyer), **ANSWER)
    clock.move_to(EVENING.replace(month=4, day=23))
    with pytest.raises(DomainError, match="ne s'écrivent plus"):
        feedback.write_feedback(later.pair, by=speaker(later.buyer), **ANSWER)


def test_the_questions_are_dated_data(day, meeting):
    page = url("feedback", day.pk, meeting.pair_id)
    client = logged_in(speaker(meeting.company))
    assert "Cette rencontre vous a-t-elle été utile ?" in text(client.get(page))
    Wording.objects.create(key="day_feedback_useful", text="Utile, dites-vous ?", starts_on=date(2027, 1, 1))
    assert "Utile, dites-vous ?" in text(client.get(page))
    missing = client.post(page, {})
    assert missing.status_code == 422 and "Répondez de 1 à 4." in text(missing)
    client.post(page, {"useful": "4", "follow_up": "non", "words": ""})
    answer = DayFeedback.objects.get()
    assert (answer.useful, answer.follow_up, answer.side) == (4, False, "company")
    assert "Modifier notre avis" in text(client.get(url("our_meetings", day.pk)))


def test_nobody_else_reads_an_answer(day, meeting):
    feedback.write_feedback(meeting.pair, by=speaker(meeting.company), **ANSWER)
    assert "confidentiel" in text(logged_in(speaker(meeting.company)).get(url("our_meetings", day.pk)))
    buyer, organiser = logged_in(speaker(meeting.buyer)), logged_in(day.author)
    seen = [
        buyer.get(url("our_meetings", day.pk)),
        buyer.get(url("feedback", day.pk, meeting.pair_id)),
        organiser.get(url("outcomes", day.pk), {"creneau": "0"}),
    ]
    assert not any("confidentiel" in text(each) or "Notre avis :" in text(each) for each in seen)
    assert organiser.get(url("feedback", day.pk, meeting.pair_id)).status_code == 404


def test_totals_wait_for_enough_answers(day):
    Parameter.objects.filter(key="day_feedback_least").update(value=3)
    meetings = list(outcomes.published_meetings(day))[:3]
    for useful, meeting in enumerate(meetings[:2], start=1):
        feedback.write_feedback(
            meeting.pair, by=speaker(meeting.company), useful=useful, follow_up=useful == 1
        )
    assert feedback.totals_of(day) == {MeetingSide.BUYER: None, MeetingSide.COMPANY: None}
    feedback.write_feedback(meetings[2].pair, by=speaker(meetings[2].company), useful=3, follow_up=True)
    found = feedback.totals_of(day)[MeetingSide.COMPANY]
    assert (found["count"], found["mean"], found["follow_up"]) == (3, 2.0, 2)
