"""« Toujours valable ? »: each step at its day and not before, once; a confirmation at the same instant wins."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.core.listing import neutral_order
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.reference.models import Parameter
from suppliers import actions
from suppliers.actions.confirming import Delays, next_step
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from suppliers.tasks import follow_confirmations
from tests.factories import buyer_user
from tests.suppliers.helpers import member, solution_in
from tests.suppliers.test_races import at_once

START = datetime(2026, 1, 31, 10, tzinfo=UTC)


def days(count):
    return START + timedelta(days=count)


def published(**fields):
    solution = solution_in(SolutionStatus.SUBMITTED, **fields)
    with time_machine.travel(START, tick=False):
        return actions.publish_solution(solution, by=None)


def step_at(moment):
    with time_machine.travel(moment, tick=False):
        return actions.follow_confirmations(timezone.now())


def state():
    row = Solution.objects.get()
    asked, marked = row.confirmation_asked_at is not None, row.to_confirm_since is not None
    return row.status, asked, marked


@pytest.mark.django_db
@pytest.mark.usefixtures("dated_data")
class TestThresholds:
    def test_each_step_comes_on_its_day_and_once(self, outbox):
        solution = published()
        agent = member(solution.company)
        Notification.objects.all().delete()
        year = datetime(2027, 1, 31, 10, tzinfo=UTC)
        steps = [
            (year - timedelta(days=1), 0, ("published", False, False)),
            (year, 1, ("published", True, False)),
            (year, 0, ("published", True, False)),
            (year + timedelta(days=29), 0, ("published", True, False)),
            (year + timedelta(days=30), 1, ("published", True, True)),
            (year + timedelta(days=89), 0, ("published", True, True)),
            (year + timedelta(days=90), 1, ("archived", False, False)),
            (year + timedelta(days=300), 0, ("archived", False, False)),
        ]
        for moment, done, expected in steps:
            assert (step_at(moment), state()) == (done, expected), moment
        kinds = list(Notification.objects.filter(user=agent).order_by("pk").values_list("kind", flat=True))
        assert kinds == [
            f"suppliers.{each}" for each in ("still_valid", "to_confirm", "archived_unconfirmed")
        ]
        assert OutgoingEmail.objects.count() == 3

    def test_a_year_counts_from_the_last_word(self):
        solution = published()
        member(solution.company)
        with time_machine.travel(days(200), tick=False):
            actions.confirm_solution(solution, by=None)
        assert (step_at(days(400)), step_at(days(200) + timedelta(days=365))) == (0, 1)

    def test_amendment_counts_as_a_word(self):
        solution = published()
        with time_machine.travel(days(300), tick=False):
            actions.amend_solution(solution, data={"title": "Autre"}, by=None)
        assert (step_at(days(600)), step_at(days(665))) == (0, 1)

    def test_clock_that_stood_still_shortens_no_delay(self):
        published()
        assert (step_at(days(900)), state()) == (1, ("published", True, False))
        assert step_at(days(901)) == 0

    def test_confirmation_at_each_step_starts_the_year_again(self):
        for late in (0, 30):
            Solution.objects.all().delete()
            solution = published()
            step_at(days(365))
            step_at(days(365 + late))
            with time_machine.travel(days(365 + late), tick=False):
                actions.confirm_solution(solution, by=None)
            assert state() == ("published", False, False)
            assert step_at(days(365 + late + 364)) == 0

    def test_confirmation_twice_in_a_day_is_one(self):
        solution = published()
        with time_machine.travel(days(365), tick=False):
            first = actions.confirm_solution(solution, by=None).confirmed_at
        with time_machine.travel(days(365) + timedelta(hours=2), tick=False):
            assert actions.confirm_solution(solution, by=None).confirmed_at == first

    @pytest.mark.parametrize("status", sorted(set(SolutionStatus) - {SolutionStatus.PUBLISHED}))
    def test_only_published_sheets_are_confirmed_or_asked_about(self, status):
        solution = solution_in(status)
        assert step_at(timezone.now() + timedelta(days=4000)) == 0
        with pytest.raises(DomainError, match="n'est plus publiée"):
            actions.confirm_solution(solution, by=None)

    def test_delays_are_dated_data(self):
        Parameter.objects.filter(key="solution_confirmation_months").update(value=3)
        published()
        assert (step_at(days(88)), step_at(datetime(2026, 4, 30, 10, tzinfo=UTC))) == (0, 1)

    def test_month_without_that_day_ends_it(self):
        solution = published()
        delays = Delays(1, timedelta(30), timedelta(60))
        found = [next_step(solution, date(2026, 2, day), delays) for day in (27, 28)]
        assert (found[0], found[1].__name__) == (None, "ask")

    def test_company_with_several_sheets_gets_one_mail(self, outbox):
        first = published()
        published(company=first.company)
        member(first.company)
        OutgoingEmail.objects.all().delete()
        assert step_at(days(365)) == 2
        assert (
            OutgoingEmail.objects.count(),
            Notification.objects.filter(kind__endswith="still_valid").count(),
        ) == (
            1,
            2,
        )

    def test_followers_are_told_of_the_archive(self):
        solution = published()
        follow(buyer_user(), "solution", solution.pk)
        for moment in (365, 395, 455):
            step_at(days(moment))
        assert Solution.objects.get().status == SolutionStatus.ARCHIVED

    def test_task_reads_its_moment(self):
        published()
        assert follow_confirmations(days(365).isoformat()) == 1

    def test_mark_changes_no_order(self):
        for number in range(12):
            published(title=f"Fiche {number}")
        before = [row.pk for row in neutral_order(Solution.objects.published(), date(2026, 6, 1))]
        Solution.objects.filter(pk__in=before[:6]).update(to_confirm_since=timezone.now())
        assert [row.pk for row in neutral_order(Solution.objects.published(), date(2026, 6, 1))] == before

    def test_mark_is_shown_on_the_page_and_in_the_list(self, client):
        solution = published()
        for path in ("/solutions/", f"/solutions/{solution.pk}/"):
            assert "à confirmer" not in client.get(path).text
        Solution.objects.update(to_confirm_since=timezone.now())
        for path in ("/solutions/", f"/solutions/{solution.pk}/"):
            assert "à confirmer" in client.get(path).text

    def test_one_press_confirms(self, client):
        solution = published()
        Solution.objects.update(confirmation_asked_at=timezone.now(), to_confirm_since=timezone.now())
        client.force_login(member(solution.company))
        url = f"/solutions/{solution.pk}/toujours-valable/"
        assert url in client.get(f"/solutions/{solution.pk}/").text
        assert url in client.get("/mes-solutions/").text
        assert "toujours valable ?" in client.get(url).text
        assert client.post(url).url == f"/solutions/{solution.pk}/"
        assert client.post(url).url == f"/solutions/{solution.pk}/"
        assert state() == ("published", False, False)

    def test_page_of_an_archived_sheet_says_so(self, client):
        solution = solution_in(SolutionStatus.ARCHIVED)
        client.force_login(member(solution.company))
        url = f"/solutions/{solution.pk}/toujours-valable/"
        assert client.get(url).url == client.post(url).url == f"/solutions/{solution.pk}/"


def due():
    """A sheet on the day on which it would be archived."""
    solution = published()
    Solution.objects.update(confirmation_asked_at=days(365), to_confirm_since=days(395))
    return Solution.objects.get(pk=solution.pk)


def unguarded_archive(row):
    """The same decision on a row that was read before, without the lock."""
    if next_step(row, timezone.localdate(days(455)), Delays.on(timezone.localdate())):
        Solution.objects.filter(pk=row.pk).update(status=SolutionStatus.ARCHIVED)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("dated_data")
class TestRace:
    def test_confirmation_at_the_same_instant_keeps_the_sheet(self):
        solution = due()
        outcomes = at_once(
            lambda: actions.confirm_solution(solution, by=None),
            lambda: actions.follow_confirmations(days(455)),
        )
        connection.close()
        assert outcomes == [None, None]
        assert state() == ("published", False, False)

    def test_archive_at_the_same_instant_tells_who_confirms(self):
        solution = due()
        outcomes = at_once(
            lambda: actions.follow_confirmations(days(455)),
            lambda: actions.confirm_solution(solution, by=None),
        )
        assert [type(each) for each in outcomes] == [type(None), DomainError]
        assert state() == ("archived", False, False)

    def test_control_archive_of_a_row_read_before_undoes_the_confirmation(self):
        solution = due()
        stale = Solution.objects.get()
        outcomes = at_once(
            lambda: actions.confirm_solution(solution, by=None), lambda: unguarded_archive(stale)
        )
        assert outcomes == [None, None]
        assert Solution.objects.get().status == SolutionStatus.ARCHIVED
