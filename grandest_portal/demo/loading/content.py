"""The committed texts of the demonstration, and the numbers of its fictional organisations."""

import json
from dataclasses import dataclass
from pathlib import Path

from stdnum import luhn

FOLDER = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Content:
    """Lists of dicts as in demo/data/*.json; see demo/data/README.md for the fields."""

    buyers: list[dict]
    companies: list[dict]
    needs: list[dict]
    solutions: list[dict]


def read(folder=FOLDER):
    def rows(family):
        return [
            row
            for path in sorted(Path(folder).glob(f"{family}_*.json"))
            for row in json.loads(path.read_text(encoding="utf-8"))
        ]

    return Content(rows("buyers"), rows("companies"), rows("needs"), rows("solutions"))


def fictional_siret(number):
    """A SIRET with right check digits in the range 000 0xx xxx, where no real establishment is registered."""
    siren = f"000{number:05d}"
    siren += luhn.calc_check_digit(siren)
    establishment = f"{siren}0001"
    return establishment + luhn.calc_check_digit(establishment)
