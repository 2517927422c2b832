"""Alerts: what is new only, once, when due; nothing when nothing is new; under two clocks and a dead worker too."""

from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from grandest_portal.follow import actions
from grandest_portal.follow.actions import alerts
from grandest_portal.follow.enums import Frequency
from grandest_portal.follow.models import SavedSearch, ToldThing
from grandest_portal.follow.rhythm import starts
from grandest_portal.follow.tasks import send_alerts
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.reference.models import Parameter, Territory
from tests.factories import NeedFactory, SolutionFactory, UserFactory
from tests.follow.helpers import mails_to, need_at, plain, searched
from tests.follow.test_favourites import together

pytestmark = pytest.mark.usefixtures("dated_data", "outbox")
PARIS = ZoneInfo("Europe/Paris")
# A Wednesday.
NOON = datetime(2026, 3, 11, 12, tzinfo=PARIS)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER = {"summary": "Mur", "current_situation": "Mur", "expected_result": "Mur"}


@pytest.fixture
def user(db):
    return UserFactory()


def test_published_match_gives_one_mail_with_that_need_only(user, client):
    searched(user, at=NOON)
    need_at(NOON - HOUR, "Ancienne recherche de fuites")
    need_at(NOON + MINUTE, "Nouvelle recherche de fuites")
    need_at(NOON + MINUTE, "Repeindre un mur", **OTHER)
    NeedFactory(submitted=True, title="Fuites pas encore relues")
    assert send_alerts((NOON + 5 * MINUTE).isoformat()) == 1
    (mail,) = mails_to(user)
    words = plain(mail)
    assert "Nouvelle recherche de fuites" in words
    assert not any(other in words for other in ["Ancienne", "Repeindre", "pas encore relues"])
    notice = Notification.objects.get(user=user)
    assert (notice.kind, notice.path) == ("follow.alert", "/besoins/?q=fuites")


@pytest.mark.parametrize("again", [0, 1, 4, 60, 24 * 60])
def test_same_thing_is_never_told_twice(user, again):
    searched(user, at=NOON)
    need = need_at(NOON + MINUTE)
    assert actions.send_alerts(NOON + 5 * MINUTE) == 1
    assert len(mails_to(user)) == 1
    assert actions.send_alerts(NOON + (5 + again) * MINUTE) == 0
    # Published once more, as a solution that comes back to the census.
    type(need).objects.filter(pk=need.pk).update(published_at=NOON + 2 * DAY)
    assert actions.send_alerts(NOON + 2 * DAY + MINUTE) == 0
    need_at(NOON + 2 * DAY, "D'autres fuites")
    assert actions.send_alerts(NOON + 2 * DAY + 2 * MINUTE) == 1
    assert len(mails_to(user)) == 2 and ToldThing.objects.count() == 2


def test_nothing_new_sends_nothing(user):
    searched(user, at=NOON)
    need_at(NOON + MINUTE, "Repeindre un mur", **OTHER)
    assert actions.send_alerts(NOON + HOUR) == 0
    assert (OutgoingEmail.objects.count(), Notification.objects.count()) == (0, 0)


@pytest.mark.parametrize("why", ["inactive", "none", "gone"])
def test_nobody_is_told_who_should_not_be(user, why):
    saved = searched(user, at=NOON, frequency="none" if why == "none" else "instant")
    need = need_at(NOON + MINUTE)
    if why == "inactive":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    if why == "gone":
        type(need).objects.filter(pk=need.pk).update(status="returned")
    assert actions.send_alerts(NOON + HOUR) == 0
    assert actions.tell(saved.pk, NOON + HOUR) is False
    assert OutgoingEmail.objects.count() == 0


def test_searches_of_a_person_share_one_mail_and_each_person_has_their_own(user):
    other = UserFactory()
    for person, query, kind in [(user, "q=fuites", "need"), (user, "", "need"), (other, "", "solution")]:
        searched(person, query, kind=kind, at=NOON)
    need_at(NOON + MINUTE, "Chercher des fuites")
    SolutionFactory(published=True, published_at=NOON + MINUTE, title="Capteur")
    assert actions.send_alerts(NOON + HOUR) == 3
    assert [len(mails_to(user)), len(mails_to(other))] == [1, 1]
    words = plain(mails_to(user)[0])
    assert words.count("• Chercher des fuites") == 2 and "/besoins/?q=fuites" in words
    assert Notification.objects.filter(user=user, kind="follow.alert").count() == 2
    assert "Capteur" in plain(mails_to(other)[0])


