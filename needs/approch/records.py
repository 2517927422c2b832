"""One record of the « projets d'achats publics » data set, checked and turned into what a need holds.

Source: data.economie.gouv.fr, Licence Ouverte. Each refusal is a RecordError with a French reason. The person
in charge (« responsable ») is personal data that the portal does not need: it is never read.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import stdnum.exceptions
import stdnum.fr.siren

from grandest_portal.core.text import clean_line, clean_text
from grandest_portal.reference.cpv import DIGITS, split_code
from grandest_portal.reference.models import CPVCode, Territory
from grandest_portal.reference.text import plain
from needs.approch import texts

# The page of the data set; a record has no page of its own, the search box of this one finds it by its code.
DATASET_PAGE = "https://data.economie.gouv.fr/explore/dataset/projets-d-achats-publics/table/"
TITLE_LENGTH = 160
BUYER_LENGTH = 200
LONGEST = {"libelle": 2_000, "description": 20_000}
LONGEST_CELL = 5_000
MOST_CODES = 30
MOST_DEPARTMENTS = 200
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
DEPARTMENT = re.compile(r"[0-9]{2}|2[AB]|9[78][0-9]")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?")
SEPARATORS = re.compile(r"[|,;/\s]+")
YEARS = range(2000, 2101)
BUYER_NAMES = ("entite_acheteuse", "nom_de_l_entite_acheteuse")


class RecordError(ValueError):
    """Why a record is refused, in French."""


@dataclass(frozen=True)
class OpenNeed:
    """A checked record: codes of eight digits, department codes of the region, a date or None."""

    source_id: str
    title: str
    summary: str
    source_url: str
    source_buyer: str
    cpv: tuple[str, ...]
    departments: tuple[str, ...]
    budget_band: str
    procedure: str
    planned_on: date | None
    is_open: bool


@dataclass(frozen=True)
class Known:
    """The codes that exist: {eight digits: check digit}, and the departments of the region."""

    cpv: dict[str, str]
    departments: frozenset[str]


def known_codes():
    return Known(
        cpv=dict(CPVCode.objects.values_list("code", "check_digit")),
        departments=frozenset(Territory.objects.departments().values_list("code", flat=True)),
    )


def read_record(value: Any, known: Known) -> OpenNeed:
    """The OpenNeed of one decoded JSON value; RecordError when it is not a sound record.

    `departments` is empty when the project takes place outside the region.
    """
    if not isinstance(value, dict):
        raise RecordError("un objet { … } est attendu")
    source_id = code_of(value)
    title = text_of(value, "libelle")
    if not title:
        raise RecordError("« libelle » est vide")
    short = shortened(title, TITLE_LENGTH)
    description = text_of(value, "description", several_lines=True)
    date_of(value, "date_cible_de_remise_des_offres")
    return OpenNeed(
        source_id=source_id,
        title=short,
        summary=description if short == title else "\n\n".join(filter(None, [title, description])),
        source_url=f"{DATASET_PAGE}?{urlencode({'q': f'code:{source_id}'})}",
        source_buyer=buyer_of(value),
        cpv=cpv_of(value, known),
        departments=departments_of(value, known),
        budget_band=texts.budget_band(text_of(value, "montant_estime_du_marche")),
        procedure=texts.procedure(text_of(value, "type_de_procedure")),
        planned_on=date_of(value, "date_previsionnelle_de_publication"),
        is_open=plain(text_of(value, "statut")) in {"", "ouvert"},
    )


def text_of(value, key, *, several_lines=False):
    """The cleaned text of a cell; "" when absent. Numbers are read as they are written."""
    cell = value.get(key)
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise RecordError(f"« {key} » n'est pas un texte")
    limit = LONGEST.get(key, LONGEST_CELL)
    text = written(cell, key, limit)
    return clean_text(text).strip() if several_lines else clean_line(text)


def shortened(text, length):
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def written(cell, key, limit):
    text = str(cell)
    if len(text) > limit:
        raise RecordError(f"« {key} » compte {len(text)} caractères, {limit} au plus")
    return text


def code_of(value):
    code = text_of(value, "code")
    if not code:
        raise RecordError("« code » est absent")
    if not CODE.fullmatch(code):
        raise RecordError(f"« code » « {code[:60]} » n'est pas un identifiant")
    return code


def buyer_of(value):
    """The name when the record gives one, else « SIREN 110 014 016 », checked by its Luhn key."""
    siren = text_of(value, "siren_de_l_entite_acheteuse")
    name = next((text_of(value, key) for key in BUYER_NAMES if text_of(value, key)), "")
    if isinstance(value.get("siren_de_l_entite_acheteuse"), int):
        siren = siren.zfill(9)
    if siren:
        try:
            siren = stdnum.fr.siren.validate(siren)
        except stdnum.exceptions.ValidationError:
            raise RecordError(f"SIREN « {siren[:20]} » faux (neuf chiffres, clé de Luhn)") from None
    elif not name:
        raise RecordError("« siren_de_l_entite_acheteuse » est absent")
    return shortened(name, BUYER_LENGTH) if name else f"SIREN {siren[:3]} {siren[3:6]} {siren[6:]}"


def pieces_of(value, key, most):
    """The codes of a cell that holds one number, a text with any usual separator, or a list of them."""
    cell = value.get(key)
    cells = cell if isinstance(cell, list) else [cell]
    if len(cells) > most:
        raise RecordError(f"« {key} » compte {len(cells)} codes, {most} au plus")
    pieces = []
    for one in cells:
        text = text_of({key: one}, key)
        pieces += [(piece, isinstance(one, int)) for piece in SEPARATORS.split(text) if piece]
    if len(pieces) > most:
        raise RecordError(f"« {key} » compte {len(pieces)} codes, {most} au plus")
    return pieces


def cpv_of(value, known):
    codes = []
    for piece, is_number in pieces_of(value, "code_s_cpv", MOST_CODES):
        # A number has lost the zero that starts the codes of agriculture.
        parts = split_code(piece.zfill(DIGITS) if is_number else piece)
        if parts is None:
            raise RecordError(f"code CPV « {piece[:20]} » mal formé")
        code, check_digit = parts
        if code not in known.cpv:
            raise RecordError(f"code CPV « {code} » inconnu")
        if check_digit not in ("", known.cpv[code]):
            raise RecordError(f"code CPV « {piece} » : le dernier chiffre devrait être {known.cpv[code]}")
        codes.append(code)
    return tuple(dict.fromkeys(codes))


def departments_of(value, known):
    codes = []
    for piece, is_number in pieces_of(value, "departement_s_d_execution_du_marche", MOST_DEPARTMENTS):
        code = piece.zfill(2).upper() if is_number else piece.upper()
        if not DEPARTMENT.fullmatch(code):
            raise RecordError(f"département « {piece[:20]} » mal formé")
        codes.append(code)
    return tuple(sorted(known.departments.intersection(codes)))


def date_of(value, key):
    """A date written « 2027-01-09 », with or without a time, or « 09/01/2027 »; None when absent."""
    text = text_of(value, key)
    if not text:
        return None
    found = iso_date(text) or french_date(text)
    if found is None or found.year not in YEARS:
        raise RecordError(f"« {key} » « {text[:30]} » n'est pas une date")
    return found


def iso_date(text):
    if not ISO_DATE.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def french_date(text):
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None
