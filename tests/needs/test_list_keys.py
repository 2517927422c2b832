"""The keys that lists count, kept on the need by PostgreSQL whoever writes its links."""

import re
from threading import Thread

import pytest
from django.db import connection, transaction

from grandest_portal.reference import list_keys
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import CPVCode, Sector, Territory
from needs.models import Need
from tests.factories import NeedFactory


def place(kind, code):
    return Territory.objects.create(kind=kind, code=code, name=f"{kind} {code}")


@pytest.fixture
def places(db):
    return {
        "r": place(TerritoryKind.REGION, "44"),
        "d57": place(TerritoryKind.DEPARTMENT, "57"),
        "e200039865": place(TerritoryKind.EPCI, "200039865"),
    }


@pytest.fixture
def water(db):
    return Sector.objects.create(key="eau", name="Eau", position=1)


@pytest.fixture
def code(water):
    return CPVCode.objects.create(
        code="38421000", check_digit="2", label="Débitmètres", level=5, sector=water
    )


def keys(need):
    return Need.objects.values_list("place_keys", "subject_keys").get(pk=need.pk)


def test_keys_follow_the_links(places, code, water):
    need = NeedFactory()
    assert keys(need) == ([], [])
    need.territories.set([places["d57"], places["e200039865"]])
    need.cpv.add(code)
    assert keys(need) == (["d57", "e200039865"], sorted(["38", "s-eau"]))
    need.territories.set([places["r"]])
    need.cpv.clear()
    assert keys(need) == (["r"], [])


def test_keys_of_another_need_stay(places):
    other, need = NeedFactory(), NeedFactory()
    other.territories.add(places["d57"])
    need.territories.add(places["r"])
    need.territories.clear()
    assert keys(other) == (["d57"], [])


def test_an_old_copy_of_the_need_does_not_write_its_keys(places):
    """A need that was read before its links were written, then saved whole, would put its empty lists back."""
    need = NeedFactory()
    need.territories.add(places["d57"])
    assert need.place_keys == []
    need.save()
    assert keys(need) == (["d57"], [])