@pytest.mark.parametrize(
    ("query", "kind", "fits", "other"),
    [
        ("budget=lt_40k", "need", {"budget_band": "lt_40k"}, {"budget_band": "gt_1m"}),
        ("etat=clos", "need", {"status": "closed", "closed_at": NOON}, {}),
        ("maturite=in_service", "solution", {"trl": 8}, {"trl": 3}),
        ("q=inondation", "solution", {"title": "Prévoir une inondation"}, {"title": "Compter les vélos"}),
        ("departement=67", "need", {"place": "67"}, {"place": "54"}),
    ],
)
def test_filters_of_the_list_are_those_of_the_alert(user, query, kind, fits, other):
    places = {
        code: Territory.objects.create(kind="department", code=code, name=code) for code in ["67", "54"]
    }
    searched(user, query, kind=kind, at=NOON)
    make, expected = NeedFactory if kind == "need" else SolutionFactory, []
    for fields in [fits, other]:
        place = fields.get("place")
        rest = {name: value for name, value in fields.items() if name != "place"}
        expected.append(make(**{"published": True, "published_at": NOON + MINUTE, **rest}))
        if place:
            expected[-1].territories.add(places[place])
    assert actions.send_alerts(NOON + HOUR) == 1
    assert list(ToldThing.objects.values_list("object_id", flat=True)) == [expected[0].pk]


def test_more_results_than_a_mail_names_are_counted(user):
    Parameter.objects.filter(key="alert_rows_max").update(value=2)
    searched(user, at=NOON)
    for number in range(5):
        need_at(NOON + (1 + number) * MINUTE, f"Fuites numéro {number}")
    assert actions.send_alerts(NOON + HOUR) == 1
    words = plain(mails_to(user)[0])
    assert [f"numéro {number}" in words for number in range(5)] == [False, False, False, True, True]
    assert "Et 3 autres résultats : la liste les montre." in words
    assert actions.send_alerts(NOON + 2 * HOUR) == 0


@pytest.mark.parametrize(
    ("frequency", "published", "runs", "expected"),
    [
        ("daily", NOON + MINUTE, [NOON + HOUR, NOON + 18 * HOUR], [0, 0]),
        ("daily", NOON + MINUTE, [NOON + 19 * HOUR, NOON + 20 * HOUR], [1, 0]),
        # Nobody ran anything in the morning: later the same day.
        ("daily", NOON + MINUTE, [NOON + 30 * HOUR], [1]),
        ("weekly", NOON + MINUTE, [NOON + DAY, NOON + 4 * DAY, NOON + 4 * DAY + 19 * HOUR], [0, 0, 1]),
        ("weekly", NOON + MINUTE, [NOON + 6 * DAY, NOON + 7 * DAY], [1, 0]),
        ("instant", NOON + MINUTE, [NOON, NOON + 2 * MINUTE], [0, 1]),
    ],
)
def test_each_rhythm(user, frequency, published, runs, expected):
    searched(user, frequency=frequency, at=NOON)
    need_at(published)
    assert [actions.send_alerts(at) for at in runs] == expected


def test_daily_alerts_go_on_after_days_without_anything(user):
    searched(user, frequency="daily", at=NOON)
    for day in range(1, 5):
        assert actions.send_alerts(NOON + day * DAY) == 0
    assert (
        SavedSearch.objects.get().last_run_at == NOON + 4 * DAY
        or not NeedFactory._meta.model.objects.exists()
    )
    need_at(NOON + 4 * DAY + HOUR)
    assert [actions.send_alerts(NOON + 4 * DAY + 2 * HOUR), actions.send_alerts(NOON + 5 * DAY)] == [0, 1]


@pytest.mark.parametrize(
    ("at", "morning", "monday"),
    [
        ("2026-03-11T12:00+01:00", "2026-03-11T07:00+01:00", "2026-03-09T07:00+01:00"),
        ("2026-03-09T06:59+01:00", "2026-03-08T07:00+01:00", "2026-03-02T07:00+01:00"),
        ("2026-03-09T07:00+01:00", "2026-03-09T07:00+01:00", "2026-03-09T07:00+01:00"),
        # The night when the clocks change.
        ("2026-03-29T08:00+02:00", "2026-03-29T07:00+02:00", "2026-03-23T07:00+01:00"),
        ("2026-10-25T06:00+00:00", "2026-10-25T07:00+01:00", "2026-10-19T07:00+02:00"),
    ],
)
def test_morning_and_monday_are_those_of_paris(db, at, morning, monday):
    found = starts(datetime.fromisoformat(at))
    assert found[Frequency.DAILY] == datetime.fromisoformat(morning)
    assert found[Frequency.WEEKLY] == datetime.fromisoformat(monday)


