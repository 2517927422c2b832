"""The dated rows of this room, read by `load_reference` with those of the reference room."""

from pathlib import Path

from grandest_portal.reference.loading.dated import add_missing, period
from grandest_portal.reference.loading.files import read_json
from meetings.models import MinutesQuestion

DATA = Path(__file__).parent / "data"
QUESTIONS = "minutes_questions.json"
ASKED = ("key", "wording", "position")
SETTINGS = {"help": "", "source": "", "enabled": True, "note": ""}


def load_minutes_questions(folder):
    rows = read_json(folder / QUESTIONS, [*ASKED, "starts_on"], {**SETTINGS, "ends_on": None})
    return [add_missing("questions de compte rendu", MinutesQuestion, [(row, question(row)) for row in rows])]


def question(row):
    return MinutesQuestion(**{name: row[name] for name in (*ASKED, *SETTINGS)}, **period(row))


PARTS = ((load_minutes_questions, (QUESTIONS,)),)
