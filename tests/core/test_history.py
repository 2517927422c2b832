"""Audit entries in words: every verb that the code writes has a French sentence."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from grandest_portal.accounts.models import Membership
from grandest_portal.core.history import changes_of, verb_words

ROOMS = ["grandest_portal", "buyers", "suppliers", "needs", "meetings"]
VERB = re.compile(r"(buyer|company|meeting|membership|need|organisation|partner|solution|user)\.[a-z_]+")


def recorded_verbs():
    found = set()
    for room in ROOMS:
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            if path.name == "apps.py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and VERB.fullmatch(node.value)
                ):
                    found.add(node.value)
    return found


def test_every_recorded_verb_has_its_words():
    verbs = recorded_verbs()
    assert {"need.published", "solution.returned", "meeting.confirmed", "membership.approved"} <= verbs
    assert {verb for verb in verbs if verb_words(verb) == verb} == set()


def test_unknown_verb_is_shown_as_it_is():
    assert verb_words("autre.chose") == "autre.chose"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"status": "requested"}, {"status": "approved"}, [("état", "En attente de vérification", "Validé")]),
        ({}, {"position": "Maire"}, [("fonction", "", "Maire")]),
        ({}, {"inconnu_ici": [1, 2]}, [("inconnu ici", "", "1, 2")]),
        ({"role": "editor"}, {}, [("rôle", "Rédacteur", "")]),
        (
            {},
            {"fait": True, "autre": {"a": None, "b": 2}},
            [("fait", "", "oui"), ("autre", "", "a : , b : 2")],
        ),
        ({}, {}, []),
    ],
)
def test_changes_take_the_names_of_fields_and_states(before, after, words):
    changes = changes_of(Membership, before, after)
    assert [(change.label, change.before, change.after) for change in changes] == words