def test_publication_seen_after_a_run_that_was_later_than_its_date_is_told(user):
    """Written at 12 h 01 by a transaction that ends at 12 h 06, after the run of 12 h 05."""
    searched(user, at=NOON)
    need_at(NOON + 4 * MINUTE, "Repeindre un mur", **OTHER)
    assert actions.send_alerts(NOON + 5 * MINUTE) == 0
    need_at(NOON + MINUTE)
    assert actions.send_alerts(NOON + 10 * MINUTE) == 1


def test_control_a_marker_without_overlap_loses_the_late_publication(user, monkeypatch):
    monkeypatch.setattr(alerts, "OVERLAP", timedelta(0))
    searched(user, at=NOON)
    need_at(NOON + 4 * MINUTE, "Repeindre un mur", **OTHER)
    assert actions.send_alerts(NOON + 5 * MINUTE) == 0
    need_at(NOON + MINUTE)
    assert actions.send_alerts(NOON + 10 * MINUTE) == 0


def test_search_that_fails_keeps_nobody_else_from_theirs(user, monkeypatch, caplog):
    broken, other = searched(user, at=NOON), UserFactory()
    searched(other, at=NOON)
    need_at(NOON + MINUTE)
    stock = alerts.tell

    def tell(pk, at):
        if pk == broken.pk:
            raise RuntimeError("broken")
        return stock(pk, at)

    monkeypatch.setattr(alerts, "tell", tell)
    assert actions.send_alerts(NOON + 5 * MINUTE) == 1
    assert f"alert failed: saved search {broken.pk}" in caplog.text
    monkeypatch.undo()
    assert actions.send_alerts(NOON + 10 * MINUTE) == 1
    assert [len(mails_to(person)) for person in (user, other)] == [1, 1]


@pytest.mark.parametrize("number", [1, 30])
def test_idle_run_costs_the_same_whatever_the_number_of_searches(db, django_assert_num_queries, number):
    need_at(NOON - DAY)
    for _each in range(number):
        searched(UserFactory(), at=NOON)
    # The hour of the alerts and the newest thing of each list; those that wait; the markers of the slower ones.
    with django_assert_num_queries(7):
        assert actions.send_alerts(NOON + 5 * MINUTE) == 0


class Killed(BaseException):
    """As a worker that dies: nothing catches it."""


def test_worker_killed_after_the_mail_leaves_nothing_half_done(user, monkeypatch):
    saved = searched(user, at=NOON)
    need_at(NOON + MINUTE)
    stock = alerts.hold_results

    def die(*args, **kwargs):
        stock(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(alerts, "hold_results", die)
    with pytest.raises(Killed), transaction.atomic():
        actions.send_alerts(NOON + 5 * MINUTE)
    saved.refresh_from_db()
    assert (saved.last_run_at, ToldThing.objects.count(), len(mails_to(user))) == (NOON, 0, 0)
    monkeypatch.undo()
    assert actions.send_alerts(NOON + 6 * MINUTE) == 1
    assert len(mails_to(user)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_write_one_mail():
    user = UserFactory()
    searched(user, at=NOON)
    need_at(NOON + MINUTE)
    found = together(*[lambda: actions.send_alerts(NOON + 5 * MINUTE)] * 2)
    assert sorted(found) == [0, 1]
    assert len(mails_to(user)) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_lock_and_memory_two_clocks_both_tell(monkeypatch):
    """The control: the search is read, not locked, and what was told is not remembered."""
    user = UserFactory()
    searched(user, at=NOON)
    need_at(NOON + MINUTE)
    both_have_read = Barrier(2)

    def read(pk, kind, at):
        search = SavedSearch.objects.select_related("user").get(pk=pk)
        both_have_read.wait(20)
        return search

    monkeypatch.setattr(alerts, "locked", read)
    monkeypatch.setattr(alerts, "remember", lambda *args: None)
    assert together(*[lambda: actions.send_alerts(NOON + 5 * MINUTE)] * 2) == [1, 1]


def test_alert_that_was_stopped_meanwhile_is_not_sent(user):
    saved = searched(user, at=NOON)
    need_at(NOON + MINUTE)
    assert actions.stop_alert(saved.pk) is True
    assert actions.stop_alert(saved.pk) is False
    assert actions.send_alerts(timezone.now()) == 0
