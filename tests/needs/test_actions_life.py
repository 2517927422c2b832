"""Closing, and what follows."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from grandest_portal.notifications.models import Notification
from needs.actions import (
    abandon_need,
    award_need,
    close_due_needs,
    close_need,
    launch_consultation,
    record_direct_purchase,
)
from needs.enums import NEED_TRANSITIONS, NeedStatus
from needs.models import Need
from needs.tasks import close_due

PARIS = ZoneInfo("Europe/Paris")


def in_days(days):
    return timezone.now() + timedelta(days=days)


EXITS = {
    NeedStatus.CLOSED: (close_need, {}, "need.closed", "needs.closed"),
    NeedStatus.CONSULTATION: (
        launch_consultation,
        {"url": "https://profil.example/12", "deadline": in_days(40)},
        "need.consultation_launched",
        "needs.consultation_launched",
    ),
    NeedStatus.DIRECT_PURCHASE: (
        record_direct_purchase,
        {"article": "R2122-9-1", "reason": "Achat innovant sous le seuil."},
        "need.direct_purchase_recorded",
        "needs.direct_purchase_recorded",
    ),
    NeedStatus.ABANDONED: (
        abandon_need,
        {"reason": "Un outil commun existe."},
        "need.abandoned",
        "needs.abandoned",
    ),
    NeedStatus.AWARDED: (
        award_need,
        {"to": "Ondine Capteurs", "on": date(2026, 1, 5), "url": "https://boamp.example/3"},
        "need.awarded",
        "needs.awarded",
    ),
}


@pytest.fixture
def in_status(make_need):
    """A need written straight into a state, with what its constraints ask; published in 2025."""

    def make(status):
        public = datetime(2025, 12, 1, 9, tzinfo=UTC)
        fields = {"status": status, "published_at": public}
        if status == NeedStatus.CONSULTATION:
            fields["consultation_url"] = "https://profil.example/1"
        if status in {NeedStatus.DIRECT_PURCHASE, NeedStatus.AWARDED}:
            fields["direct_purchase_article"] = "R2122-8"
        if status not in {NeedStatus.PUBLISHED, NeedStatus.DRAFT, NeedStatus.SUBMITTED, NeedStatus.RETURNED}:
            fields["closed_at"] = public
        return make_need(**fields)

    return make


@pytest.mark.parametrize("source", NeedStatus)
@pytest.mark.parametrize("target", EXITS)
def test_each_verb_leads_only_where_the_table_allows(agent, in_status, source, target):
    need, (act, options, verb, kind) = in_status(source), EXITS[target]
    if source not in NEED_TRANSITIONS[target]:
        with pytest.raises(DomainError, match="n'est plus possible"):
            act(need, by=agent, **options)
        need.refresh_from_db()
        assert (need.status, Notification.objects.count()) == (source, 0)
        return
    act(need, by=agent, **options)
    need.refresh_from_db()
    assert need.status == target
    assert need.closed_at is not None
    entry = history_of(need).get()
    assert (entry.verb, entry.value.payload["before"]["status"]) == (verb, source)
    told = Notification.objects.get()
    assert (told.user, told.kind, told.path) == (agent, kind, f"/besoins/{need.pk}/")


@pytest.mark.parametrize("target", [status for status in EXITS if status != NeedStatus.AWARDED])
def test_leaving_the_exchanges_asks_for_matches_again(agent, in_status, target):
    need, (act, options, _verb, _kind) = in_status(NeedStatus.PUBLISHED), EXITS[target]
    act(need, by=agent, **options)
    assert [job.args for job in Job.objects.filter(name="needs.match_need")] == [[need.pk]]


def test_leaving_later_keeps_the_first_closing(agent, in_status):
    need = in_status(NeedStatus.CLOSED)
    launch_consultation(need, by=agent, url="https://profil.example/2", deadline=in_days(3))
    assert Need.objects.get().closed_at == need.closed_at


@pytest.mark.parametrize(
    "url",
    [
        "",
        "profil.example/12",
        "http://profil.example/12",
        "javascript:alert(1)",
        "https://",
        "https://profil example/12",
        "https://profil.example/" + "a" * 500,
        "ftp://profil.example/12",
    ],
)
def test_launch_consultation_wants_a_secure_link(agent, in_status, url):
    with pytest.raises(DomainError) as refusal:
        launch_consultation(in_status(NeedStatus.CLOSED), by=agent, url=url, deadline=in_days(3))
    assert refusal.value.field == "url"
    assert Need.objects.get().status == NeedStatus.CLOSED


def test_launch_consultation_wants_a_deadline_to_come(agent, in_status):
    with pytest.raises(DomainError, match="date limite est passée") as refusal:
        launch_consultation(
            in_status(NeedStatus.CLOSED), by=agent, url="https://profil.example/2", deadline=timezone.now()
        )
    assert refusal.value.field == "deadline"


@pytest.mark.parametrize(
    ("act", "options", "field"),
    [
        (record_direct_purchase, {"article": " ", "reason": "Oui."}, "article"),
        (record_direct_purchase, {"article": "R2122-8", "reason": ""}, "reason"),
        (abandon_need, {"reason": "\n"}, "reason"),
    ],
)
def test_exits_want_their_words(agent, in_status, act, options, field):
    with pytest.raises(DomainError) as refusal:
        act(in_status(NeedStatus.PUBLISHED), by=agent, **options)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"to": " ", "on": date(2026, 1, 5), "url": ""}, "to"),
        ({"to": "Ondine", "on": date(2999, 1, 1), "url": ""}, "on"),
        ({"to": "Ondine", "on": date(2025, 11, 30), "url": ""}, "on"),
        ({"to": "Ondine", "on": date(2026, 1, 5), "url": "http://boamp.example/3"}, "url"),
    ],
)
def test_award_need_wants_holder_day_and_a_secure_link(agent, in_status, options, field):
    with pytest.raises(DomainError) as refusal:
        award_need(in_status(NeedStatus.DIRECT_PURCHASE), by=agent, **options)
    assert refusal.value.field == field


def test_award_need_needs_no_notice(agent, in_status):
    need = award_need(in_status(NeedStatus.CONSULTATION), by=agent, to="Ondine", on=date(2026, 1, 5), url="")
    need.refresh_from_db()
    assert (need.awarded_to, need.awarded_on, need.award_notice_url) == ("Ondine", date(2026, 1, 5), "")


LAST_DAY = date(2027, 3, 28)  # the hour changes that night: 29 March begins at 22:00 UTC


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        (datetime(2027, 3, 27, 23, 59, tzinfo=PARIS), 0),
        (datetime(2027, 3, 28, 0, 0, tzinfo=PARIS), 0),
        (datetime(2027, 3, 28, 23, 59, 59, 999999, tzinfo=PARIS), 0),
        (datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC), 0),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), 1),
        (datetime(2027, 3, 29, 0, 0, tzinfo=PARIS), 1),
        (datetime(2027, 6, 1, tzinfo=UTC), 1),
    ],
)
def test_close_due_needs_leaves_the_last_day_open_to_its_end_in_paris(make_need, at, closed):
    need = make_need(published=True, sourcing_open_until=LAST_DAY)
    assert close_due_needs(at) == closed
    need.refresh_from_db()
    assert (need.status == NeedStatus.CLOSED, need.closed_at) == (bool(closed), at if closed else None)


def test_close_due_needs_on_a_winter_day(make_need):
    make_need(published=True, sourcing_open_until=date(2027, 1, 15))
    assert close_due_needs(datetime(2027, 1, 15, 22, 59, tzinfo=UTC)) == 0
    assert close_due_needs(datetime(2027, 1, 15, 23, 0, tzinfo=UTC)) == 1


def test_close_due_needs_tells_the_buyer_as_the_system_and_only_once(agent, make_need):
    need, at = make_need(published=True, sourcing_open_until=LAST_DAY), datetime(2027, 4, 1, tzinfo=UTC)
    assert (close_due_needs(at), close_due_needs(at)) == (1, 0)
    entry = history_of(need).get()
    assert (entry.verb, entry.value.actor, entry.value.actor_label) == ("need.closed", None, "")
    assert [told.kind for told in Notification.objects.filter(user=agent)] == ["needs.closed"]


def test_close_due_needs_touches_only_open_needs_with_a_window(make_need, in_status):
    for status in set(NeedStatus) - {NeedStatus.PUBLISHED}:
        need = in_status(status)
        Need.objects.filter(pk=need.pk).update(sourcing_open_until=date(2020, 1, 1))
    make_need(published=True, sourcing_open_until=None)
    assert close_due_needs(timezone.now()) == 0


def test_close_due_task_takes_its_moment(make_need):
    make_need(published=True, sourcing_open_until=LAST_DAY)
    assert close_due("2027-03-28T23:59:00+02:00") == 0
    assert close_due("2027-03-29T00:00:00+02:00") == 1
    assert close_due() == 0
