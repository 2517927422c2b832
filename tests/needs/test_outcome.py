"""What became of the purchase: said, or asked for again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification
from needs.actions import (
    abandon_need,
    ask_outcomes,
    award_need,
    close_need,
    correct_consultation,
    launch_consultation,
    record_direct_purchase,
    unaward_need,
)
from needs.enums import NeedStatus
from needs.models import Need
from needs.tasks import ask_for_outcomes
from tests.factories import company_user
from tests.windows import end_windows

pytestmark = pytest.mark.usefixtures("dated_data")
NOW = timezone.now()


@pytest.fixture
def consulted(make_need):
    return make_need(
        status=NeedStatus.CONSULTATION,
        published_at=NOW - timedelta(days=90),
        closed_at=NOW - timedelta(days=40),
        consultation_url="https://profil.example/1",
        consultation_deadline=NOW - timedelta(hours=1),
    )


def asked():
    return Notification.objects.filter(kind="needs.outcome_asked").count()


def test_outcome_is_asked_at_the_end_and_every_28_days(consulted, agent):
    assert ask_outcomes(NOW - timedelta(hours=2)) == 0
    assert ask_outcomes(NOW) == 1
    assert ask_outcomes(NOW + timedelta(days=27, hours=23)) == 0
    assert ask_for_outcomes((NOW + timedelta(days=28)).isoformat()) == 1
    assert asked() == 2


def test_outcome_is_asked_of_direct_purchases_too(make_need, agent):
    need = make_need(
        status=NeedStatus.DIRECT_PURCHASE, published_at=NOW, closed_at=NOW, direct_purchase_article="R2122-8"
    )
    assert ask_outcomes(NOW + timedelta(minutes=1)) == 1
    unaward_need(need, by=agent, reason="Le devis ne convenait pas.")
    assert ask_outcomes(NOW + timedelta(days=60)) == 0


@pytest.mark.parametrize(
    "status", sorted(set(NeedStatus) - {NeedStatus.CONSULTATION, NeedStatus.DIRECT_PURCHASE})
)
def test_outcome_is_asked_of_nobody_else(make_need, status):
    make_need(
        status=status,
        published_at=NOW,
        closed_at=NOW,
        consultation_url="https://profil.example/1",
        direct_purchase_article="R2122-8",
        consultation_deadline=NOW - timedelta(days=60),
    )
    assert ask_outcomes(NOW) == 0


def test_unaward_publishes_its_reason_and_tells_followers(consulted, agent, client):
    follower = company_user()
    follow(follower, "need", consulted.pk)
    need = unaward_need(consulted, by=agent, reason="Aucune offre.")
    page = client.get(f"/besoins/{need.pk}/").text
    assert "Aucune offre." in page and "Sans attribution" in page
    assert history_of(need)[0].verb == "need.unawarded"
    end_windows()
    told = sorted(Notification.objects.values_list("user", "kind"))
    assert told == sorted([(agent.pk, "needs.unawarded"), (follower.pk, "follow.news")])
    with pytest.raises(DomainError, match="Cette action n'est plus possible"):
        unaward_need(need, by=agent, reason="Encore.")


def test_unaward_wants_a_reason(consulted, agent):
    with pytest.raises(DomainError, match="pourquoi"):
        unaward_need(consulted, by=agent, reason=" ")


def test_pages_say_the_outcome_and_lead_to_the_buyer_profile(client, consulted, agent):
    agent.buyer.profile_url = "https://profil.example/valbrune"
    agent.buyer.save()
    client.force_login(agent)
    url = f"/besoins/{consulted.pk}/sans-attribution/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Aucune offre."}).url == f"/besoins/{consulted.pk}/"
    assert "https://profil.example/valbrune" in client.get(f"/besoins/{consulted.pk}/").text


def exits(need, agent):
    deadline = timezone.now() + timedelta(days=9)
    return {
        "consultation": lambda: launch_consultation(
            need, by=agent, url="https://profil.example/1", deadline=deadline
        ),
        "direct": lambda: record_direct_purchase(need, by=agent, article="R2122-8", reason="Petit montant."),
        "abandon": lambda: abandon_need(need, by=agent, reason="Autre outil."),
        "close": lambda: close_need(need, by=agent),
    }


@pytest.mark.parametrize(
    ("way", "cancels"), [("consultation", 1), ("direct", 1), ("abandon", 1), ("close", 0)]
)
def test_an_exit_asks_for_the_end_of_meetings_to_come(make_need, agent, way, cancels, jobs_of):
    need = make_need(published=True, published_at=NOW - timedelta(days=30))
    exits(need, agent)[way]()
    assert len(jobs_of("meetings.cancel_for_need")) == cancels


def test_consultation_is_corrected_and_followers_are_told(consulted, agent, client):
    follower = company_user()
    follow(follower, "need", consulted.pk)
    deadline = timezone.now() + timedelta(days=20)
    need = correct_consultation(consulted, by=agent, url="https://profil.example/2", deadline=deadline)
    assert (need.status, need.consultation_url) == (NeedStatus.CONSULTATION, "https://profil.example/2")
    assert history_of(need)[0].verb == "need.consultation_corrected"
    end_windows()
    told = set(Notification.objects.values_list("user", "kind"))
    assert told == {(agent.pk, "needs.consultation_launched"), (follower.pk, "follow.news")}
    Notification.objects.all().delete()
    correct_consultation(need, by=agent, url="https://profil.example/2", deadline=deadline)
    assert not Notification.objects.exists()
    client.force_login(agent)
    page = client.get(f"/besoins/{need.pk}/consultation/corriger/").text
    assert "https://profil.example/2" in page


def test_consultation_that_was_not_announced_is_not_corrected(make_need, agent):
    deadline = timezone.now() + timedelta(days=20)
    with pytest.raises(DomainError, match="rien à corriger"):
        correct_consultation(
            make_need(published=True), by=agent, url="https://profil.example/2", deadline=deadline
        )


@pytest.mark.parametrize("way", ["consultation", "direct", "close"])
def test_exchanges_end_before_their_shortest_length_with_a_public_reason(make_need, agent, way, client):
    need = make_need(published=True)
    with pytest.raises(DomainError, match="au moins 10 jours ouvrés") as refusal:
        exits(need, agent)[way]()
    assert refusal.value.field == "early_reason"
    close_need(need, by=agent, early_reason="Toutes les entreprises ont été entendues.")
    assert "Toutes les entreprises ont été entendues." in client.get(f"/besoins/{need.pk}/").text
    exits(make_need(published=True, published_at=NOW - timedelta(days=30)), agent)[way]()


@pytest.fixture
def running(make_need):
    """A need whose consultation still runs, until a day that its pages can name."""
    return make_need(
        status=NeedStatus.CONSULTATION,
        published_at=NOW - timedelta(days=90),
        closed_at=NOW - timedelta(days=40),
        consultation_url="https://profil.example/1",
        consultation_deadline=datetime(2099, 2, 1, 12, tzinfo=UTC),
    )


def test_award_waits_for_the_deadline_of_the_consultation(running, agent):
    with pytest.raises(
        DomainError, match=r"avant la date limite de la consultation \(1er février 2099\)"
    ) as no:
        award_need(running, by=agent, to="Ondine", on=timezone.localdate(), url="")
    assert no.value.field == "on"
    running.refresh_from_db()
    assert (running.status, running.awarded_to) == (NeedStatus.CONSULTATION, "")


def test_award_is_not_dated_before_the_deadline_of_the_consultation(consulted, agent):
    eve = timezone.localdate(consulted.consultation_deadline) - timedelta(days=1)
    with pytest.raises(DomainError, match="Cette date précède la date limite") as no:
        award_need(consulted, by=agent, to="Ondine", on=eve, url="")
    assert no.value.field == "on"
    need = award_need(consulted, by=agent, to="Ondine", on=eve + timedelta(days=1), url="")
    assert (need.status, need.ended_before_deadline) == (NeedStatus.AWARDED, False)


@pytest.mark.parametrize("end", [unaward_need, abandon_need])
def test_procedure_stopped_before_its_deadline_says_so(running, agent, client, end):
    link = "Voir la consultation sur le profil"
    before = client.get(f"/besoins/{running.pk}/")
    assert link in before.text and "jusqu&#x27;au 1er février 2099" in before.text
    end(running, by=agent, reason="Le budget est annulé.")
    page = client.get(f"/besoins/{running.pk}/").text
    assert link not in page and "https://profil.example/1" not in page
    assert page.count("rocédure arrêtée avant sa date limite") == 2
    assert "jusqu&#x27;au 1er février 2099" not in page
    # Once that day is over too, it was stopped all the same.
    Need.objects.update(outcome_at=NOW - timedelta(days=9), consultation_deadline=NOW - timedelta(days=2))
    assert "rocédure arrêtée avant sa date limite" in client.get(f"/besoins/{running.pk}/").text


def test_outcome_said_after_the_deadline_leaves_the_link(consulted, agent, client):
    unaward_need(consulted, by=agent, reason="Aucune offre.")
    page = client.get(f"/besoins/{consulted.pk}/").text
    assert "Voir la consultation sur le profil" in page and "arrêtée" not in page
