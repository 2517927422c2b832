"""A need leaves its exchanges: what was to come is cancelled for every company, with notice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import Meeting, Occupation
from meetings.tasks import cancel_for_need
from needs.actions import close_need, launch_consultation
from tests.meetings.test_end import told


def launch(need, agent):
    return launch_consultation(
        need, by=agent, url="https://profil.example/1", deadline=timezone.now() + timedelta(days=20)
    )


def test_exit_cancels_confirmed_meetings_and_tells_both_sides(both, run_jobs):
    meeting = both.confirm()
    launch(meeting.need, both.agent)
    run_jobs()
    stored = Meeting.objects.get()
    assert (stored.status, stored.ended_by) == ("cancelled", "")
    assert "Consultation lancée" in stored.reason
    assert set(Occupation.objects.values_list("state", flat=True)) == {"released"}
    assert set(told("meetings.cancelled")) == {both.agent, both.colleague, both.manager, both.partner}


def test_exit_cancels_proposals_and_a_second_run_does_nothing(both, run_jobs):
    meeting = both.propose()
    launch(meeting.need, both.agent)
    run_jobs()
    assert Meeting.objects.get().status == "cancelled"
    assert cancel_for_need(meeting.need_id) == 0


def test_close_of_the_window_leaves_confirmed_meetings(both, run_jobs):
    meeting = both.confirm()
    close_need(meeting.need, by=both.agent)
    run_jobs()
    assert (Meeting.objects.get().status, cancel_for_need(meeting.need_id)) == ("confirmed", 0)


def test_a_meeting_that_took_place_stays(both, run_jobs):
    meeting = both.confirm()
    past = timezone.now() - timedelta(days=2)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    launch(meeting.need, both.agent)
    run_jobs()
    assert Meeting.objects.get().status == "confirmed"


@pytest.mark.parametrize("pk", [0, 999_999])
def test_an_unknown_need_cancels_nothing(db, pk):
    assert actions.cancel_for_need(pk) == 0
