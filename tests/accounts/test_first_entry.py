"""A newcomer's organisation, person and first text are one entry of the moderation queue."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse
from django.utils.html import escape

from grandest_portal.accounts.admin import approve_and_publish, first_items_of
from grandest_portal.accounts.models import Membership
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from grandest_portal.pages.tasks import alert_overdue
from grandest_portal.reference.delays import overdue_before
from grandest_portal.reference.models import Parameter
from grandest_portal.reports.actions import advise
from needs.models import Need
from suppliers.models import Solution
from tests.accounts.teams import administrator, member, verified
from tests.factories import (
    CompanyFactory,
    NeedFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    SolutionFactory,
    UserFactory,
)
from tests.screens import confirmed

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2027, 2, 1, 9, tzinfo=PARIS)

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def moderator(db):
    return UserFactory(moderator=True)


def newcomer(kind):
    """(membership, item) of a person whose request waits and who has sent a first text."""
    if kind == "need":
        buyer = PublicBuyerFactory(organisation=OrganisationFactory())
        asking = administrator(buyer.organisation, waiting=True)
        return asking, NeedFactory(buyer=buyer, author=asking.user, submitted=True)
    company = CompanyFactory(organisation=OrganisationFactory())
    asking = administrator(company.organisation, waiting=True)
    return asking, SolutionFactory(company=company, author=asking.user, submitted=True)


def queue_of(model):
    return admin.site._registry[model].queue(None)


@pytest.mark.parametrize(("kind", "model"), [("need", Need), ("solution", Solution)])
def test_newcomer_is_one_entry(db, kind, model):
    asking, item = newcomer(kind)
    assert (queue_of(Membership)["count"], queue_of(model)["count"]) == (1, 0)
    assert [row for _admin, row in first_items_of(asking)] == [item]


@pytest.mark.parametrize(("kind", "model"), [("need", Need), ("solution", Solution)])
def test_text_of_an_approved_person_is_an_entry_of_its_own(db, kind, model):
    asking, _item = newcomer(kind)
    Membership.objects.filter(pk=asking.pk).update(status="approved")
    assert (queue_of(Membership)["count"], queue_of(model)["count"]) == (0, 1)


def test_text_of_a_colleague_is_not_held_by_the_request_of_another(db):
    asking, item = newcomer("need")
    colleague = member(asking.organisation)
    NeedFactory(buyer=item.buyer, author=colleague.user, submitted=True)
    assert queue_of(Need)["count"] == 1


@pytest.mark.parametrize("kind", ["need", "solution"])
def test_one_decision_approves_and_publishes(client, moderator, kind):
    asking, item = newcomer(kind)
    client.force_login(moderator)
    page = client.get(reverse("admin:accounts_membership_change", args=[asking.pk]))
    assert escape(item.title) in page.content.decode()
    decide = reverse("admin:accounts_membership_decide", args=[asking.pk, "approve_and_publish"])
    assert client.post(decide, confirmed(asking)).status_code == 302
    asking.refresh_from_db()
    item.refresh_from_db()
    assert (asking.status, item.status) == ("approved", "published")


def test_a_text_sent_after_the_page_was_opened_is_not_published_unread(client, moderator):
    asking, item = newcomer("need")
    client.force_login(moderator)
    opened = client.get(reverse("admin:accounts_membership_change", args=[asking.pk])).context["stamp"]
    later = NeedFactory(buyer=item.buyer, author=asking.user, submitted=True)
    url = reverse("admin:accounts_membership_decide", args=[asking.pk, "approve_and_publish"])
    answer = client.post(url, {"confirm": "1", "version": opened}, follow=True)
    assert "relisez-le" in answer.content.decode()
    asking.refresh_from_db()
    later.refresh_from_db()
    assert (asking.status, later.status) == ("requested", "submitted")


def test_text_that_cannot_be_published_says_so_and_the_person_is_approved(moderator):
    asking, item = newcomer("need")
    Need.objects.filter(pk=item.pk).update(sourcing_days=None)
    with pytest.raises(DomainError, match="Le rattachement est validé, mais"):
        approve_and_publish(asking, by=moderator)
    asking.refresh_from_db()
    item.refresh_from_db()
    assert (asking.status, item.status) == ("approved", "submitted")


def test_what_takes_two_people_is_not_published_with_the_request(client, moderator):
    """Neither by the button, which is not there, nor by its address; the request alone is decided as ever."""
    asking, item = newcomer("need")
    Need.objects.filter(pk=item.pk).update(procedure="direct_innovative")
    client.force_login(moderator)
    url = reverse("admin:accounts_membership_change", args=[asking.pk])
    page = client.get(url).text
    assert "approve_and_publish" not in page and "/decision/approve/" in page
    assert "Deux personnes relisent ce texte" in page and "les met en ligne aussitôt" not in page
    decide = reverse("admin:accounts_membership_decide", args=[asking.pk, "approve_and_publish"])
    answer = client.post(decide, confirmed(asking), follow=True)
    assert "ne se publie pas avec le rattachement" in answer.text
    asking.refresh_from_db()
    item.refresh_from_db()
    assert (asking.status, item.status) == ("requested", "submitted")
    # Once somebody else gave a first opinion, one decision does both again.
    advise(item, by=UserFactory(moderator=True))
    assert "approve_and_publish" in client.get(url).text
    client.post(decide, confirmed(asking))
    asking.refresh_from_db()
    item.refresh_from_db()
    assert (asking.status, item.status) == ("approved", "published")


def test_button_stands_only_where_something_was_sent(client, moderator):
    asking = member(verified(), waiting=True)
    client.force_login(moderator)
    page = client.get(reverse("admin:accounts_membership_change", args=[asking.pk])).content.decode()
    assert "approve_and_publish" not in page and "/decision/approve/" in page


@pytest.mark.parametrize(
    ("sent", "now", "late"),
    [
        ("2027-02-01T09:00", "2027-02-03T23:59", False),
        ("2027-02-01T09:00", "2027-02-04T00:01", True),
        ("2027-02-05T18:00", "2027-02-09T23:59", False),
        ("2027-02-05T18:00", "2027-02-10T00:01", True),
        ("2027-02-06T18:00", "2027-02-09T12:00", False),
        ("2027-03-25T18:00", "2027-03-31T12:00", False),
        ("2027-03-25T18:00", "2027-04-01T00:01", True),
    ],
)
def test_promise_is_counted_in_working_days(db, sent, now, late):
    sent, now = (datetime.fromisoformat(each).replace(tzinfo=PARIS) for each in (sent, now))
    assert (sent < overdue_before(now)) is late


def test_without_promise_nothing_is_late(db):
    Parameter.objects.filter(key="moderation_delay_working_days").delete()
    assert overdue_before(MONDAY).year == 1


def late_request(hours=0):
    return member(verified(), waiting=True, requested_at=MONDAY - timedelta(days=7, hours=hours))


def test_desk_counts_what_is_late(client, moderator):
    late_request()
    member(verified(), waiting=True, requested_at=MONDAY)
    with time_machine.travel(MONDAY + timedelta(hours=2)):
        client.force_login(moderator)
        assert (queue_of(Membership)["overdue"], queue_of(Membership)["count"]) == (1, 2)
        assert "dont 1 en retard" in client.get(reverse("admin:index")).content.decode()
        assert "En retard" in client.get(reverse("pages:dashboard")).content.decode()


def test_moderators_are_alerted_once_on_a_working_day(moderator):
    late_request()
    with time_machine.travel(MONDAY, tick=False):
        assert (alert_overdue(), alert_overdue()) == (1, 0)
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        assert alert_overdue() == 1
    with time_machine.travel(MONDAY + timedelta(days=5), tick=False):
        assert alert_overdue() == 0
    rows = Notification.objects.values_list("user", "kind", "title")
    assert (
        list(rows)
        == [(moderator.pk, "moderation.overdue", "1 demande attend depuis plus longtemps que promis")] * 2
    )


def test_nothing_late_alerts_nobody(moderator):
    member(verified(), waiting=True, requested_at=MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        assert alert_overdue() == 0
