"""What the draw repeats of a solution for the lists, kept by PostgreSQL whoever writes the solution."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from grandest_portal.reference.models import CPVCode, Sector, Territory
from suppliers import draws
from suppliers.draws import draw_day, draw_days, in_draw
from suppliers.enums import SolutionStatus
from suppliers.filters import SolutionFilter
from suppliers.models import Solution, SolutionDraw
from suppliers.models.draws import DRAWN_COLUMNS
from tests.suppliers.helpers import code, solution_in

PUBLISHED = SolutionStatus.PUBLISHED
QUERIES = [
    *("", "secteur=eau-dechets", "division=38", "division=45&division=38", "fournie=57", "fournie=88"),
    *("premiere=oui", "maturite=in_service", "periode=3", "fournie=57&maturite=in_service&periode=12"),
    *("q=moselle", "q=moselle&fournie=08", "secteur=inconnu"),
]


def drawn():
    draw_days(timezone.localdate())
    cache.clear()


def is_true():
    """Whether each row of the draws says what its solution says, and each published solution stands in each day."""
    rows = SolutionDraw.objects.values_list("solution", "day", *DRAWN_COLUMNS)
    wanted = Solution.objects.published().values_list("pk", *DRAWN_COLUMNS)
    days = {row[1] for row in rows}
    found = [(row[0], row[1], *row[2:]) for row in rows]
    return bool(days) and sorted(map(str, found)) == sorted(
        str((row[0], day, *row[1:])) for row in wanted for day in days
    )


def set_links(solution, areas):
    solution.served.set([areas["57"], areas["88"]])
    solution.cpv.set([code("45259900", "Remise en état")])


def rename_sector(_solution, _areas):
    Sector.objects.filter(key="eau-dechets").update(key="eaux")


def move_code(_solution, _areas):
    CPVCode.objects.filter(pk="38420000").update(
        sector=Sector.objects.create(key="autre", name="Autre", position=9)
    )


def set_status(solution, *states):
    for state in states:
        Solution.objects.filter(pk=solution.pk).update(status=state)


CHANGES = {
    "links": set_links,
    "links taken away": lambda solution, _areas: (solution.served.clear(), solution.cpv.clear()),
    "sector renamed": rename_sector,
    "code moved": move_code,
    "maturity": lambda solution, _areas: Solution.objects.filter(pk=solution.pk).update(trl=None),
    "first reference": lambda solution, _areas: Solution.objects.update(first_reference=True),
    "published again": lambda solution, _areas: Solution.objects.update(
        published_at=timezone.now() - timedelta(days=400)
    ),
    "archived": lambda solution, _areas: set_status(solution, SolutionStatus.ARCHIVED),
    "archived and back": lambda solution, _areas: set_status(solution, SolutionStatus.ARCHIVED, PUBLISHED),
    "changed while archived": lambda solution, areas: (
        set_status(solution, SolutionStatus.ARCHIVED),
        set_links(solution, areas),
        set_status(solution, PUBLISHED),
    ),
    "written whole": lambda solution, _areas: (setattr(solution, "trl", 2), solution.save()),
    "one more": lambda solution, _areas: solution_in(PUBLISHED),
    "gone": lambda solution, _areas: Solution.objects.get(pk=solution.pk).delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_draw_follows_its_solution(scene, areas, change):
    drawn()
    assert is_true()
    CHANGES[change](scene["Moselle"], areas)
    # Days further than a publication reaches are for the task alone.
    SolutionDraw.objects.exclude(day=timezone.localdate()).delete()
    assert is_true()


def test_control_without_the_trigger_the_draw_stays_behind(scene, areas):
    drawn()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE suppliers_solution DISABLE TRIGGER suppliers_solution_drawn")
    set_links(scene["Moselle"], areas)
    assert not is_true()


def listed(query):
    """(the numbers in their order, whether more exist, the numbers of each facet) of a list."""
    filterset = SolutionFilter(QueryDict(query), Solution.objects.published())
    return filterset.window.pks, filterset.window.is_cut, filterset.numbers()


@pytest.fixture
def varied(scene, areas):
    """More solutions beside the scene, that differ in all that is filtered."""
    for rank in range(12):
        row = solution_in(PUBLISHED, title=f"Moselle {rank}", trl=rank % 9 + 1, first_reference=rank % 3 == 0)
        row.served.set([areas[["57", "88", "08"][rank % 3]]] if rank % 4 else [])
        Solution.objects.filter(pk=row.pk).update(
            published_at=timezone.now() - timedelta(days=rank * 60), status=PUBLISHED
        )


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("most", [3, 300])
def test_a_list_is_the_same_from_the_draw_as_without_it(varied, query, most, monkeypatch):
    monkeypatch.setattr(SolutionFilter, "most_rows", most)
    cache.clear()
    computed = listed(query)
    drawn()
    asked = SolutionFilter(QueryDict(query), Solution.objects.published())
    assert asked.walks_draw == (not query.startswith("q="))
    assert listed(query) == computed
    shown = in_draw(Solution.objects.published(), timezone.localdate()).values_list("pk", flat=True)
    assert query or list(shown)[:most] == computed[0]


def test_a_solution_of_every_place_and_of_many_codes_fits_into_the_index(db):
    """An entry of a PostgreSQL index holds 2 700 bytes at most."""
    solution = solution_in(PUBLISHED)
    kinds = [("epci", str(200_000_000 + 7919 * rank)) for rank in range(200)]
    kinds += [("department", str(10 + rank)) for rank in range(10)]
    solution.served.set(Territory.objects.create(kind=kind, code=each, name=each) for kind, each in kinds)
    codes = [
        CPVCode(code=f"{rank:02}000000", check_digit="0", label=str(rank), level=2) for rank in range(10, 90)
    ]
    solution.cpv.set(CPVCode.objects.bulk_create(codes))
    drawn()
    assert is_true()


def test_a_day_is_drawn_piece_by_piece_and_goes_on_where_it_was_left(scene, monkeypatch):
    monkeypatch.setattr(draws, "AT_ONCE", 1)
    day = timezone.localdate() + timedelta(days=40)
    piece = {"day": day, "status": PUBLISHED, "first": 0, "next": scene["Région"].pk + 1}
    with connection.cursor() as cursor:
        cursor.execute(draws.DRAW, piece)
    assert SolutionDraw.objects.filter(day=day).count() == 2
    assert draw_day(day) and not draw_day(day)
    assert SolutionDraw.objects.filter(day=day).count() == Solution.objects.published().count()


def while_changed(change):
    """A day drawn while another connection holds `change(solution)` back; True when each row of it is true."""
    solution, day = solution_in(PUBLISHED, trl=3), timezone.localdate() + timedelta(days=40)
    written, release = threading.Event(), threading.Event()

    def other():
        with transaction.atomic():
            change(solution)
            written.set()
            release.wait(10)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    written.wait(10)
    timer = threading.Timer(0.5, release.set)
    timer.start()
    draw_day(day)
    release.set()
    thread.join(10)
    found = SolutionDraw.objects.filter(day=day).values_list("solution", "trl")
    return list(found) == list(Solution.objects.published().values_list("pk", "trl"))


RACES = {
    "maturity": lambda solution: Solution.objects.filter(pk=solution.pk).update(trl=9),
    "archived": lambda solution: set_status(solution, SolutionStatus.ARCHIVED),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", RACES)
def test_a_solution_that_changes_while_its_day_is_drawn_is_followed(change):
    assert while_changed(RACES[change])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", RACES)
def test_control_without_the_lock_the_draw_keeps_what_was(change, monkeypatch):
    monkeypatch.setattr(draws, "DRAW", draws.DRAW.replace("FOR SHARE", ""))
    assert not while_changed(RACES[change])
