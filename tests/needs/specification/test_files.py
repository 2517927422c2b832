"""The files read back by other programs: structure, language, every word, the same bytes each time."""

import io
import os
import subprocess
import sys
import time
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from grandest_portal.core.documents.document import cleaned
from grandest_portal.core.documents.produce import ProductionError, produce
from needs.specification.content import specification_of

pytestmark = pytest.mark.slow

HOSTILE = [
    '#eval("1 + 1") #set page(width: 1pt) $x^2$ *gras* @renvoi // suite',
    "<script>alert(1)</script> & <w:t>faux</w:t>",
    "{{ need.title }} {% now 'Y' %} %(percent)s {0}",
    '"guillemets" \\ barre oblique inverse \\u0041',
    "مرحبا بالعالم שלום",
]


def squeezed(text):
    return "".join(text.split())


def pdf_text(content):
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def docx_text(content):
    file = docx.Document(io.BytesIO(content))
    return squeezed("".join(node.text or "" for node in file.element.body.iter(qn("w:t"))))


def all_words(document):
    """Every text of the body of the document."""
    for section in document["sections"]:
        yield section["title"]
        for part in [section, *section["parts"]]:
            yield part["title"]
            for block in part["blocks"]:
                yield block["caption"]
                yield from [*block["text"].split("\n"), *block["items"], *block["header"]]
                for row in block["rows"]:
                    for cell in row:
                        yield from cell.split("\n")


@pytest.fixture
def document(whole_need):
    return specification_of(whole_need(), with_contact=True)


def test_pdf_holds_every_word(document):
    found = pdf_text(produce(document, "pdf"))
    assert [words for words in all_words(document) if squeezed(words) not in found] == []


def test_docx_holds_every_word(document):
    found = docx_text(produce(document, "docx"))
    assert [words for words in all_words(document) if squeezed(words) not in found] == []


def test_pdf_says_its_language_title_and_structure(document):
    reader = PdfReader(io.BytesIO(produce(document, "pdf")))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("fr")
    assert bool(root["/MarkInfo"]["/Marked"])
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata.title.startswith("Trame de cahier des charges fonctionnel : Réduire")
    tags = structure(root["/StructTreeRoot"])
    assert tags.count("/H1") == 1 and tags.count("/H2") == 7 and tags.count("/H3") == 6
    assert {"/Table", "/TH", "/TD", "/TR", "/L", "/LI", "/P"} <= set(tags)


def structure(node):
    """The names of all structure elements below a node."""
    kids = node.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(kid, "get") and "/S" in kid:
            found += [kid["/S"], *structure(kid)]
    return found


def test_docx_says_its_language_title_and_structure(document):
    file = docx.Document(io.BytesIO(produce(document, "docx")))
    languages = {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}
    assert file.core_properties.title.startswith("Trame de cahier des charges fonctionnel : Réduire")
    assert file.core_properties.language == "fr-FR"
    levels = [each.style.name for each in file.paragraphs if each.style.name.startswith("Heading")]
    assert levels[0] == "Heading 1" and levels.count("Heading 1") == 1
    assert (levels.count("Heading 2"), levels.count("Heading 3")) == (7, 6)
    assert [each for each in file.paragraphs if not each.text.strip()] == []
    assert len(file.tables) == 6
    for grid in file.tables:
        assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [cell for row in grid.rows for cell in row.cells if not cell.text.strip()] == []
    assert file.sections[0].footer.paragraphs[0].text == document["footer"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_same_version_gives_the_same_bytes(document, kind):
    first = produce(document, kind)
    # The clock of a zip archive counts by two seconds.
    time.sleep(2.1)
    assert produce(document, kind) == first


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(whole_need, text):
    document = specification_of(whole_need(title=text, constraints=text), with_contact=True)
    assert squeezed(text) in docx_text(produce(document, "docx"))
    found = pdf_text(produce(document, "pdf"))
    # Arabic and Hebrew are drawn from right to left: their letters are there, in the order of the drawing.
    expected = squeezed(text)
    assert expected in found or set(expected) <= set(found)
    if expected.isascii():
        assert expected in found


def test_characters_without_glyph_are_replaced_in_the_pdf_and_said(whole_need):
    document = specification_of(whole_need(summary="Eau 水 et 😀 fin"), with_contact=True)
    found = pdf_text(produce(document, "pdf"))
    assert "Eau▯et▯fin" in found
    assert squeezed(document["glyph_note"]) in found
    assert "Eau水et😀fin" in docx_text(produce(document, "docx"))


def test_control_characters_never_reach_the_files():
    assert cleaned({"a": ["x\x00y\x0bz\ufffe", "b\ud800c"]}) == {"a": ["xyz", "bc"]}


def test_longest_texts_are_made_in_time(whole_need):
    texts = dict.fromkeys(
        ["current_situation", "expected_result", "constraints"], ("mesure " * 2_857)[:20_000]
    )
    document = specification_of(whole_need(**texts), with_contact=True)
    for kind in ["pdf", "docx"]:
        assert len(produce(document, kind)) > 10_000


def test_a_word_longer_than_a_line_stays_on_the_page(whole_need):
    word = "abcdefghij" * 12
    content = produce(specification_of(whole_need(constraints=word), with_contact=True), "pdf")
    lines = [
        line for page in PdfReader(io.BytesIO(content)).pages for line in page.extract_text().splitlines()
    ]
    assert max(len(line.replace("\u200b", "")) for line in lines) < 115
    assert word in pdf_text(content).replace("\u200b", "")


def test_a_worker_too_slow_is_ended(document):
    with pytest.raises(ProductionError):
        produce(document, "pdf", seconds=0.01)


def test_a_document_that_breaks_the_worker_is_refused(document):
    with pytest.raises(ProductionError):
        produce({"title": "rien d'autre"}, "pdf")


def test_docx_is_a_sound_archive_without_date(document):
    archive = zipfile.ZipFile(io.BytesIO(produce(document, "docx")))
    assert archive.testzip() is None
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


LOADED = """
import sys, django
django.setup()
from django.urls import get_resolver
def walk(resolver):
    for entry in resolver.url_patterns:
        walk(entry) if hasattr(entry, "url_patterns") else None
walk(get_resolver())
assert "needs.views.specification" in sys.modules
print(sorted({"typst", "docx", "pypdf", "pyarrow"} & set(sys.modules)))
"""


def test_the_web_process_never_loads_what_writes_documents():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, env=os.environ, check=True
    )
    assert done.stdout.strip() == "[]"
