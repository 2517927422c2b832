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