def test_without_the_guard_an_old_copy_does(places):
    """The control."""
    need = NeedFactory()
    need.territories.add(places["d57"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE needs_need DISABLE TRIGGER needs_need_keep_keys")
        need.save()
        cursor.execute("ALTER TABLE needs_need ENABLE TRIGGER needs_need_keep_keys")
    assert keys(need) == ([], [])


def test_keys_follow_a_code_that_changes_sector(code, water):
    need = NeedFactory()
    need.cpv.add(code)
    other = Sector.objects.create(key="autre", name="Autre", position=2)
    CPVCode.objects.filter(pk=code.pk).update(sector=other)
    assert keys(need)[1] == sorted(["38", "s-autre"])
    CPVCode.objects.filter(pk=code.pk).update(sector=None)
    assert keys(need)[1] == ["38"]


def test_keys_follow_a_sector_that_changes_its_key(code, water):
    need = NeedFactory()
    need.cpv.add(code)
    Sector.objects.filter(pk=water.pk).update(key="eaux")
    assert keys(need)[1] == sorted(["38", "s-eaux"])


def test_a_need_of_every_place_and_of_many_codes_fits_into_the_index(db):
    """An entry of a PostgreSQL index holds 2 700 bytes at most."""
    need = NeedFactory(published=True)
    need.territories.set(place(TerritoryKind.EPCI, str(200_000_000 + 7919 * rank)) for rank in range(200))
    need.territories.add(*(place(TerritoryKind.DEPARTMENT, str(10 + rank)) for rank in range(10)))
    codes = [
        CPVCode(code=f"{rank:02}000000", check_digit="0", label=str(rank), level=2) for rank in range(10, 90)
    ]
    need.cpv.set(CPVCode.objects.bulk_create(codes))
    assert [len(each) for each in keys(need)] == [210, 80]


def test_a_need_leaves_with_its_links(places):
    need = NeedFactory()
    need.territories.add(places["d57"])
    need.delete()
    assert not Need.objects.filter(pk=need.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_code_that_changes_sector_while_it_is_linked_is_followed():
    """Control: without the lock on the code, the second transaction ends first and the key stays that of before."""
    water, other = (
        Sector.objects.create(key=key, name=key, position=n) for n, key in enumerate(["eau", "air"])
    )
    code = CPVCode.objects.create(code="38421000", check_digit="2", label="Débit", level=5, sector=water)
    need, ended = NeedFactory(), []

    def move():
        CPVCode.objects.filter(pk=code.pk).update(sector=other)
        ended.append(True)
        connection.close()

    with transaction.atomic():
        need.cpv.set([code])
        thread = Thread(target=move)
        thread.start()
        thread.join(0.5)
        assert ended == []
    thread.join(10)
    assert keys(need)[1] == sorted(["38", "s-air"])


@pytest.fixture
def named(transactional_db):
    """(a sector, another one, a code of the first, a need without codes), stored."""
    water, other = (
        Sector.objects.create(key=key, name=key, position=n) for n, key in enumerate(["eau", "air"])
    )
    code = CPVCode.objects.create(code="38421000", check_digit="2", label="Débit", level=5, sector=water)
    return water, other, code, NeedFactory()


def while_renamed(sector, write):
    """`write()` in a transaction, the sector renamed by another connection before its end; True when the renaming
    waited for that end."""
    ended = []

    def rename():
        Sector.objects.filter(pk=sector.pk).update(key="renomme")
        ended.append(True)
        connection.close()

    with transaction.atomic():
        write()
        thread = Thread(target=rename)
        thread.start()
        thread.join(0.5)
        waited = ended == []
    thread.join(10)
    return waited


def links(named):
    _water, _other, code, need = named
    need.cpv.set([code])


def moves(named):
    _water, other, code, _need = named
    CPVCode.objects.filter(pk=code.pk).update(sector=other)


@pytest.fixture
def unguarded(transactional_db):
    """The functions of needs and solutions without the lock on sectors; the guarded ones stand again afterwards."""
    guarded = "".join(
        list_keys.FUNCTIONS.format(
            table=table, owner=owner, place_links=f"{table}_{places}", code_links=f"{table}_cpv"
        )
        for table, owner, places in [
            ("needs_need", "need_id", "territories"),
            ("suppliers_solution", "solution_id", "served"),
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute(re.sub(r"PERFORM FROM reference_sector.*?;", "", guarded, flags=re.DOTALL))
        yield
        cursor.execute(guarded)


@pytest.mark.parametrize("write", [links, moves])
def test_a_sector_renamed_while_it_is_linked_is_followed(named, write):
    water, other, code, need = named
    if write is moves:
        need.cpv.set([code])
    assert while_renamed(other if write is moves else water, lambda: write(named))
    assert keys(need)[1] == sorted(["38", "s-renomme"])


@pytest.mark.parametrize("write", [links, moves])
def test_control_without_the_lock_the_key_stays_that_of_before(named, unguarded, write):
    water, other, code, need = named
    if write is moves:
        need.cpv.set([code])
    assert not while_renamed(other if write is moves else water, lambda: write(named))
    assert keys(need)[1] == sorted(["38", "s-air" if write is moves else "s-eau"])


def test_saving_the_name_of_a_sector_writes_no_need(code, water):
    need = NeedFactory()
    need.cpv.add(code)
    before = Need.objects.extra(select={"place": "needs_need.ctid::text"}).get().place
    Sector.objects.filter(pk=water.pk).update(name="Eaux")
    assert Need.objects.extra(select={"place": "needs_need.ctid::text"}).get().place == before
    Sector.objects.filter(pk=water.pk).update(key="eaux")
    assert Need.objects.extra(select={"place": "needs_need.ctid::text"}).get().place != before
