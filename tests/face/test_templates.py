"""No template holds a style or a script of its own: the content security policy would refuse it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
PAGES = [path for path in sorted(ROOT.rglob("*.html")) if path.parent.name != "emails"]
INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
INCLUDE = re.compile(r'{% include "([^"]+)"([^%]*)%}')


def test_inline_pattern_sees_what_it_must():
    for bad in [
        "<style>",
        '<p style="x">',
        "<script>x</script>",
        '<script type="module">',
        '<a onclick="x()">',
        'href="javascript:x"',
    ]:
        assert INLINE.search(bad)
    for good in ['<script type="module" src="/x.js"></script>', "<p class='x'>", 'content="on=off"']:
        assert not INLINE.search(good)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_style_or_script(path):
    assert INLINE.findall(path.read_text()) == []


def test_classes_of_templates_are_all_styled():
    """A class that no sheet knows is a slip of the pen, or a style that was left out."""
    sheets = "".join(path.read_text() for path in (ROOT.parent / "static/css").glob("*.css"))
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", sheets))
    unknown = set()
    for path in PAGES:
        if "admin" in {path.parent.name, path.parent.parent.name}:
            continue
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "{", path.read_text())
        for value in re.findall(r'class="([^"]*)"', bare):
            unknown |= {(name, path.name) for name in value.split() if "{" not in name and name not in known}
    assert sorted(unknown) == []


def test_part_with_a_form_is_given_the_token_that_it_sends():
    """A part included alone (« only ») sees nothing of the page: without the token nobody could send its form, which
    Django's test client does not notice."""
    with_forms = {str(path.relative_to(ROOT)) for path in PAGES if "{% csrf_token %}" in path.read_text()}
    without = [
        (path.name, part)
        for path in PAGES
        for part, given in INCLUDE.findall(path.read_text())
        if part in with_forms and re.search(r"\bonly\b", given) and "csrf_token=csrf_token" not in given
    ]
    assert without == []
