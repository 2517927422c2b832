"""SOU-02 on real documents: eight words in a row, read from a PDF, a DOCX and an ODT."""

import io
import zipfile

import docx
import pypdf
import pytest
import typst
from lxml import etree

OFFER = (
    "Le capteur se pose sur la conduite, écoute l'eau pendant la nuit, reconnaît la signature d'une fuite et prévient "
    "le gardien avant sept heures du matin."
)
COPY = "Nous voulons un outil qui reconnaît la signature d’une fuite et prévient le gardien avant midi."
OWN = "Nous voulons être prévenus d'une fuite le jour même, avant l'arrivée des élèves."
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>{}</text:p>'
    "</office:text></office:body></office:document-content>"
)


def text_of_pdf():
    page = typst.compile(f"#set page(width: 9cm)\n{OFFER}".encode())
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(page)).pages)


def text_of_docx():
    file, document = io.BytesIO(), docx.Document()
    document.add_paragraph(OFFER)
    document.save(file)
    return "\n".join(each.text for each in docx.Document(file).paragraphs)


def text_of_odt():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", ODT.format(OFFER))
    with zipfile.ZipFile(file) as archive:
        tree = etree.fromstring(archive.read("content.xml"), etree.XMLParser(resolve_entities=False))
    return " ".join(tree.itertext())


@pytest.mark.parametrize("extract", [text_of_pdf, text_of_docx, text_of_odt])
def test_a_passage_of_a_real_document_is_found_and_the_document_named(read, fires, extract):
    documents = (("offre", extract()),)
    seen = "reconnaît la signature d’une fuite et prévient le gardien avant"
    assert read("SOU-02", COPY, documents=documents) == [(seen, "")]
    (hit,) = fires("SOU-02", {"constraints": COPY}, documents=documents)
    assert "11 mots" in hit.detail and "« offre »" in hit.detail
    assert read("SOU-02", OWN, documents=documents) == []


def test_seven_words_in_a_row_are_not_a_copy(read):
    words = "un deux trois quatre cinq six sept huit"
    assert read("SOU-02", f"Voici {words} fin.", documents=(("a", words),)) == [(words, "")]
    assert read("SOU-02", f"Voici {words} fin.", documents=(("a", words.rpartition(" ")[0] + " neuf"),)) == []


def test_what_the_company_quotes_from_the_published_need_is_no_copy(read):
    documents = (("offre", f"Vous écrivez : {OWN}"),)
    assert read("SOU-02", OWN, documents=documents) != []
    assert read("SOU-02", OWN, documents=documents, earlier=OWN) == []
