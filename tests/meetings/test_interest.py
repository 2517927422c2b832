"""A confirmed meeting is a step of the company's interest; a cancelled one is not."""

from meetings import actions
from tests.factories import InterestFactory
from tests.meetings.scenes import REASON, slot


def noted(interest):
    interest.refresh_from_db()
    return interest.meeting_at


def test_meeting_is_noted_when_it_is_confirmed_and_forgotten_when_cancelled(both):
    interest, other = InterestFactory(need=both.need, company=both.company), InterestFactory(need=both.need)
    meeting = both.propose()
    assert noted(interest) is None
    both.confirm(meeting)
    assert (noted(interest), noted(other)) == (slot(9, 10)[0], None)
    actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    assert noted(interest) is None


def test_proposal_that_is_given_up_forgets_no_earlier_meeting(both):
    interest = InterestFactory(need=both.need, company=both.company, meeting_at=slot(1, 10)[0])
    actions.cancel_meeting(both.propose(), by=both.agent, reason=REASON)
    assert noted(interest) == slot(1, 10)[0]
