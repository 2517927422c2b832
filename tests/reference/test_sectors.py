"""Sectors: their file, what people edit, the longest prefix, and how many queries they cost."""

import pytest
from django.db import DatabaseError, transaction
from django.http import QueryDict
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.reference.actions import load_reference
from grandest_portal.reference.cpv import sector_of
from grandest_portal.reference.filters import SectorFilterSet, list_rows_max
from grandest_portal.reference.loading.files import DataFileError
from grandest_portal.reference.loading.sectors import classify_codes
from grandest_portal.reference.models import CPVCode, Sector, SectorCode
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import UserFactory
from tests.suppliers.helpers import code, solution_in

NATURE = '{"key": "nature", "name": "Agriculture", "position": 1, "prefixes": ["03"%s]}'
FLOWERS = '{"key": "fleurs", "name": "Fleurs", "position": 2, "prefixes": ["031"]}'


def write(folder, *rows):
    (folder / "sectors.json").write_text("[" + ",\n".join(rows) + "]", encoding="utf-8")


def sector_keys():
    """{code: key of its sector}"""
    return dict(CPVCode.objects.values_list("code", "sector__key"))


@pytest.mark.parametrize(
    ("digits", "sector"),
    [("45000000", 1), ("45231000", 1), ("45233120", 2), ("45233000", 2), ("45233162", 3), ("90000000", None)],
)
def test_longest_prefix_wins(digits, sector):
    assert sector_of(digits, {"45": 1, "45233": 2, "45233162": 3, "4": 9}) == sector


def test_loading_classifies_the_codes(db, folder):
    load_reference(folder)
    assert sector_keys() == {"03000000": "nature", "03100000": "nature"}


def test_new_codes_are_classified_although_the_sectors_file_has_not_changed(db, folder):
    load_reference(folder)
    text = (folder / "cpv.csv").read_text(encoding="utf-8") + "03200000,3,Céréales\n"
    (folder / "cpv.csv").write_text(text, encoding="utf-8")
    load_reference(folder)
    assert sector_keys()["03200000"] == "nature"


def test_new_sector_of_the_file_is_added_and_takes_its_codes(db, folder):
    load_reference(folder)
    write(folder, NATURE % "", FLOWERS)
    outcomes = [(outcome.label, outcome.added) for outcome in load_reference(folder).outcomes]
    assert outcomes == [("secteurs", 1), ("débuts de codes CPV des secteurs", 1)]
    assert sector_keys() == {"03000000": "nature", "03100000": "fleurs"}


def test_edited_sector_and_prefix_are_kept_and_told(db, folder):
    write(folder, NATURE % ', "031"', FLOWERS.replace("031", "032"))
    load_reference(folder)
    Sector.objects.filter(key="nature").update(name="Nature", position=7)
    SectorCode.objects.filter(prefix="031").update(sector=Sector.objects.get(key="fleurs"))
    report = load_reference(folder, force=True)
    assert report.remarks == [
        "Nature : name vaut « Nature » en base (conservé) et « Agriculture » dans le fichier",
        "Nature : position vaut « 7 » en base (conservé) et « 1 » dans le fichier",
        "031 : classé dans « Fleurs » en base (conservé) et dans « Nature » dans le fichier",
    ]
    assert sector_keys()["03100000"] == "fleurs"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["{}"], "ligne 1 : clé absente « key », clé absente « name »"),
        ([NATURE % "", NATURE % ""], "ligne 2 : « nature » figure deux fois"),
        ([NATURE % ', "03"'], "ligne 1 : « 03 » figure déjà dans « nature »"),
        ([NATURE % "", FLOWERS.replace("031", "03")], "ligne 2 : « 03 » figure déjà dans « nature »"),
        ([NATURE % ', "3"'], "ligne 1 : « 3 » n'est pas un texte de deux à huit chiffres"),
        ([NATURE % ', "٠٣"'], "ligne 1 : « ٠٣ » n'est pas un texte de deux à huit chiffres"),
        ([NATURE % ", 31"], "ligne 1 : « 31 » n'est pas un texte de deux à huit chiffres"),
        ([FLOWERS.replace('["031"]', '"031"')], "ligne 1 : « prefixes » doit être une liste de textes"),
        ([FLOWERS.replace('["031"]', "[]")], "ligne 1 : « prefixes » doit être une liste de textes"),
        ([NATURE % "", FLOWERS.replace("Fleurs", "Agriculture")], "porte déjà le nom « Agriculture »"),
        ([FLOWERS.replace("2", '"deux"')], "ligne 1 : position :"),
        ([FLOWERS.replace('"fleurs"', '"deux mots"')], "ligne 1 : key :"),
    ],
)
def test_bad_file_is_told_and_nothing_is_written(db, folder, rows, told):
    write(folder, *rows)
    with pytest.raises(DataFileError) as refusal:
        load_reference(folder)
    assert told in str(refusal.value)
    assert (Sector.objects.count(), SectorCode.objects.count(), CPVCode.objects.count()) == (0, 0, 0)


