"""Rows of the essential data (DECP), in the CSV layouts met so far, read as `AwardRow`: pure functions on text.

Two layouts: one row per market × holder × version (columns of decp.info: `uid`, `titulaire_id`…), and one row per
market with its holders joined by « | » (`titulaires_id`, `titulaires_type`).
Traps that this module knows: a date with an offset behind it, a CPV code that lost its first zero in a spreadsheet,
identifiers written with spaces, amounts typed for the sake of the form.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from grandest_portal.awards.enums import AmountFlag, HolderIdKind
from grandest_portal.core.text import clean_line
from grandest_portal.reference.natures import nature_of

KINDS = {
    "SIRET": HolderIdKind.SIRET,
    "TVA": HolderIdKind.TVA,
    "TVA_INTRACOMMUNAUTAIRE": HolderIdKind.TVA,
    "TAHITI": HolderIdKind.TAHITI,
    "RIDET": HolderIdKind.RIDET,
    "FRWF": HolderIdKind.FRWF,
    "IREP": HolderIdKind.IREP,
    "FR_TAHITI": HolderIdKind.TAHITI,
    "HORS-UE": HolderIdKind.OUTSIDE_EU,
    "HORS_UE": HolderIdKind.OUTSIDE_EU,
}
SIRET = re.compile(r"[0-9]{14}")
LARGEST_AMOUNT = Decimal(10) ** 15
LONGEST_TITLE = 2000


class RowError(ValueError):
    """Why a row is left, in French, the same words for the same reason: the report counts them."""


@dataclass(frozen=True)
class Limits:
    """Amounts outside are kept and flagged."""

    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Holder:
    """`rank` is None when the row holds one holder among others of its market: the order of arrival decides."""

    id: str
    kind: str
    rank: int | None
    department: str = ""
    region: str = ""


@dataclass(frozen=True)
class AwardRow:
    """One version of one market: its columns by the names of the model, and its holders."""

    market_uid: str
    values: dict
    holders: tuple[Holder, ...]


def missing_columns(names) -> list[str]:
    """What a header lacks to be one of the two layouts."""
    names = set(names)
    lacking = [
        name for name in ("acheteur_id", "codeCPV", "montant", "dateNotification") if name not in names
    ]
    lacking += [] if names & {"uid", "id"} else ["uid ou id"]
    return lacking + ([] if names & {"titulaire_id", "titulaires_id"} else ["titulaire_id ou titulaires_id"])


def read_row(row: dict, limits: Limits, source: str) -> AwardRow:
    """The row as an AwardRow; RowError when its buyer or its market cannot be named."""

    def text(name, longest=200):
        return clean_line(row.get(name) or "")[:longest]

    buyer = compact(text("acheteur_id"))
    if not SIRET.fullmatch(buyer):
        raise RowError("acheteur sans SIRET de 14 chiffres")
    uid = text("uid", 120) or uid_of(buyer, text("id", 80), text("nb_modifications"))
    if not uid:
        raise RowError("marché sans numéro")
    cpv = cpv_of(text("codeCPV"))
    amount, flag = amount_of(text("montant"), limits, doubted=bool(text("montant_anomalie")))
    notified = date_of(text("dateNotification"))
    values = {
        "buyer_siret": buyer,
        "title": text("objet", LONGEST_TITLE),
        "cpv": cpv,
        "nature": nature_of(cpv),
        "contract_form": text("nature", 60),
        "procedure": text("procedure", 120),
        "amount": amount,
        "amount_flag": flag,
        "duration_months": whole(text("dureeMois")),
        "offers_received": whole(text("offresRecues")),
        "place_code": text("lieuExecution_code", 20) or text("lieu_code", 20),
        "framework_id": text("idAccordCadre", 80),
        "buyer_department": text("acheteur_departement_code", 3) or text("acheteur_departement_deduit", 3),
        "notified_on": notified,
        "published_on": date_of(text("datePublicationDonnees")),
        "revised_on": notified,
        "revision": whole(text("modification_id") or text("nb_modifications")) or 0,
        "source": text("source", 80) or text("sourceDataset", 80) or source[:80],
    }
    return AwardRow(uid, values, holders_of(row))


def uid_of(buyer, number, modifications) -> str:
    """Buyer, then market. The schema of 2018 writes the number of modifications as two last digits of the market's
    own number: « 20191814500 », once modified, is « 20191814501 »."""
    if modifications.isdecimal() and number.endswith(f"{int(modifications):02d}"):
        number = number[:-2]
    return f"{buyer}{number}" if number else ""


def holders_of(row) -> tuple[Holder, ...]:
    """The holders that a row names; one without identifier when it names none: the market exists all the same."""
    if row.get("titulaires_id") is not None:
        ids = row["titulaires_id"].split("|")
        kinds = (row.get("titulaires_type") or "").split("|")
        kinds += [""] * (len(ids) - len(kinds))
        return tuple(
            holder(value, kind, rank)
            for rank, (value, kind) in enumerate(zip(ids, kinds, strict=False), start=1)
        )
    place = {
        "department": clean_line(row.get("titulaire_departement_code") or "")[:3],
        "region": clean_line(row.get("titulaire_region_code") or "")[:3],
    }
    # A file without the column of kinds holds numbers of establishments only.
    kind = row.get("titulaire_typeIdentifiant", "SIRET")
    return (holder(row.get("titulaire_id") or "", kind or "SIRET", None, **place),)


def holder(value, kind, rank, **place) -> Holder:
    number = compact(clean_line(value))[:60]
    found = KINDS.get(clean_line(kind).upper(), HolderIdKind.UNKNOWN) if number else HolderIdKind.UNKNOWN
    if found == HolderIdKind.SIRET and not SIRET.fullmatch(number):
        found = HolderIdKind.UNKNOWN
    return Holder(number, found, rank, **place)


def compact(value: str) -> str:
    return value.replace(" ", "").upper()


def cpv_of(value: str) -> str:
    """Eight digits, or "" when they cannot be read. Seven: the zero of divisions 03 to 09 was lost in a spreadsheet."""
    digits = value.split("-")[0].strip()
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if len(digits) == 7 and digits[0] in "3456789":
        digits = f"0{digits}"
    return digits[:8] if len(digits) in (8, 9) else ""


def date_of(value: str) -> date | None:
    """« 2019-02-08+01:00 » as well as « 2019-02-08 »; None for what is no date of our times."""
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def whole(value: str) -> int | None:
    """« 12 » and « 12.0 » as a number; None for anything else."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and 0 <= number < 1_000_000 else None


def amount_of(value: str, limits: Limits, *, doubted: bool) -> tuple[Decimal | None, str]:
    """(amount, AmountFlag): an absurd amount stays as it was published, with the reason not to count it."""
    try:
        number = Decimal(value.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None, AmountFlag.MISSING
    if not number.is_finite() or abs(number) >= LARGEST_AMOUNT:
        return None, AmountFlag.MISSING
    amount = number.quantize(Decimal("0.01"))
    if amount <= limits.lowest:
        return amount, AmountFlag.TOO_LOW
    if amount >= limits.highest:
        return amount, AmountFlag.TOO_HIGH
    if is_placeholder(int(amount)):
        return amount, AmountFlag.PLACEHOLDER
    return amount, AmountFlag.DOUBTED if doubted else AmountFlag.NONE


def is_placeholder(number: int) -> bool:
    """« 999999 », « 11111 », « 123456 »: nobody signs those."""
    digits = str(number)
    return len(digits) > 4 and (len(set(digits)) == 1 or digits in "1234567890")
