"""Statistics of delay: true to the trail, equal to the lists they lead to, nothing per person."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.urls import reverse

from grandest_portal.core.audit import record
from grandest_portal.core.history import verb_words
from grandest_portal.core.moderation import ModerationAdmin
from grandest_portal.reports.delays import Week, delays_of, weeks_before
from needs.actions import publish_need, reject_need, return_need
from needs.models import Need
from suppliers.models import Solution
from tests.factories import UserFactory

URL = "/admin/reports/case/delais/"
# A Wednesday; the week began on Monday the 12th.
NOW = datetime(2026, 10, 14, 10, tzinfo=UTC)


def week(waits, promised=2):
    return Week("besoins", NOW, NOW, "", "", waits=waits, promised=promised)


@pytest.mark.parametrize(
    ("waits", "middle", "slowest", "kept"),
    [
        ([], None, None, None),
        ([0], 0, 0, 100),
        ([3], 3, 3, 0),
        ([1, 2, 3], 2, 3, 67),
        (list(range(1, 11)), 5.5, 9, 20),
        ([0] * 9 + [20], 0, 0, 90),
    ],
)
def test_figures_of_a_week(waits, middle, slowest, kept):
    found = week(waits)
    assert (found.middle, found.slowest, found.kept) == (middle, slowest, kept)


def test_without_a_promise_nothing_is_kept_or_broken():
    assert week([1], promised=None).kept is None


def test_weeks_begin_on_monday_in_paris():
    at = datetime(2026, 10, 11, 22, 30, tzinfo=UTC)  # already Monday in Paris
    (start, end), (before, until) = weeks_before(at, 2)
    assert (start.isoformat(), end.isoformat()) == ("2026-10-12T00:00:00+02:00", "2026-10-19T00:00:00+02:00")
    assert (before.isoformat(), until) == ("2026-10-05T00:00:00+02:00", start)


def sent(need, agent):
    """What sending a text leaves in the trail."""
    record(need, "need.submitted", by=agent, after={"status": "submitted"})
    return need


@pytest.fixture
def story(waiting, agent, moderator, time_machine):
    """Sent on 5 October and sent back the next working day; sent again and published on the 13th; another one sent
    on the 8th and rejected after four working days; a third that still waits."""

    def at(moment):
        time_machine.move_to(f"2026-10-{moment}:00+00:00", tick=False)

    at("05 08:00")
    first = sent(waiting(), agent)
    at("06 09:00")
    return_need(first, by=moderator, reason="Précisez.")
    at("08 08:00")
    second = sent(waiting(), agent)
    at("13 08:00")
    Need.objects.filter(pk=first.pk).update(status="submitted")
    publish_need(sent(first, agent), by=moderator)
    at("14 09:00")
    reject_need(second, by=moderator, reason_key="hors_objet")
    sent(waiting(), agent)
    time_machine.move_to(NOW, tick=False)


def test_waits_go_from_each_sending_to_its_own_decision(story):
    queue = admin.site._registry[Need]
    this, last, empty = delays_of(queue, weeks_before(NOW, 3))
    assert (this.received, this.decided, sorted(this.waits)) == (2, 2, [0, 4])
    assert (last.received, last.decided, last.waits) == (2, 1, [1])
    assert (empty.received, empty.decided, empty.waits) == (0, 0, [])
    assert (this.kept, last.kept) == (50, 100)


def test_a_decision_whose_sending_is_unknown_is_counted_but_not_measured(waiting, moderator, time_machine):
    time_machine.move_to(NOW, tick=False)
    publish_need(waiting(), by=moderator)
    week = delays_of(admin.site._registry[Need], weeks_before(NOW, 1))[0]
    assert (week.received, week.decided, week.waits) == (0, 1, [])


def test_every_number_is_that_of_the_list_it_leads_to(client, story):
    client.force_login(UserFactory(admin=True))
    page = client.get(URL)
    rows = [row for week in page.context["weeks"] for row in week["rows"]]
    counted = [(row.received_url, row.received) for row in rows] + [
        (row.decided_url, row.decided) for row in rows
    ]
    shown = [(url, number) for url, number in counted if number]
    assert sorted(number for _url, number in shown) == [1, 2, 2, 2]
    for url, number in shown:
        assert client.get(url).context["cl"].result_count == number
    for queue in page.context["queues"]:
        assert client.get(queue["url"]).context["cl"].result_count == queue["count"]


def test_the_page_names_nobody(client, story, moderator):
    client.force_login(UserFactory(admin=True))
    text = client.get(URL).text
    assert "Délais de modération" in text and "50" in text
    assert moderator.full_name not in text and moderator.email not in text


def test_every_queue_of_the_desk_is_measured():
    """A queue without verbs would silently be missing from the page."""
    desks = [each for each in admin.site._registry.values() if isinstance(each, ModerationAdmin)]
    queues = [each for each in desks if each.queue is not None]
    assert [each.model.__name__ for each in queues if not (each.received_verbs and each.decided_verbs)] == []
    assert Solution in {each.model for each in queues}
    words = {
        verb: verb_words(verb) for each in queues for verb in [*each.received_verbs, *each.decided_verbs]
    }
    assert [verb for verb, said in words.items() if verb == said] == []


@pytest.mark.parametrize(("person", "status"), [("moderator", 200), ("agent", 302)])
def test_only_the_staff_reads_it(client, request, person, status):
    client.force_login(request.getfixturevalue(person))
    assert client.get(URL).status_code == status
    assert client.post(URL).status_code == (405 if status == 200 else 302)


def test_the_desk_leads_to_it(client, moderator):
    client.force_login(moderator)
    assert f'href="{URL}"' in client.get(reverse("admin:index")).text
