"""The document as PDF: tagged (headings, table headers, language), written by typst from data, never from source.

What people wrote goes in as JSON (`sys.inputs`): markup in it stays text. Nothing is fetched: no package, no system
font. No conformity is claimed: no complete checker is at hand.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import typst

HERE = Path(__file__).parent
MISSING_GLYPH = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)
MOST_TRIES = 40
LONG_WORD, PIECE = re.compile(r"\S{45,}"), re.compile(r"\S{12}(?=\S)")
# From here on (Chinese, Japanese, Korean, pictures): no font at hand holds them.
FAR = "\u2e80"
BOX = "\u25af"


def breakable(value):
    """The same values; a word longer than a line may be cut every twelve letters, or it would run out of the page."""
    if isinstance(value, dict):
        return {key: breakable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [breakable(each) for each in value]
    return LONG_WORD.sub(lambda word: PIECE.sub("\\g<0>\u200b", word[0]), value)


# The faces that a document may have, each a typst file beside this one.
LAYOUTS = ("template", "sheets", "wall", "badges")


def write_pdf(document: dict, layout: str = "template") -> bytes:
    """The bytes of the PDF of a plain document; characters that no font at hand holds become ▯, and a note says so."""
    if layout not in LAYOUTS:
        raise ValueError(layout)
    document, missing = breakable(document), set()
    for _try in range(MOST_TRIES):
        try:
            return compiled(document, missing, layout)
        except typst.TypstError as error:
            found = MISSING_GLYPH.search(str(error))
            if found is None:
                raise
            missing |= set(found[1]) | {
                char for char in json.dumps(document, ensure_ascii=False) if char >= FAR
            }
    raise ValueError("too many characters without a glyph")


def compiled(document, missing, layout):
    data = json.dumps(document, ensure_ascii=False)
    if missing:
        data = data.translate(dict.fromkeys(map(ord, missing - set(' {}[]",:\\')), BOX))
    return typst.compile(
        HERE / f"{layout}.typ",
        root=HERE,
        format="pdf",
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"document": data, "replaced": "yes" if missing else "no"},
        pdf_standards=["ua-1"],
        timestamp=int(datetime.fromisoformat(document["day"]).replace(tzinfo=UTC).timestamp()),
    )
