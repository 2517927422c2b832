"""The shuffling of unordered rows: it bites where no order is asked for, and nowhere else."""

import pytest
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from grandest_portal.reference.models import CPVCode

NAMES = [f"Code {number:02}" for number in range(20)]


@pytest.fixture
def codes(db):
    CPVCode.objects.bulk_create(
        CPVCode(code=f"{number:08}", check_digit="1", label=name, level=number % 2 + 4)
        for number, name in enumerate(NAMES)
    )
    return CPVCode.objects


def draws(rows):
    """The orders in which five readings give the same rows: 20 rows come twice alike once in 20! times."""
    found = [tuple(rows()) for _ in range(5)]
    assert len({tuple(sorted(map(str, row))) for row in found}) == 1
    return len(set(found))


@pytest.mark.parametrize(
    "rows",
    [
        lambda codes: codes.all(),
        lambda codes: codes.values_list("label", flat=True),
        lambda codes: codes.values_list("label", flat=True).distinct(),
        lambda codes: codes.values_list("label").annotate(number=Count("pk")),
        lambda codes: codes.filter(level=4).union(codes.filter(level=5)),
        lambda codes: codes.order_by("label").order_by(),
        lambda codes: codes.all().iterator(),
    ],
)
def test_rows_without_an_order_come_in_any(codes, rows):
    """The control of every test that passes only when no order is taken for granted."""
    assert draws(lambda: rows(codes)) == 5


def test_limit_without_an_order_takes_any_rows(codes):
    assert len({tuple(codes.values_list("pk", flat=True)[:5]) for _ in range(5)}) == 5


@pytest.mark.parametrize(
    "rows",
    [
        lambda codes: codes.order_by("label"),
        lambda codes: codes.values_list("label", flat=True).order_by("-label")[:7],
        lambda codes: codes.filter(level=4).union(codes.filter(level=5)).order_by("label"),
    ],
)
def test_rows_with_an_order_keep_it(codes, rows):
    assert draws(lambda: rows(codes)) == 1


def test_counts_locks_and_questions_are_left_alone(codes):
    below = CPVCode.objects.filter(level=OuterRef("level"))
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        found = [
            codes.count(),
            codes.exists(),
            codes.filter(Exists(below)).order_by("pk").count(),
            len(codes.select_for_update().filter(pk__in=codes.values("pk"))),
            codes.first().label,
            codes.update(level=3),
        ]
    assert found == [20, True, 20, 20, NAMES[0], 20]
    assert [query["sql"] for query in asked if "RANDOM()" in query["sql"]] == []
