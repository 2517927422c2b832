"""What a first visit downloads stays small."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
CSS = sorted((STATIC / "css").glob("*.css"))


def weight(paths):
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


def test_style_sheets_are_light():
    assert 0 < weight(CSS) <= 15_000


def test_portal_script_is_light():
    assert 0 < weight([STATIC / "js/portal.js"]) <= 5_000


def test_fonts_are_few_and_licensed():
    fonts = sorted((STATIC / "fonts").glob("*.woff2"))
    assert 0 < len(fonts) <= 2
    assert sum(path.stat().st_size for path in fonts) <= 50_000
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text().upper()


@pytest.mark.parametrize("path", [*CSS, STATIC / "admin-portal.css"], ids=lambda path: path.name)
def test_style_sheet_asks_nothing_of_other_sites(path):
    sheet = path.read_text()
    assert re.findall(r"@import|https?:|//[a-z]", sheet) == []
    for url in re.findall(r"url\(\"([^\"]+)\"\)", sheet):
        assert (path.parent / url).resolve().is_file()


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_style_sheet_stays_readable(path):
    assert len(path.read_text().splitlines()) < 400
