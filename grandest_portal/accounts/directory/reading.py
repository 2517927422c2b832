"""From an answer of the directory to an Establishment; whatever is not what its documentation says is refused."""

import json
import re
from dataclasses import dataclass
from datetime import date

from grandest_portal.accounts.directory.transport import Unavailable
from grandest_portal.core.text import clean_line

# « [ND] »: what a person who refused publication is replaced by (INSEE, statut de diffusion « P »).
WITHHELD = re.compile(r"\[(?:ND|NON-DIFFUSIBLE)\]")
SOLE_TRADER = "1000"
LONGEST = 200


@dataclass(frozen=True)
class Establishment:
    """What the directory says of one SIRET; "" or None where it says nothing.

    `activity` is a NAF code, `legal_form` a « catégorie juridique » of INSEE, `size_class` a « tranche
    d'effectif » of INSEE; `withheld` when the person refused that more be published.
    """

    siret: str
    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    commune_code: str = ""
    legal_form: str = ""
    activity: str = ""
    size_class: str = ""
    created_on: date | None = None
    closed_on: date | None = None
    is_closed: bool = False
    withheld: bool = False


def read_establishment(answer, siret):
    """The Establishment of `siret`, or None when the directory knows none. Unavailable when it makes no sense."""
    if answer.status != 200:
        raise Unavailable(f"HTTP {answer.status}")
    if answer.content_type.partition(";")[0].strip().lower() != "application/json":
        raise Unavailable("not JSON")
    try:
        results = json.loads(answer.body)["results"]
        for unit in results:
            if unit["siren"] == siret[:9]:
                return of_unit(unit, siret)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unavailable(f"unreadable: {type(error).__name__}") from error
    return None


def of_unit(unit, siret):
    head = unit.get("siege") or {}
    places = [*(unit.get("matching_etablissements") or []), head]
    place = next((each for each in places if each.get("siret") == siret), None)
    if place is None:
        return None
    # The list of matching establishments has fewer columns than the head office.
    place = {**head, **place} if head.get("siret") == siret else place
    return Establishment(
        siret=siret,
        name=text(unit, "nom_raison_sociale") or text(unit, "nom_complet"),
        street=street_of(place),
        postal_code=text(place, "code_postal"),
        city=text(place, "libelle_commune"),
        commune_code=text(place, "commune"),
        legal_form=text(unit, "nature_juridique"),
        activity=text(place, "activite_principale") or text(unit, "activite_principale"),
        size_class=text(unit, "tranche_effectif_salarie"),
        created_on=day(place, "date_creation"),
        closed_on=day(place, "date_fermeture") or day(unit, "date_fermeture"),
        is_closed=text(place, "etat_administratif") == "F" or text(unit, "etat_administratif") == "C",
        withheld="P" in {text(unit, "statut_diffusion"), text(place, "statut_diffusion_etablissement")},
    )


def text(values, name):
    """A text on one line; "" when absent or withheld; TypeError for anything but a text."""
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(name)
    kept = WITHHELD.sub("", clean_line(value[: 2 * LONGEST])).strip(" ()")
    return kept[:LONGEST]


def day(values, name):
    written = text(values, name)
    return date.fromisoformat(written[:10]) if written else None


def street_of(place):
    parts = [text(place, name) for name in ("numero_voie", "indice_repetition", "type_voie", "libelle_voie")]
    if parts[-1]:
        return " ".join(part for part in parts if part)
    postal_code = text(place, "code_postal")
    whole = text(place, "adresse")
    return whole.partition(f" {postal_code} ")[0] if postal_code and f" {postal_code} " in whole else ""
