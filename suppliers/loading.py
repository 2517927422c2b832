"""The dated rows of this room, read by `load_reference` with those of the reference room."""

from pathlib import Path

from grandest_portal.reference.loading.dated import add_missing, period
from grandest_portal.reference.loading.files import read_json
from suppliers.models import Label

DATA = Path(__file__).parent / "data"
LABELS = "labels.json"
LABEL_TEXTS = ("key", "name", "issuer", "url", "proves", "proves_not", "proof", "source")
LABEL_SETTINGS = ("number_label", "position", "note")


def load_labels(folder):
    rows = read_json(
        folder / LABELS,
        [*LABEL_TEXTS, "position", "starts_on"],
        {"number_label": "", "ends_on": None, "note": ""},
    )
    return [add_missing("labels", Label, [(row, label(row)) for row in rows])]


def label(row):
    return Label(**{name: row[name] for name in (*LABEL_TEXTS, *LABEL_SETTINGS)}, **period(row))


PARTS = ((load_labels, (LABELS,)),)
