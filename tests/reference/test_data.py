"""The files of the room, loaded: complete, well hung together, and in force on the right days."""

from datetime import date
from decimal import Decimal

import pytest

from grandest_portal.reference.actions import load_reference
from grandest_portal.reference.cpv import sector_of
from grandest_portal.reference.enums import CPVLevel, TerritoryKind
from grandest_portal.reference.models import (
    CPVCode,
    FormerCommune,
    Parameter,
    Sector,
    SectorCode,
    Territory,
    Threshold,
    Wording,
)
from grandest_portal.reference.text import plain


def test_files_hold_the_whole_region_and_vocabulary(db, loaded):
    kinds = {kind: Territory.objects.filter(kind=kind).count() for kind in TerritoryKind.values}
    assert kinds == {"region": 1, "department": 10, "epci": 150, "commune": 5115, "nuts": 14}
    assert FormerCommune.objects.count() == 330
    assert CPVCode.objects.count() == 9454
    assert CPVCode.objects.divisions().count() == 45
    assert Threshold.objects.count() == 32


def test_every_territory_hangs_from_the_one_above(db, loaded):
    above = set(Territory.objects.values_list("kind", "parent__kind"))
    assert above == {
        ("region", None),
        ("department", "region"),
        ("epci", "region"),
        ("commune", "department"),
        ("nuts", "region"),
        ("nuts", "nuts"),
    }
    assert set(Territory.objects.communes().values_list("epci__kind", flat=True)) == {"epci"}
    bas_rhin = Territory.objects.departments().get(code="67")
    unit = Territory.objects.get(kind=TerritoryKind.NUTS, code=bas_rhin.nuts_code)
    assert (unit.name, unit.parent.name, unit.parent.parent.name) == ("Bas-Rhin", "Alsace", "Grand Est")


def test_every_cpv_code_but_a_division_has_a_parent(db, loaded):
    orphans = CPVCode.objects.filter(parent=None)
    assert set(orphans.values_list("level", flat=True)) == {CPVLevel.DIVISION}
    assert CPVCode.objects.get(code="30192121").parent_id == "30192100"


def test_every_code_of_the_vocabulary_has_a_sector(db, loaded):
    assert (CPVCode.objects.count(), CPVCode.objects.filter(sector=None).count()) == (9454, 0)
    assert set(CPVCode.objects.values_list("sector__key", flat=True)) == set(
        Sector.objects.values_list("key", flat=True)
    )
    assert Sector.objects.count() == 14


def test_every_prefix_changes_something(db, loaded):
    prefixes = dict(SectorCode.objects.values_list("prefix", "sector_id"))
    for prefix, sector in prefixes.items():
        shorter = {other: value for other, value in prefixes.items() if other != prefix}
        assert sector_of(prefix, shorter) != sector, prefix
    assert [
        prefix for prefix in prefixes if not CPVCode.objects.filter(code__startswith=prefix).exists()
    ] == []


@pytest.mark.parametrize(
    ("digits", "name"),
    [
        ("90511000", "Eau, déchets, environnement"),
        ("90911000", "Conseil et services"),
        ("45000000", "Bâtiment et travaux"),
        ("45233162", "Mobilité et transports"),
        ("45232150", "Eau, déchets, environnement"),
        ("38421100", "Eau, déchets, environnement"),
        ("38420000", "Industrie, recherche, mesure"),
        ("33195000", "Santé et social"),
        ("31625000", "Sécurité et secours"),
        ("39160000", "Éducation et formation"),
        ("64110000", "Conseil et services"),
        ("64210000", "Numérique"),
    ],
)
def test_codes_stand_where_a_person_looks_for_them(db, loaded, digits, name):
    assert CPVCode.objects.get(code=digits).sector.name == name


def test_second_loading_reads_nothing(db, loaded, django_assert_num_queries):
    # savepoint, lock, known files, end of savepoint
    with django_assert_num_queries(4):
        report = load_reference()
    assert report.outcomes == []


def test_forced_loading_changes_nothing(db, loaded):
    assert {(outcome.added, outcome.changed) for outcome in load_reference(force=True).outcomes} == {(0, 0)}


@pytest.mark.parametrize(
    ("key", "on", "value"),
    [
        ("dispense_fournitures_services", date(2026, 3, 31), 40000),
        ("dispense_fournitures_services", date(2026, 4, 1), 60000),
        ("dispense_travaux", date(2025, 12, 31), 100000),
        ("dispense_travaux", date(2026, 1, 1), 100000),
        ("formalise_fs_collectivite", date(2025, 12, 31), 221000),
        ("formalise_fs_collectivite", date(2026, 1, 1), 216000),
        ("ca_minimal_ratio", date(2026, 1, 1), Decimal("1.5")),
        ("jei_part_rd", date(2025, 3, 1), Decimal("0.2")),
    ],
)
def test_threshold_at_both_sides_of_a_change(db, loaded, key, on, value):
    assert Threshold.objects.at(key, on).value == value


