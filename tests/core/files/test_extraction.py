"""The text of documents, read by a process with little memory, little time and none of our secrets."""

import os
import subprocess
import sys
import time

import pytest

from grandest_portal.core.files import extraction
from grandest_portal.core.files.extraction import Reading, read_text
from tests.core.files import corpus

LONG = 100_000
W = f'xmlns:w="{corpus.WORD}"'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><w:document {W}><w:p><w:t>&i;</w:t></w:p></w:document>"
).encode()
FILE_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    f"<w:document {W}><w:p><w:t>&a;</w:t></w:p></w:document>"
).encode()


def test_text_of_a_docx_is_read():
    text = read_text(corpus.word("Les fuites d'eau", "coûtent cher."), "docx", characters=LONG)
    assert (text.outcome, text.text) == (Reading.READ, "Les fuites d'eau\ncoûtent cher.")


def test_tabs_breaks_and_removed_words_of_a_docx():
    xml = (
        f"<w:document {W}><w:p><w:t>un</w:t><w:tab/><w:t>deux</w:t><w:br/><w:t>trois</w:t>"
        "<w:delText>effacé</w:delText></w:p></w:document>"
    ).encode()
    assert read_text(corpus.word_from(xml), "docx", characters=LONG).text == "un\tdeux\ntrois"


def test_text_of_an_odt_is_read():
    content = corpus.odt_content(
        'Les <text:span>fuites</text:span><text:s text:c="2"/>d\'eau', "coûtent<text:line-break/>cher"
    )
    text = read_text(corpus.odf("odt", content), "odt", characters=LONG)
    assert (text.outcome, text.text) == (Reading.READ, "Les fuites  d'eau\ncoûtent\ncher")


def test_text_of_a_pdf_is_read():
    text = read_text(corpus.pdf("Les fuites d'eau", "coûtent cher."), "pdf", characters=LONG)
    assert text.outcome == Reading.READ
    assert text.text.split() == ["Les", "fuites", "d'eau", "coûtent", "cher."]


def test_document_without_text_is_said_empty():
    blank = corpus.written_pdf(lambda writer: None)
    assert read_text(blank, "pdf", characters=LONG).outcome == Reading.EMPTY


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", b"not a document"),
        ("docx", corpus.ooxml("docx")),
        ("odt", corpus.odf("odt", b"<not xml")),
        ("pdf", b"%PDF-1.7 nothing else"),
        ("docx", corpus.word_from(BOMB)),
        ("docx", corpus.word_from(FILE_ENTITY)),
    ],
    ids=["noise", "no text part", "bad xml", "bad pdf", "billion laughs", "outside entity"],
)
def test_document_that_cannot_be_read_harms_nobody(kind, data):
    text = read_text(data, kind, characters=LONG)
    assert (text.outcome, text.text) == (Reading.FAILED, "")


def test_text_is_cut():
    assert len(read_text(corpus.word("abcd" * 500), "docx", characters=100).text) == 100


def heavy():
    """A DOCX of 9 MB of short paragraphs, which take far more room once read."""
    return corpus.word_from(f"<w:document {W}>{'<w:p><w:t>mot</w:t></w:p>' * 300_000}</w:document>".encode())


@pytest.mark.parametrize(
    ("memory", "outcome"),
    [
        pytest.param(700_000_000, Reading.READ, id="control: enough memory"),
        pytest.param(120_000_000, Reading.FAILED, id="too little memory"),
    ],
)
def test_memory_is_limited(memory, outcome):
    assert read_text(heavy(), "docx", characters=10**7, memory=memory).outcome == outcome


def slow_pdf():
    """A PDF whose page draws the same text many hundred thousand times."""
    return corpus.pdf(*["mot"] * 400_000)


def test_time_is_limited():
    begun = time.monotonic()
    assert read_text(slow_pdf(), "pdf", characters=10**9, seconds=1).outcome == Reading.FAILED
    assert time.monotonic() - begun < 20


def test_reader_sees_no_variable_of_ours(monkeypatch):
    """The control: our process holds one that the child does not."""
    monkeypatch.setenv("SECRET_OF_THE_TEST", "secret")
    seen = []
    run = subprocess.run

    def watched(command, **options):
        seen.append(options["env"])
        return run(command, **options)

    monkeypatch.setattr(extraction.subprocess, "run", watched)
    read_text(corpus.word("x"), "docx", characters=LONG)
    assert "SECRET_OF_THE_TEST" in os.environ
    assert [sorted(env) for env in seen] == [["LANG", "PYTHONDONTWRITEBYTECODE"]]


def test_reader_writes_no_file_and_knows_no_django(tmp_path):
    code = (
        "import sys; from grandest_portal.core.files import reader; reader.limit(700_000_000, 20)\n"
        "print('django' in sys.modules)\n"
        "try:\n open('written', 'wb', 0).write(b'x')\nexcept OSError as error:\n print('refused')"
    )
    # A signal says that the size of files is limited; ignored, the write itself fails.
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + code
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "refused"]
