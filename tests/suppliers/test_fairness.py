"""The neutral order of the census: over a month nobody stands before another, whatever a solution or its company is.

Bounds are computed: under a fair draw the mean rank of one of N rows over D days has the expectation (N - 1) / 2 and
the variance (N² - 1) / 12 / D, and the times it is on the first page follow a binomial law. With N rows looked at, a
row may be astray by chance with the probability ALPHA / N (Bonferroni).
"""

from datetime import date, timedelta
from math import comb, sqrt
from statistics import NormalDist

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.listing import PAGE_SIZE, neutral_order
from suppliers.draws import draw_day, draw_days, in_draw, is_drawn
from suppliers.enums import Headcount, SolutionStatus
from suppliers.models import Company, DrawnDay, Solution, SolutionDraw
from tests.factories import CompanyFactory, SolutionFactory
from tests.suppliers.helpers import solution_in

pytestmark = pytest.mark.django_db
ROWS, DAYS = 200, 30
START = date(2026, 11, 1)
ALPHA = 0.001


@pytest.fixture
def census():
    """ROWS published solutions, each older than the one before."""
    company = CompanyFactory(organisation__verified_at=timezone.now())
    now = timezone.now()
    rows = [
        SolutionFactory.build(
            company=company,
            title=f"Solution {rank:03}",
            status=SolutionStatus.PUBLISHED,
            submitted_at=now,
            published_at=now - timedelta(days=rank),
        )
        for rank in range(ROWS)
    ]
    return [row.pk for row in Solution.objects.bulk_create(rows)]


def orders(in_order):
    """The order of each day, as PostgreSQL gives it."""
    days = [START + timedelta(days=number) for number in range(DAYS)]
    return [list(in_order(Solution.objects.published(), day).values_list("pk", flat=True)) for day in days]


def farthest_mean(found):
    """The largest |z| of the mean ranks."""
    ranks = {pk: [] for pk in found[0]}
    for order in found:
        for rank, pk in enumerate(order):
            ranks[pk].append(rank)
    deviation = sqrt((ROWS**2 - 1) / 12 / DAYS)
    return max(abs(sum(each) / DAYS - (ROWS - 1) / 2) / deviation for each in ranks.values())


def most_first_pages(found):
    """How many days the luckiest solution stands on the first page."""
    days = {pk: 0 for pk in found[0]}
    for order in found:
        for pk in order[:PAGE_SIZE]:
            days[pk] += 1
    return max(days.values())


def chance_of_at_least(days):
    """The probability that one solution stands on the first page on so many days or more."""
    share = PAGE_SIZE / ROWS
    return sum(comb(DAYS, k) * share**k * (1 - share) ** (DAYS - k) for k in range(days, DAYS + 1))


def is_fair(found):
    bound = NormalDist().inv_cdf(1 - ALPHA / ROWS / 2)
    return farthest_mean(found) <= bound and chance_of_at_least(most_first_pages(found)) >= ALPHA / ROWS


def kept_order(rows, day):
    """The order of a day that was drawn ahead, as the list reads it."""
    draw_day(day)
    return rows.filter(draws__day=day).order_by("draws__draw", "pk")


@pytest.mark.parametrize("in_order", [neutral_order, kept_order], ids=["computed", "drawn ahead"])
def test_over_thirty_days_each_solution_stands_as_often_first_as_another(census, in_order):
    found = orders(in_order)
    assert all(sorted(order) == sorted(census) for order in found)
    assert len({tuple(order) for order in found}) == DAYS
    assert is_fair(found)


@pytest.mark.parametrize("order", [["pk"], ["-pk"], ["-published_at", "pk"], ["title", "pk"]])
def test_control_an_order_by_anything_of_the_solution_is_found_unfair(census, order):
    assert not is_fair(orders(lambda rows, _day: rows.order_by(*order)))


def test_control_a_draw_that_favours_one_row_in_ten_a_little_is_found_unfair(census):
    favoured = set(census[::10])

    def nudged(order):
        return sorted(order, key=lambda pk: order.index(pk) * (0.3 if pk in favoured else 1))

    assert not is_fair([nudged(order) for order in orders(neutral_order)])


def test_first_page_is_shared_by_all_as_chance_would(census):
    """Chi-square of the days on the first page; its quantile by Wilson and Hilferty."""
    seen = dict.fromkeys(census, 0)
    for order in orders(neutral_order):
        for pk in order[:PAGE_SIZE]:
            seen[pk] += 1
    expected = DAYS * PAGE_SIZE / ROWS
    # Drawn without putting back: each day's share varies by (1 - PAGE_SIZE / ROWS) of a Poisson law.
    chi2 = sum((number - expected) ** 2 for number in seen.values()) / expected / (1 - PAGE_SIZE / ROWS)
    free, z = ROWS - 1, NormalDist().inv_cdf(1 - ALPHA)
    assert chi2 <= free * (1 - 2 / (9 * free) + z * sqrt(2 / (9 * free))) ** 3


