"""No line of a narrow page starts with « : » or ends with an opening guillemet: their space does not break.

Rooms enter PLACES when all their sentences are written so. What models and enumerations say stands in migrations too,
and is left as it is.
"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from grandest_portal.development.translations import messages_of

ROOT = Path(settings.BASE_DIR)
PLACES = [
    "grandest_portal/attachments",
    "grandest_portal/core/files",
    "grandest_portal/core/steps.py",
    "grandest_portal/core/versions_page.py",
    "grandest_portal/follow",
    "grandest_portal/reference/fields.py",
    "grandest_portal/reference/keyword_field.py",
    "suppliers",
    "templates/attachments",
    "templates/components",
    "templates/favourites",
    "templates/follow",
    "templates/reference",
    "templates/searches",
    "templates/suppliers",
]
STORED = {"migrations", "models", "models.py", "enums.py"}
BREAKS = re.compile(r"« | »| [:;?!€](?=[\s<\")»]|$)")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


def files():
    for place in PLACES:
        found = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*"))
        for path in found:
            parts = set(path.relative_to(ROOT).parts)
            if path.suffix == ".html" or (path.suffix == ".py" and not parts & STORED):
                yield path.relative_to(ROOT)


def built_texts(path):
    """The texts that Python puts around values: « f"{name} : {value}" »."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)


def texts(path):
    for message in messages_of(path):
        yield from filter(None, [message.text, message.plural])
    if path.suffix == ".py":
        yield from built_texts(path)
    else:
        yield TAGS.sub("…", COMMENTS.sub("", (ROOT / path).read_text()))


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("Source : un texte", True),
        ("… : …", True),
        ("dans « Mes solutions\u00a0»", True),
        ("dans «\u00a0Mes solutions »", True),
        ("Toujours valable ?", True),
        ("Source\u00a0: «\u00a0un texte\u00a0»\u00a0; 40\u202f000\u00a0€", False),
        ("https://exemple.example/?q=eau", False),
        ("{% if a != b %}", False),
    ],
)
def test_the_pattern_sees_a_space_that_breaks(text, breaks):
    assert bool(BREAKS.search(text)) is breaks


@pytest.mark.parametrize("path", list(files()), ids=str)
def test_signs_stay_with_their_word(path):
    found = [
        text[max(0, match.start() - 30) : match.end() + 10]
        for text in texts(path)
        for match in BREAKS.finditer(text)
    ]
    assert found == []