def test_classifying_again_writes_nothing(db, folder, django_assert_num_queries):
    load_reference(folder)
    # prefixes, codes
    with django_assert_num_queries(2):
        assert classify_codes() == 0


@pytest.fixture
def admin(client, db, folder):
    write(folder, NATURE % "", FLOWERS.replace("031", "032"))
    load_reference(folder)
    client.force_login(UserFactory(admin=True))
    return client


def test_new_prefix_moves_the_codes_at_once_with_its_trace(admin):
    flowers = Sector.objects.get(key="fleurs")
    admin.post(reverse("admin:reference_sectorcode_add"), {"prefix": "031", "sector": flowers.pk})
    row = SectorCode.objects.get(prefix="031")
    assert sector_keys() == {"03000000": "nature", "03100000": "fleurs"}
    assert [entry.verb for entry in history_of(row)] == ["reference.sectorcode_added"]
    url = reverse("admin:reference_sectorcode_change", args=[row.pk])
    nature = Sector.objects.get(key="nature")
    admin.post(url, {"prefix": "99", "sector": nature.pk})
    row.refresh_from_db()
    assert (row.prefix, sector_keys()["03100000"]) == ("031", "nature")
    payload = history_of(row).first().value.payload
    assert (payload["before"]["sector"], payload["after"]["sector"]) == (flowers.pk, nature.pk)


def test_renamed_sector_keeps_its_key_and_leaves_a_trace(admin):
    row = Sector.objects.get(key="nature")
    url = reverse("admin:reference_sector_change", args=[row.pk])
    admin.post(url, {"key": "autre", "name": "Nature", "position": "3"})
    row.refresh_from_db()
    assert (row.key, row.name, row.position) == ("nature", "Nature", 3)
    assert [entry.verb for entry in history_of(row)] == ["reference.sector_changed"]


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        ("4", "Donnez de deux à huit chiffres."),
        ("4x", "Donnez de deux à huit chiffres."),
        ("03", "Ces chiffres sont déjà classés : changez plutôt leur secteur."),
    ],
)
def test_refused_prefix_says_how_to_mend_it(admin, prefix, sentence):
    answer = admin.post(
        reverse("admin:reference_sectorcode_add"),
        {"prefix": prefix, "sector": Sector.objects.get(key="nature").pk},
    )
    errors = answer.context["adminform"].form.errors
    assert [text for texts in errors.values() for text in texts] == [sentence]


def test_database_refuses_a_prefix_that_is_not_digits(admin):
    with pytest.raises(DatabaseError), transaction.atomic():
        SectorCode.objects.create(prefix="4x", sector=Sector.objects.get(key="nature"))


@pytest.mark.parametrize("rows", [1, 3])
def test_counts_take_one_query_beside_the_sectors_and_count_each_row_once(
    sectors, rows, django_assert_num_queries
):
    for _number in range(rows):
        solution = solution_in(SolutionStatus.PUBLISHED)
        solution.cpv.set([code("38000000"), code("38420000"), code("48000000"), code("99000000")])
    classify_codes()
    list_rows_max()  # kept for a minute
    with django_assert_num_queries(2):
        counts = SectorFilterSet(QueryDict(""), Solution.objects.published().order_by("pk")).numbers()
    assert counts["secteur"] == {"industrie-recherche-mesure": rows, "numerique": rows}