@pytest.mark.parametrize(
    ("key", "on"),
    [
        ("dispense_fournitures_services", date(2019, 12, 31)),
        ("formalise_travaux", date(2028, 1, 1)),
        ("reserve_jei_part_lots", date(2026, 5, 27)),
        ("inconnu", date(2026, 1, 1)),
    ],
)
def test_threshold_outside_every_period_says_which_is_missing(db, loaded, key, on):
    with pytest.raises(LookupError) as refusal:
        Threshold.objects.at(key, on)
    assert str(refusal.value) == (
        f"seuil « {key} » : rien en vigueur le {on:%d/%m/%Y}. Ajoutez-le dans l'administration."
    )


def test_parameters_and_wordings_are_read_by_key_and_date(db, loaded):
    on = date(2026, 11, 23)
    assert Parameter.objects.value("moderation_delay_working_days", on) == 2
    assert Parameter.objects.value("match_band_strong", on) == 0.8
    assert Wording.objects.text("not_a_consultation", on) == (
        "Ceci n'est pas une consultation : aucune offre ni prix n'est reçu ici."
    )


def test_threshold_lookup_is_one_query(db, loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        Threshold.objects.at("achat_innovant", date(2026, 11, 23))


def names(queryset):
    return list(queryset.for_list().values_list("name", flat=True))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("saint die des vos", ["CA de Saint-Dié-des-Vosges", "Saint-Dié-des-Vosges"]),
        ("ST-DIÉ vosges", ["CA de Saint-Dié-des-Vosges", "Saint-Dié-des-Vosges"]),
        ("ste menehould", ["Sainte-Menehould"]),
        ("œuilly", ["Œuilly"]),
        ("OEUILLY", ["Œuilly"]),
        ("67000", ["Strasbourg"]),
        ("67200 stras", ["Strasbourg"]),
        ("67482", ["Strasbourg"]),
        ("ringeldorf", ["Val-de-Moder"]),
        ("bas rhin", ["Bas-Rhin", "Bas-Rhin"]),
        ("zzz", []),
        ("%", []),
        ("\x00", []),
        ("_trasbourg", []),
    ],
)
def test_territory_search_forgives_accents_and_knows_postal_codes(db, loaded, typed, found):
    assert names(Territory.objects.search(typed)) == found


def test_territory_search_of_nothing_keeps_everything(db, loaded):
    assert Territory.objects.departments().search("  ").count() == 10


def test_territory_search_is_bounded(db, loaded):
    assert Territory.objects.search("a " * 10000).count() > 0


def test_departments_are_listed_by_name(db, loaded):
    assert names(Territory.objects.departments()) == [
        "Ardennes",
        "Aube",
        "Bas-Rhin",
        "Haut-Rhin",
        "Haute-Marne",
        "Marne",
        "Meurthe-et-Moselle",
        "Meuse",
        "Moselle",
        "Vosges",
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("67482", "Strasbourg"),
        ("08009", "Mouzon"),
        ("08300", "Tannay-le-Mont-Dieu"),
        ("57585", "Manderen-Ritzing"),
        ("67402", "Val-de-Moder"),
        ("57578", "Rezonville-Vionville"),
    ],
)
def test_commune_is_resolved_from_its_code_of_today_or_before(db, loaded, code, name):
    assert Territory.objects.resolve_commune(code).name == name


@pytest.mark.parametrize("code", ["75056", "99999", "", None, "6748", "67482\x00", "Strasbourg"])
def test_commune_outside_the_region_is_none(db, loaded, code):
    assert Territory.objects.resolve_commune(code) is None


def test_search_name_is_what_the_python_twin_says(db, loaded):
    stored = Territory.objects.values_list("name", "search_name")
    assert [name for name, plain_name in stored if plain_name.strip() != plain(name)] == []


def codes(queryset):
    return list(queryset.for_list().values_list("code", flat=True))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("conteneurs à eau", ["44613500"]),
        ("CONTENEUR A EAUX", ["44613500"]),
        ("lampadaires eclairage publics", ["34928510"]),
        ("4461350", ["44613500"]),
        ("44613500-5", ["44613500"]),
        ("446135", ["44613500"]),
        ("le la", []),
        ("' & | ! <->", []),
    ],
)
def test_cpv_search_by_words_without_accent_or_by_first_digits(db, loaded, typed, found):
    assert codes(CPVCode.objects.search(typed)) == found


def test_cpv_descendants_are_strictly_below(db, loaded):
    assert codes(CPVCode.objects.descendants("44613000")) == [
        code for code in codes(CPVCode.objects.search("44613")) if code != "44613000"
    ]


def test_cpv_code_shows_its_parts(db, loaded):
    code = CPVCode.objects.get(pk="44613500")
    assert (code.division, code.short, code.full) == ("44", "446135", "44613500-5")
    assert str(code) == "44613500-5 Conteneurs à eau"


def test_cpv_near_codes_and_labels(db, loaded):
    assert [code.pk for code in CPVCode.objects.near_code("44613599")] == ["44613500", "44613600", "44613700"]
    assert [code.pk for code in CPVCode.objects.near_code("99")] == []
    assert CPVCode.objects.near_label("panneaux solairs")[0].pk == "09331000"
    assert list(CPVCode.objects.near_label("zzzzzzzz")) == []
