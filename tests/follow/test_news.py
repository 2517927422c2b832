"""What followers are told: once, true of a public page, and not what the thing's own people are told already."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.models import Job
from grandest_portal.follow import actions
from grandest_portal.notifications.models import Notification, OutgoingEmail
from needs import actions as needs
from needs.following import EVENTS
from suppliers import actions as suppliers
from tests.factories import NeedFactory, SolutionFactory, UserFactory, buyer_user, company_user
from tests.windows import end_windows

ENDS = {
    "closed": lambda need, user: needs.close_need(need, by=user),
    "consultation": lambda need, user: needs.launch_consultation(
        need, by=user, url="https://profil.example/1", deadline=timezone.now() + timedelta(days=9)
    ),
    "direct_purchase": lambda need, user: needs.record_direct_purchase(
        need, by=user, article="R2122-8", reason="Petit montant."
    ),
    "abandoned": lambda need, user: needs.abandon_need(need, by=user, reason="Plus de budget."),
}


@pytest.fixture
def agent(db):
    return buyer_user()


@pytest.fixture
def need(agent):
    return NeedFactory(published=True, author=agent, buyer=agent.memberships.get().organisation.buyer)


@pytest.fixture
def follower(db):
    return UserFactory()


def news_of(user):
    """[(title of the thing, page to open)] in the order of telling, once every window has ended."""
    end_windows()
    rows = Notification.objects.filter(user=user, kind="follow.news").order_by("pk")
    return [(row.body.split("\n\n")[0].strip("«»\u00a0"), row.path) for row in rows]


@pytest.mark.parametrize("status", ENDS)
def test_each_exit_of_a_need_is_told_once(need, agent, follower, outbox, status):
    actions.follow(follower, "need", need.pk)
    OutgoingEmail.objects.all().delete()
    ENDS[status](need, agent)
    assert news_of(follower) == [(str(need), f"/besoins/{need.pk}/")]
    assert str(EVENTS[status]) in Notification.objects.get(user=follower).body
    assert OutgoingEmail.objects.filter(recipients__contains=[follower.email]).count() == 1


def test_award_is_told(need, agent, follower):
    ENDS["direct_purchase"](need, agent)
    actions.follow(follower, "need", need.pk)
    needs.award_need(need, by=agent, to="Entreprise", on=timezone.localdate(), url="")
    assert news_of(follower) == [(str(need), f"/besoins/{need.pk}/")]
    assert "Le titulaire est publié" in Notification.objects.get(user=follower).body


def test_window_that_ends_by_itself_is_told(need, follower):
    actions.follow(follower, "need", need.pk)
    needs.close_due_needs(timezone.now() + timedelta(days=60))
    assert len(news_of(follower)) == 1


def test_buyers_own_people_are_told_once(need, agent):
    actions.follow(agent, "need", need.pk)
    needs.close_need(need, by=agent)
    assert list(Notification.objects.filter(user=agent).values_list("kind", flat=True)) == ["needs.closed"]


def test_others_hear_nothing(need, agent, follower):
    actions.follow(follower, "need", NeedFactory(published=True).pk)
    actions.follow(follower, "solution", SolutionFactory(pk=need.pk, published=True).pk)
    needs.close_need(need, by=agent)
    assert news_of(follower) == []


def test_refused_verb_tells_nobody(need, agent, follower):
    actions.follow(follower, "need", need.pk)
    with pytest.raises(needs.life.DomainError):
        needs.abandon_need(need, by=agent, reason=" ")
    assert news_of(follower) == []


def test_solution_that_leaves_and_comes_back_is_told(follower):
    owner = company_user()
    organisation = owner.memberships.get().organisation
    organisation.verified_at = timezone.now()
    organisation.save(update_fields=["verified_at"])
    solution = SolutionFactory(company=organisation.company, author=owner, published=True)
    for user in (follower, owner):
        actions.follow(user, "solution", solution.pk)
    suppliers.archive_solution(solution, by=owner)
    end_windows()
    suppliers.update_solution(solution, data={"title": "Titre pas encore relu"}, by=owner)
    type(solution).objects.filter(pk=solution.pk).update(status="submitted")
    suppliers.publish_solution(solution, by=UserFactory(moderator=True))
    assert news_of(follower) == [
        (solution.title, "/mes-suivis/"),
        ("Titre pas encore relu", f"/solutions/{solution.pk}/"),
    ]
    assert news_of(owner) == []
    assert Job.objects.filter(name="needs.match_solution").count() == 2


def test_those_who_look_after_the_outbox_do_not_read_who_follows_what(need, agent, follower, outbox, client):
    actions.follow(follower, "need", need.pk)
    needs.close_need(need, by=agent)
    end_windows()
    client.force_login(UserFactory(admin=True))
    mail = OutgoingEmail.objects.get(recipients__contains=[follower.email])
    pages = [
        client.get(f"/admin/notifications/outgoingemail/{mail.pk}/change/").text,
        client.get("/admin/notifications/notification/").text.replace(f"Les échanges sont clos : {need}", ""),
    ]
    assert follower.email in pages[0]
    assert [str(need) in page for page in pages] == [False, False]
    assert "Du nouveau dans vos suivis" not in pages[1]
