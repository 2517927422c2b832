"""Another buyer has the same need; a need serves as a model."""

from datetime import date

import pytest

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification
from needs.actions import copy_need, join_need, leave_need
from needs.enums import NeedStatus
from needs.models import Need, NeedJoin
from tests.factories import MembershipFactory, NeedFactory, buyer_user, company_user
from tests.needs.test_actions_drafting import in_status
from tests.needs.test_races import together
from tests.windows import end_windows


@pytest.fixture
def other(db):
    """Somebody who speaks for another buyer; `other.buyer` is that buyer."""
    user = buyer_user()
    user.buyer = user.memberships.get().organisation.buyer
    return user


def test_join_is_public_and_told(make_need, agent, other, client):
    need, follower = make_need(published=True), company_user()
    follow(follower, "need", need.pk)
    join = join_need(need, other.buyer, by=other, volume="12 écoles", wanted_on=date(2027, 9, 1))
    page = client.get(f"/besoins/{need.pk}/").text
    assert str(other.buyer) in page and "12 écoles" in page and "1er septembre 2027" in page
    entry = history_of(need).get()
    assert (entry.verb, entry.value.payload["after"]["buyer"]) == ("need.joined", other.buyer.pk)
    end_windows()
    told = sorted(Notification.objects.values_list("user", "kind"))
    assert told == sorted([(agent.pk, "needs.joined"), (follower.pk, "follow.news")])
    assert (join.author, join.volume) == (other, "12 écoles")


def test_join_refuses_the_own_buyer_twice_and_nothing_said(make_need, agent, other):
    need = make_need(published=True)
    with pytest.raises(DomainError, match="déjà celui de votre organisation"):
        join_need(need, agent.buyer, by=agent, volume="2")
    with pytest.raises(DomainError, match="quel volume"):
        join_need(need, other.buyer, by=other, volume=" ")
    join_need(need, other.buyer, by=other, volume="12 écoles")
    with pytest.raises(DomainError, match="déjà rejoint"):
        join_need(need, other.buyer, by=other, volume="13 écoles")
    assert NeedJoin.objects.get().volume == "12 écoles"


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.PUBLISHED}))
def test_join_and_leave_wait_for_open_exchanges(make_need, other, status):
    with pytest.raises(DomainError, match="ne peut plus être rejoint"):
        join_need(in_status(make_need, status), other.buyer, by=other, volume="12")
    join = NeedJoin.objects.create(need=in_status(make_need, status), buyer=other.buyer, volume="12")
    with pytest.raises(DomainError, match="page ne change plus"):
        leave_need(join, by=other)


def test_leave_takes_it_off_the_page_and_one_may_come_back(make_need, other, client):
    need = make_need(published=True)
    join = join_need(need, other.buyer, by=other, volume="12 écoles")
    leave_need(join, by=other)
    leave_need(join, by=other)
    assert [entry.verb for entry in history_of(need)] == ["need.join_withdrawn", "need.joined"]
    assert "12 écoles" not in client.get(f"/besoins/{need.pk}/").text
    join_need(need, other.buyer, by=other, volume="13 écoles")


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_join_once(make_need, other):
    need = make_need(published=True)
    joining = [lambda: join_need(need, other.buyer, by=other, volume="12")] * 2
    results = together(*joining)
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "NeedJoin"]
    assert NeedJoin.objects.count() == 1


def test_pages_join_and_leave(client, make_need, other):
    need = make_need(published=True)
    client.force_login(other)
    url = f"/besoins/{need.pk}/rejoindre/"
    assert url in client.get(f"/besoins/{need.pk}/").text
    bad = client.post(url, {"volume": "", "wanted_on": "demain"})
    assert bad.status_code == 422 and 'value="demain"' in bad.text
    assert client.post(url, {"volume": "12 écoles", "wanted_on": ""}).url == f"/besoins/{need.pk}/#rejoint"
    page = client.get(f"/besoins/{need.pk}/").text
    assert "Nous avons le même besoin" not in page
    join = NeedJoin.objects.get()
    assert client.post(f"{url}{join.pk}/retirer/").status_code == 302
    assert not NeedJoin.objects.live().exists()


def test_only_the_buyer_that_joined_may_leave(client, make_need, agent, other):
    need = make_need(published=True)
    join = join_need(need, other.buyer, by=other, volume="12")
    url = f"/besoins/{need.pk}/rejoindre/{join.pk}/retirer/"
    reader = MembershipFactory(organisation=other.buyer.organisation, role="reader").user
    for user in [agent, company_user(), buyer_user(), reader]:
        client.force_login(user)
        assert client.post(url).status_code == 403
    another = make_need(published=True)
    client.force_login(other)
    assert client.post(f"/besoins/{another.pk}/rejoindre/{join.pk}/retirer/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_asks_the_same_queries_for_one_join_and_for_three(
    client, make_need, rows, django_assert_num_queries
):
    need = make_need(published=True)
    for _row in range(rows):
        user = buyer_user()
        join_need(need, user.memberships.get().organisation.buyer, by=user, volume="12")
    with django_assert_num_queries(2):
        client.get(f"/besoins/{need.pk}/")


def test_copy_takes_the_texts_and_leaves_dates_contact_and_life(make_need, other, codes, places):
    need = make_need(published=True, planned_on="2027-01-01", awarded_to="Ondine", maturity="prototype")
    copy = copy_need(need, other.buyer, by=other)
    copy.refresh_from_db()
    assert (copy.title, copy.maturity, copy.buyer, copy.author) == (
        need.title,
        "prototype",
        other.buyer,
        other,
    )
    assert (copy.status, copy.contact_name, copy.planned_on, copy.awarded_to) == ("draft", "", None, "")
    assert (copy.model_of, copy.published_at, copy.sourcing_open_until) == (need, None, None)
    assert list(copy.cpv.all()) == [codes["38420000"]]
    assert list(copy.territories.all()) == [places["57"]]


def test_page_copies_a_public_need_for_a_buyer_only(client, make_need, agent, other):
    need = make_need(published=True, title="Fuites")
    client.force_login(other)
    answer = client.post(f"/besoins/{need.pk}/reprendre/")
    copy = Need.objects.get(buyer=other.buyer)
    assert answer.url == f"/besoins/{copy.pk}/verifier/"
    client.force_login(company_user())
    assert client.post(f"/besoins/{need.pk}/reprendre/").status_code == 403
    draft = make_need(author=agent)
    client.force_login(other)
    assert client.post(f"/besoins/{draft.pk}/reprendre/").status_code == 404
    announced = NeedFactory(buyer=None, source="open_data", source_id="1", published=True)
    assert client.post(f"/besoins/{announced.pk}/reprendre/").status_code == 403
