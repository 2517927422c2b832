"""The CPV main vocabulary."""

import re

from grandest_portal.reference.cpv import ancestors, level_of
from grandest_portal.reference.loading.files import read_csv
from grandest_portal.reference.loading.writing import upsert
from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.models.cpv import LABEL_LENGTH

FILES = {"cpv.csv": ["code", "check_digit", "label"]}
CODE = re.compile(r"[0-9]{8}")
CHECK_DIGIT = re.compile(r"[0-9]")
FIELDS = ["check_digit", "label", "parent_id", "level"]


def load_vocabulary(folder):
    """Write every code of `folder`/cpv.csv; returns the Outcomes."""
    rows = read_csv(folder / "cpv.csv", FILES["cpv.csv"])
    known = {row["code"] for row in rows}
    codes = [code_of(row, known) for row in rows]
    return [upsert("codes CPV", CPVCode.objects.all(), codes, key=["code"], fields=FIELDS)]


def code_of(row, known):
    code = row.matching("code", CODE, "un code CPV de huit chiffres")
    above = ancestors(code)
    if above and above[0] not in known:
        row.fail(f"le code au-dessus de « {code} », « {above[0]} », est absent du fichier")
    return CPVCode(
        code=code,
        check_digit=row.matching("check_digit", CHECK_DIGIT, "un chiffre"),
        label=row.short_text("label", LABEL_LENGTH),
        parent_id=above[0] if above else None,
        level=level_of(code),
    )
