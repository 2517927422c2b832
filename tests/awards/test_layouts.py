"""What a published row says, however it is written."""

from datetime import date
from decimal import Decimal

import pytest

from grandest_portal.awards.enums import AmountFlag, HolderIdKind
from grandest_portal.awards.layouts import (
    Limits,
    RowError,
    amount_of,
    cpv_of,
    date_of,
    missing_columns,
    read_row,
)
from grandest_portal.reference.natures import PurchaseNature, nature_of
from tests.awards.conftest import TABULAR

LIMITS = Limits(Decimal(100), Decimal(1_000_000_000))


@pytest.mark.parametrize(
    ("code", "nature"),
    [
        ("45000000", PurchaseNature.WORKS),
        ("01000000", PurchaseNature.SUPPLIES),
        ("44000000", PurchaseNature.SUPPLIES),
        ("48000000", PurchaseNature.SUPPLIES),
        ("50000000", PurchaseNature.SERVICES),
        ("98000000", PurchaseNature.SERVICES),
        ("46000000", ""),
        ("00000000", ""),
        ("4500000", ""),
        ("٤٥٠٠٠٠٠٠", ""),
        ("", ""),
    ],
)
def test_nature_comes_from_the_division(code, nature):
    assert nature_of(code) == nature


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("45233140-2", "45233140"),
        ("45233140", "45233140"),
        ("452331402", "45233140"),
        ("9310000", "09310000"),
        ("3110000", "03110000"),
        ("1234567", ""),
        ("travaux", ""),
        ("", ""),
    ],
)
def test_cpv_is_read_as_eight_digits(written, code):
    assert cpv_of(written) == code


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-02-08", date(2019, 2, 8)),
        ("2019-02-08+01:00", date(2019, 2, 8)),
        ("2019-02-08T00:00:00Z", date(2019, 2, 8)),
        ("0219-02-08", None),
        ("2019-02-30", None),
        ("", None),
    ],
)
def test_date_is_read_without_its_offset(written, day):
    assert date_of(written) == day


@pytest.mark.parametrize(
    ("written", "amount", "flag"),
    [
        ("50000", "50000.00", AmountFlag.NONE),
        ("50 000,5", "50000.50", AmountFlag.NONE),
        ("100", "100.00", AmountFlag.TOO_LOW),
        ("100.01", "100.01", AmountFlag.NONE),
        ("0.0", "0.00", AmountFlag.TOO_LOW),
        ("-5", "-5.00", AmountFlag.TOO_LOW),
        ("1000000000", "1000000000.00", AmountFlag.TOO_HIGH),
        ("999999", "999999.00", AmountFlag.PLACEHOLDER),
        ("123456", "123456.00", AmountFlag.PLACEHOLDER),
        ("4444", "4444.00", AmountFlag.NONE),
        ("", None, AmountFlag.MISSING),
        ("NaN", None, AmountFlag.MISSING),
        ("1e300", None, AmountFlag.MISSING),
        ("beaucoup", None, AmountFlag.MISSING),
    ],
)
def test_absurd_amounts_are_flagged_not_dropped(written, amount, flag):
    expected = None if amount is None else Decimal(amount)
    assert amount_of(written, LIMITS, doubted=False) == (expected, flag)


def test_an_amount_that_the_source_doubts_is_flagged():
    row = read_row(TABULAR | {"montant_anomalie": "aberrant"}, LIMITS, "")
    assert (row.values["amount"], row.values["amount_flag"]) == (Decimal(50000), AmountFlag.DOUBTED)


def test_holders_joined_in_one_cell_keep_their_rank_and_their_kind():
    joined = {key: value for key, value in TABULAR.items() if not key.startswith("titulaire")}
    joined |= {"titulaires_id": "ATU72151468|552 032 534 00646|123|", "titulaires_type": "TVA|SIRET|SIRET"}
    holders = read_row(joined, LIMITS, "").holders
    assert [(each.id, each.kind, each.rank) for each in holders] == [
        ("ATU72151468", HolderIdKind.TVA, 1),
        ("55203253400646", HolderIdKind.SIRET, 2),
        ("123", HolderIdKind.UNKNOWN, 3),
        ("", HolderIdKind.UNKNOWN, 4),
    ]


def test_the_number_of_2018_holds_the_modifications():
    row = {**TABULAR, "uid": "", "titulaires_id": "55203253400646", "titulaires_type": "SIRET"}
    numbers = [("20191814500", "0"), ("20191814501", "1"), ("20191814502", "")]
    uids = [read_row(row | {"id": n, "nb_modifications": m}, LIMITS, "").market_uid for n, m in numbers]
    assert uids == ["21670001000011201918145", "21670001000011201918145", "2167000100001120191814502"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"acheteur_id": "123"}, "acheteur sans SIRET"),
        ({"acheteur_id": "٢١٦٧٠٠٠١٠٠٠٠١١"}, "acheteur sans SIRET"),
        ({"uid": "", "id": ""}, "marché sans numéro"),
    ],
)
def test_a_row_that_nobody_can_name_is_left(change, reason):
    with pytest.raises(RowError, match=reason):
        read_row(TABULAR | change, LIMITS, "")


def test_hostile_cells_are_cleaned_and_cut():
    change = {"objet": "a\x00b\u202ec" + "x" * 9000, "procedure": "p" * 900, "dureeMois": "x", "nature": None}
    values = read_row(TABULAR | change, LIMITS, "f").values
    assert values["title"].startswith("abcx") and len(values["title"]) == 2000
    assert (len(values["procedure"]), values["duration_months"], values["contract_form"]) == (120, None, "")


def test_missing_columns_are_named():
    assert missing_columns(TABULAR) == []
    assert missing_columns(["objet"]) == [
        "acheteur_id",
        "codeCPV",
        "montant",
        "dateNotification",
        "uid ou id",
        "titulaire_id ou titulaires_id",
    ]
