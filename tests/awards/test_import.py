"""`import_awards`: repeatable, versions collapsed, nothing lost in silence; and the counts read from it."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from grandest_portal.awards.actions import import_awards
from grandest_portal.awards.enums import AmountFlag, HolderIdKind
from grandest_portal.awards.models import Award, Coverage, PastAwards
from grandest_portal.awards.samples import SAMPLES

BUYER, HOLDER = "21670001000011", "55203253400646"
HAGUENAU, ELECTRICIAN = "20006787400012", "49976086600032"
SAINT_LOUIS, OPERATOR = "21680297500013", "38012986609262"

pytestmark = pytest.mark.usefixtures("dated_data")


def rows():
    return list(Award.objects.order_by("market_uid", "holder_rank").values())


def test_importing_again_changes_nothing(write):
    path = write({}, {"uid": "M2"}, {"titulaire_id": "11111111100011"})
    first = import_awards(path)
    before = rows()
    second = import_awards(path)
    assert (first.added, first.changed, first.unchanged) == (3, 0, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 3)
    assert rows() == before
    assert [row["holder_rank"] for row in before] == [1, 2, 1]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_versions_of_a_market_become_one_row_in_any_order(write, order):
    versions = [
        {"montant": "50000", "modification_id": "0.0", "dateNotification": "2026-01-10"},
        {"montant": "60000", "modification_id": "1.0", "dateNotification": "2026-05-01"},
        {"montant": "70000", "modification_id": "2.0", "dateNotification": "2026-03-01"},
    ]
    import_awards(write(*[versions[number] for number in order]))
    award = Award.objects.get()
    assert (award.amount, award.revision, award.notified_on) == (Decimal(70000), 2, date(2026, 1, 10))


def test_versions_without_number_follow_their_dates_across_files(write):
    import_awards(write({"montant": "9000", "dateNotification": "2026-06-01"}))
    report = import_awards(write({"montant": "8000", "dateNotification": "2026-02-01"}))
    award = Award.objects.get()
    assert (award.amount, award.notified_on) == (Decimal(9000), date(2026, 2, 1))
    assert (report.added, report.changed) == (0, 1)


def test_more_rows_than_a_batch_are_all_taken(write):
    report = import_awards(write(*[{"uid": f"M{number}"} for number in range(1203)]))
    assert (report.rows, report.added, Award.objects.count()) == (1203, 1203, 1203)


def test_semicolons_and_a_byte_order_mark_are_read(write):
    path = write({}, delimiter=";")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert import_awards(path).added == 1


def test_the_command_reports_what_was_taken_and_left(write):
    out = StringIO()
    call_command("import_awards", write({}, {"acheteur_id": "x"}, {"uid": "M2", "montant": ""}), stdout=out)
    assert "Laissées : acheteur sans SIRET de 14 chiffres, 1" in out.getvalue()
    assert "À savoir : montant : absent, 1" in out.getvalue()
    assert "3 lignes lues : 2 marchés × titulaires ajoutés, 0 modifiés, 0 inchangés, 1 lignes laissées." in (
        out.getvalue()
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "il manque les colonnes acheteur_id"),
        (b"a,b\n1,2\n", "il manque les colonnes acheteur_id"),
        (None, "ne se lit pas"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content, sentence):
    path = tmp_path / "autre.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_awards", path)
    assert not Award.objects.exists()


def test_a_cell_of_a_million_letters_stops_the_import_with_its_line(write):
    with pytest.raises(CommandError, match=r"marches\.csv, ligne 3 : CSV mal formé"):
        call_command("import_awards", write({}, {"objet": "x" * 1_000_000}), stdout=StringIO())


def test_what_must_never_be_stored_is_refused_by_the_database():
    sound = {
        "market_uid": "M",
        "buyer_siret": BUYER,
        "holder_id": HOLDER,
        "holder_kind": "siret",
        "amount": 5,
    }
    Award.objects.create(**sound)
    for change in [
        {},
        {"holder_id": "1"},
        {"market_uid": "N", "buyer_siret": "1"},
        {"holder_id": "", "amount": None},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Award.objects.create(**sound | change)


def test_past_awards_count_markets_not_rows(write):
    import_awards(
        write(
            {"uid": "A", "montant": "50000"},
            {"uid": "A", "titulaire_id": "55203253499999", "montant": "50000"},
            {"uid": "B", "montant": "20000", "nature": "Accord-cadre à bons de commande"},
            {"uid": "C", "montant": "1"},
            {"uid": "D", "dateNotification": "2025-12-31"},
            {"uid": "E", "dateNotification": ""},
            {"uid": "F", "titulaire_id": "11111111100011"},
            {"uid": "G", "acheteur_id": "99999999900011"},
        )
    )
    found = Award.objects.between(BUYER, HOLDER, date(2026, 1, 1))
    assert found == PastAwards(count=3, total=Decimal(70000), unpriced=1, frameworks=1, undated=1)
    assert Award.objects.between(BUYER, "77777777700011", date(2026, 1, 1)) == PastAwards()


def test_the_first_day_of_the_period_counts(write):
    import_awards(write({"dateNotification": "2026-01-01"}))
    assert Award.objects.between(BUYER, HOLDER, date(2026, 1, 1)).count == 1
    assert Award.objects.between(BUYER, HOLDER, date(2026, 1, 2)).count == 0


def test_coverage_says_how_far_the_data_reach(write):
    assert Award.objects.coverage() == Coverage(0, None, None)
    import_awards(
        write({"uid": "A"}, {"uid": "A", "titulaire_id": "1"}, {"uid": "B", "dateNotification": "2026-07-01"})
    )
    assert Award.objects.coverage() == Coverage(2, date(2026, 1, 10), date(2026, 7, 1))
    assert Award.objects.of_buyer("99999999900011").coverage() == Coverage(0, None, None)


@pytest.fixture
def sample():
    return [import_awards(path) for path in SAMPLES]


def test_the_real_sample_is_taken_whole(sample):
    assert [(report.rows, report.left.total()) for report in sample] == [(134, 0), (42, 0)]
    assert sample[0].remarks["accents perdus"] == 28
    # A framework shared by five energy firms, the same amount for each.
    shared = Award.objects.filter(market_uid="4837555180001420180331")
    assert (shared.count(), len(set(shared.values_list("amount", flat=True)))) == (5, 1)
    assert Award.objects.filter(holder_kind=HolderIdKind.TVA, holder_id="DE243659508").exists()


def test_past_awards_of_the_real_sample(sample):
    """Four published rows, one of which modifies another: three markets."""
    found = Award.objects.between(HAGUENAU, ELECTRICIAN, date(2019, 1, 1))
    assert found == PastAwards(count=3, total=Decimal("643766.79"))
    assert Award.objects.between(SAINT_LOUIS, OPERATOR, date(2018, 12, 27)).count == 3
    assert Award.objects.between(SAINT_LOUIS, OPERATOR, date(2018, 12, 28)).count == 0


def test_the_sample_holds_no_name():
    for path in SAMPLES:
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert not [name for name in header if name.endswith("_nom")]


def test_flagged_amounts_stay_in_the_base(write):
    import_awards(write({"montant": "999999"}))
    award = Award.objects.get()
    assert (award.amount, award.amount_flag) == (Decimal(999999), AmountFlag.PLACEHOLDER)
