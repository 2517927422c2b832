"""Activity codes, brought to what the file says."""

import re

from grandest_portal.reference.loading.files import read_json
from grandest_portal.reference.loading.writing import upsert
from grandest_portal.reference.models import ActivityCode

ACTIVITIES = "activities.json"
CODE = re.compile(r"[0-9]{2}\.[0-9]{2}[A-Z]")
NAME = re.compile(r"\S.{0,19}")
LABEL_LENGTH = ActivityCode._meta.get_field("label").max_length


def load_activities(folder):
    """Write every code of `folder`/activities.json; returns the Outcomes."""
    rows = read_json(
        folder / ACTIVITIES,
        ["key", "nomenclature", "label"],
        {},
        identity=("key", "nomenclature"),
        twice="figure deux fois dans sa nomenclature",
    )
    codes = [
        ActivityCode(
            key=row.matching("key", CODE, "un code d'activité, comme 62.01Z"),
            nomenclature=row.matching("nomenclature", NAME, "le nom d'une nomenclature"),
            label=row.short_text("label", LABEL_LENGTH),
        )
        for row in rows
    ]
    return [
        upsert(
            "codes d'activité",
            ActivityCode.objects.all(),
            codes,
            key=["nomenclature", "key"],
            fields=["label"],
        )
    ]