def test_what_changes_of_solutions_and_companies_never_changes_the_order(client, census):
    def shown():
        pages = [client.get("/solutions/", {"page": page}).context["page_obj"] for page in range(1, 5)]
        return [solution.pk for page in pages for solution in page]

    before = shown()
    other = CompanyFactory(organisation__name="Aaa", headcount=Headcount.LARGE, founded=1900)
    Organisation.objects.update(city="Ailleurs", postal_code="99000", country="PT")
    Company.objects.update(headcount=Headcount.LARGE, founded=1850, legal_form="SA")
    Solution.objects.filter(pk__in=before[::2]).update(
        company=other,
        title="Aaaa",
        published_at=timezone.now(),
        created_at=timezone.now() - timedelta(days=900),
        trl=1,
        first_reference=True,
    )
    assert shown() == before


@pytest.mark.parametrize("query", [{}, {"q": "capteur"}])
def test_a_search_of_equal_texts_follows_the_draw_and_never_the_age(client, query, time_machine):
    for rank in range(6):
        at = timezone.now() - timedelta(days=rank)
        row = solution_in(SolutionStatus.PUBLISHED, title="Capteur")
        Solution.objects.filter(pk=row.pk).update(published_at=at)
    day = date(2026, 12, 3)
    time_machine.move_to(f"{day}T10:00:00+01:00")
    found = [solution.pk for solution in client.get("/solutions/", query).context["page_obj"]]
    assert found == list(neutral_order(Solution.objects.published(), day).values_list("pk", flat=True))


def test_the_draw_kept_is_the_draw_computed_and_the_one_that_is_published(census):
    import hashlib

    today = timezone.localdate()
    assert draw_days(today) and draw_days(today) == []
    cache.clear()
    assert is_drawn(today)
    kept = list(in_draw(Solution.objects.published(), today).values_list("pk", flat=True))
    assert kept == list(neutral_order(Solution.objects.published(), today).values_list("pk", flat=True))
    by_hand = sorted(census, key=lambda pk: hashlib.md5(f"{today}{pk}".encode()).hexdigest())  # noqa: S324
    assert kept == by_hand


def listed(client):
    return [solution.title for solution in client.get("/solutions/").context["page_obj"]]


def drawn_today():
    draw_days(timezone.localdate())
    cache.clear()


def test_a_solution_published_after_the_draw_stands_in_the_list_at_once(client):
    solution_in(SolutionStatus.PUBLISHED, title="Tôt")
    late = solution_in(SolutionStatus.SUBMITTED, title="Tard")
    drawn_today()
    late.status, late.published_at = SolutionStatus.PUBLISHED, timezone.now()
    late.save()
    assert sorted(listed(client)) == ["Tard", "Tôt"]
    late.status = SolutionStatus.ARCHIVED
    late.save()
    assert listed(client) == ["Tôt"]


def test_control_without_the_trigger_it_would_wait_for_the_next_draw(client):
    solution_in(SolutionStatus.PUBLISHED, title="Tôt")
    late = solution_in(SolutionStatus.SUBMITTED, title="Tard")
    drawn_today()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE suppliers_solution DISABLE TRIGGER suppliers_solution_drawn")
    late.status, late.published_at = SolutionStatus.PUBLISHED, timezone.now()
    late.save()
    assert listed(client) == ["Tôt"]


def test_days_that_nobody_reads_are_forgotten(census):
    today = timezone.localdate()
    draw_days(today - timedelta(days=10))
    draw_days(today)
    oldest = today - timedelta(days=3)
    assert not DrawnDay.objects.filter(day__lt=oldest).exists()
    assert not SolutionDraw.objects.filter(day__lt=oldest).exists()


def test_a_list_opened_before_midnight_goes_on_in_its_own_order(client, census, time_machine):
    time_machine.move_to("2026-12-03T23:59:00+01:00")
    first = client.get("/solutions/")
    assert 'href="?page=2&amp;jour=2026-12-03"' in first.text
    before = [solution.pk for solution in client.get("/solutions/?page=2").context["page_obj"]]
    time_machine.move_to("2026-12-04T00:01:00+01:00")
    second = client.get("/solutions/?page=2&jour=2026-12-03")
    assert [solution.pk for solution in second.context["page_obj"]] == before
    assert "le tirage neutre du 3 décembre 2026" in second.text
    assert "Voir l'ordre d'aujourd'hui" in second.text
    assert [solution.pk for solution in client.get("/solutions/?page=2").context["page_obj"]] != before
    seen = {solution.pk for page in (first, second) for solution in page.context["page_obj"]}
    assert len(seen) == 2 * PAGE_SIZE


@pytest.mark.parametrize("day", ["2026-12-05", "2026-11-20", "hier", "\x00", "9999-12-31", "20261203"])
def test_another_day_is_today(client, census, time_machine, day):
    time_machine.move_to("2026-12-04T10:00:00+01:00")
    response = client.get("/solutions/", {"jour": day})
    assert response.context["page_obj"].day in {"2026-12-04", "2026-12-03"}
    assert (response.context["page_obj"].day == "2026-12-03") == (day == "20261203")


def test_the_method_page_says_how_to_draw_again(client, dated_data):
    page = client.get("/comment-ca-marche/").text
    assert 'id="tirage"' in page and "printf %s 2026-11-2842 | md5sum" in page
