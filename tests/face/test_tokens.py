"""The colours can be read: contrasts are computed from the tokens as WCAG 2.2 defines them (1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static/css/portal.css"

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "white"),
    ("ink", "stone"),
    ("ink", "mirabelle"),
    ("ink", "mirabelle-pale"),
    ("ink", "fir-pale"),
    ("grey", "paper"),
    ("grey", "white"),
    ("grey", "stone"),
    ("grey", "fir-pale"),
    ("fir", "paper"),
    ("fir", "white"),
    ("fir", "stone"),
    ("fir", "fir-pale"),
    ("fir-deep", "paper"),
    ("fir-deep", "fir-pale"),
    ("white", "fir"),
    ("white", "fir-deep"),
    ("fir-pale", "fir-deep"),
    ("mirabelle-ink", "mirabelle-pale"),
    ("sandstone", "paper"),
    ("sandstone", "white"),
    ("sandstone-deep", "sandstone-pale"),
    ("sandstone-deep", "paper"),
    ("ink", "shade-0"),
    ("ink", "shade-1"),
    ("ink", "shade-2"),
    ("ink", "shade-3"),
    ("white", "shade-4"),
    ("white", "shade-5"),
]
SHAPE_PAIRS = [("rule-strong", "white"), ("rule-strong", "paper"), ("mirabelle", "fir-deep"), ("fir", "rule")]


def tokens():
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", CSS.read_text()))


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_agrees_with_the_standard():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_contrast_is_enough(text, ground):
    assert contrast(tokens()[text], tokens()[ground]) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shape_contrast_is_enough(shape, ground):
    assert contrast(tokens()[shape], tokens()[ground]) >= 3


def test_tokens_keep_the_identity():
    named = tokens()
    assert [named[name] for name in ["ink", "fir", "mirabelle", "sandstone", "paper"]] == [
        "#14242e",
        "#1f5a44",
        "#f0b323",
        "#a6412b",
        "#fbfaf7",
    ]
