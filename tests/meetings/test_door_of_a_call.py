"""What the page of a need and the dashboard say of calls and of wishes to move."""

from django.urls import reverse

from meetings import calls, moving
from tests.meetings.pages import logged_in, text, url
from tests.meetings.scenes import REASON, fresh, opened, slot
from tests.meetings.test_calls import THURSDAY, open_it
from tests.pages.scenes import DASHBOARD


def page_of(user, need):
    return text(logged_in(fresh(user)).get(reverse("needs:detail", args=[need.pk])))


def test_need_leads_a_company_to_its_booking_with_the_date(both, clock):
    assert "Demander une rencontre" not in page_of(both.manager, both.need)
    calls.announce_booking(both.need, by=both.agent, openings=[opened(both)], opens_on=THURSDAY)
    page = page_of(both.manager, both.need)
    assert "Demander une rencontre" in page and url("call", both.need.pk) in page
    assert "Réservation ouverte le jeudi 4 février 2027, aux mêmes heures" in page
    assert url("propose_to_buyer", both.need.pk) not in page
    open_it(clock)
    assert "Réservation ouverte depuis le jeudi 4 février 2027" in page_of(both.manager, both.need)


def test_company_that_meets_already_is_led_to_its_meeting(both):
    meeting = both.propose()
    calls.announce_booking(both.need, by=both.agent, openings=[opened(both)], opens_on=THURSDAY)
    page = page_of(both.manager, both.need)
    assert url("detail", meeting.pk) in page and "Demander une rencontre" not in page


def groups_of(user):
    response = logged_in(fresh(user)).get(DASHBOARD)
    return {group.anchor: group for section in response.context["sections"] for group in section.groups}


def test_wish_to_move_is_a_task_of_the_other_side_alone(both, dated_data):
    meeting = both.confirm()
    assert "deplacements-demandes" not in groups_of(both.agent)
    move = moving.propose_move(meeting, by=both.manager, slots=[slot(9, 15)], reason=REASON)
    group = groups_of(both.agent)["deplacements-demandes"]
    [task] = group.tasks
    assert (group.count, task.url) == (1, url("detail", meeting.pk) + "#deplacer")
    assert str(both.company.organisation) in task.label
    assert "deplacements-demandes" not in groups_of(both.manager)
    moving.withdraw_move(move, by=both.manager)
    moving.propose_move(meeting, by=fresh(both.agent), slots=[slot(9, 15)], reason=REASON)
    assert "deplacements-demandes" in groups_of(both.manager)
    assert "deplacements-demandes" not in groups_of(both.agent)


def test_wish_nobody_may_answer_any_more_is_no_task(both, dated_data, clock):
    moving.propose_move(both.confirm(), by=both.manager, slots=[slot(9, 15)], reason=REASON)
    clock.move_to(slot(8, 23)[0])
    assert "deplacements-demandes" not in groups_of(both.agent)
