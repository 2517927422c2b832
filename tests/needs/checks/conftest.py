"""Drafts for the rules, and the committed parameters that they read."""

import json
from datetime import date

import pytest

from grandest_portal.reference.actions import DATA
from needs.checks.draft import Draft
from needs.checks.rules import RULES

ON = date(2026, 11, 27)
SETTINGS = {
    row["key"]: row["parameters"]
    for row in json.loads((DATA / "practice_checks.json").read_text(encoding="utf-8"))
}


@pytest.fixture
def read():
    """read(code, text, field=…, **facts): [(excerpt, severity)] of one rule on one text."""

    def run(code, text, field="expected_result", **facts):
        draft = Draft(texts={field: text}, on=ON, **facts)
        return [(hit.excerpt(draft), str(hit.severity)) for hit in RULES[code](draft, SETTINGS)]

    return run


@pytest.fixture
def fires():
    """fires(code, texts, **facts): what the rule says, its details."""

    def run(code, texts, **facts):
        return [hit for hit in RULES[code](Draft(texts=texts, on=facts.pop("on", ON), **facts), SETTINGS)]

    return run
