"""Forty files and more: each kind that is accepted, and each trick that is refused, quickly and with its sentence."""

import contextlib
import io
import random
import time
import zipfile
import zlib

import pytest
from PIL import Image
from pypdf.actions import JavaScript

from grandest_portal.core.errors import DomainError
from grandest_portal.core.files import archives, pdf
from grandest_portal.core.files.kinds import ALL
from grandest_portal.core.files.safety import Limits, examine
from tests.core.files import corpus

LIMITS = Limits(bytes=10_000_000, pixels=25_000_000, members=1000, expanded_bytes=100_000_000, ratio=100)
DAMAGED = "abîmé ou incomplet"
ACTIVE = "Imprimez-le « vers un PDF »"
MACROS = "contient des macros"
TYPE = "Ce type de fichier n'est pas accepté"
OTHER = "malgré son nom"
HEAVY_INSIDE = "Une fois ouvert"

ACCEPTED = {
    "pdf": ("Cahier des charges.pdf", lambda: corpus.pdf("Bonjour")),
    "pdf of a library": ("notice.pdf", lambda: corpus.written_pdf(lambda writer: None)),
    "pdf with packed objects": ("notice.pdf", lambda: corpus.packed_pdf(b"1 0 << /Type /Font >>")),
    "pdf with an anchor in its names": ("n.pdf", lambda: corpus.pdf("x", extra=b"<< /Name /Titre#20deux >>")),
    "docx": ("Besoin.docx", lambda: corpus.word("Bonjour")),
    "docx in capitals": ("BESOIN.DOCX", lambda: corpus.word("Bonjour")),
    "xlsx": ("releves.xlsx", corpus.sheet),
    "pptx": ("reunion.pptx", lambda: corpus.ooxml("pptx")),
    "odt": ("besoin.odt", lambda: corpus.odf("odt")),
    "ods": ("releves.ods", lambda: corpus.odf("ods")),
    "odp": ("reunion.odp", lambda: corpus.odf("odp")),
    "png": ("plan.png", corpus.picture),
    "png with transparency": ("logo.png", lambda: corpus.picture(mode="RGBA")),
    "png of a palette": ("logo.png", lambda: corpus.picture(mode="P")),
    "jpeg": ("photo.jpg", lambda: corpus.picture("JPEG")),
    "jpeg by its long name": ("photo.jpeg", lambda: corpus.picture("JPEG", mode="L")),
    "webp": ("photo.webp", lambda: corpus.picture("WEBP")),
    "gif behind a jpeg": ("photo.jpg", lambda: corpus.picture("JPEG") + corpus.archive({"a": b"b"})),
}

REFUSED = {
    "empty": ("vide.pdf", lambda: b"", "Ce fichier est vide"),
    "too heavy": ("gros.pdf", lambda: corpus.pdf("x") + bytes(10_000_001), "dépasse 10 Mo"),
    "no extension": ("besoin", lambda: corpus.pdf("x"), TYPE),
    "svg": ("logo.svg", lambda: corpus.SVG, TYPE),
    "svg called png": ("logo.png", lambda: corpus.SVG, "est d'un autre type|malgré son nom"),
    "html": ("page.html", lambda: corpus.HTML, TYPE),
    "html called pdf": ("page.pdf", lambda: corpus.HTML, "est d'un autre type|malgré son nom"),
    "gif": ("image.gif", lambda: corpus.picture("GIF"), TYPE),
    "gif called png": ("image.png", lambda: corpus.picture("GIF"), r"est d'un autre type \(gif\)"),
    "text called pdf": ("note.pdf", lambda: b"Bonjour", "est d'un autre type|malgré son nom"),
    "virus of tests called pdf": ("eicar.pdf", lambda: corpus.EICAR, "est d'un autre type|malgré son nom"),
    "program": ("outil.exe", lambda: corpus.WINDOWS_PROGRAM, TYPE),
    "program called pdf": ("outil.pdf", lambda: corpus.WINDOWS_PROGRAM, "est d'un autre type"),
    "pdf called docx": ("besoin.docx", lambda: corpus.pdf("x"), OTHER),
    "docx called pdf": ("besoin.pdf", lambda: corpus.word("x"), OTHER),
    "xlsx called docx": ("besoin.docx", corpus.sheet, OTHER),
    "odt called docx": ("besoin.docx", lambda: corpus.odf("odt"), OTHER),
    "ods called odt": ("besoin.odt", lambda: corpus.odf("ods"), OTHER),
    "png called jpg": ("photo.jpg", corpus.picture, OTHER),
    "plain zip called docx": ("besoin.docx", lambda: corpus.archive({"a.txt": b"a"}), OTHER),
    "zip": ("tout.zip", lambda: corpus.archive({"a.txt": b"a"}), TYPE),
    "old word": ("ancien.doc", lambda: corpus.OLD_OFFICE, TYPE),
    "old word called docx": ("ancien.docx", lambda: corpus.OLD_OFFICE, "ancien format de bureau"),
    "docm": ("macro.docm", lambda: corpus.word("x"), MACROS),
    "xlsm": ("macro.xlsm", corpus.sheet, MACROS),
    "macro inside docx": ("m.docx", lambda: corpus.ooxml("docx", {"word/vbaProject.bin": b"x"}), MACROS),
    "macro type inside docx": (
        "m.docx",
        lambda: corpus.ooxml(
            "docx", types_extra='<Default ContentType="application/vnd.ms-word.macroEnabled"/>'
        ),
        MACROS,
    ),
    "ole object inside docx": (
        "o.docx",
        lambda: corpus.ooxml("docx", {"word/embeddings/oleObject1.bin": b"x"}),
        MACROS,
    ),
    "active x inside xlsx": (
        "a.xlsx",
        lambda: corpus.ooxml("xlsx", {"xl/activeX/activeX1.xml": b"x"}),
        MACROS,
    ),
    "outside template": (
        "t.docx",
        lambda: corpus.ooxml(
            "docx",
            {
                "word/_rels/settings.xml.rels": b'<Relationship Type="http://x/attachedTemplate" '
                b'Target="http://evil.example/t.dotm" TargetMode="External"/>'
            },
        ),
        MACROS,
    ),
    "macro inside odt": ("m.odt", lambda: corpus.odf("odt", extra={"Basic/Standard/M.xml": b"x"}), MACROS),
    "locked odt": (
        "l.odt",
        lambda: corpus.odf("odt", manifest=b"<manifest><encryption-data/></manifest>"),
        "protégé par un mot de passe",
    ),
    "program inside docx": (
        "p.docx",
        lambda: corpus.ooxml("docx", {"word/media/a.exe": b"x"}),
        "est un programme",
    ),
    "path inside docx": ("p.docx", lambda: corpus.ooxml("docx", {"../../etc/cron": b"x"}), DAMAGED),
    "bomb of 150 MB": ("b.docx", corpus.big_bomb, HEAVY_INSIDE),
    "bomb of a thousand members": ("b.docx", corpus.crowded, HEAVY_INSIDE),
    "bomb of overlapping members": ("b.docx", corpus.overlapping_bomb, DAMAGED),
    "truncated docx": ("t.docx", lambda: corpus.word("x")[:-200], DAMAGED),
    "docx after something else": ("a.docx", lambda: b"GIF89a" + corpus.word("x"), "est d'un autre type"),
    "docx before something else": ("a.docx", lambda: corpus.word("x") + b"<script>", DAMAGED),
    "docx that is also a pdf": (
        "a.docx",
        lambda: corpus.archive({"a": (corpus.pdf("x"), zipfile.ZIP_STORED)}),
        OTHER,
    ),
    "pdf that is also an archive": (
        "a.pdf",
        lambda: corpus.pdf("x")[:-7] + corpus.archive({"a": b"b"}) + b"%%EOF",
        "à la fois un PDF",
    ),
    "pdf after something else": ("a.pdf", lambda: b"GIF89a" + corpus.pdf("x"), "est d'un autre type"),
    "truncated pdf": ("t.pdf", lambda: corpus.pdf("x")[:-60], DAMAGED),
    "pdf with javascript": (
        "j.pdf",
        lambda: corpus.written_pdf(lambda writer: writer.add_open_action(JavaScript("app.alert(1)"))),
        ACTIVE,
    ),
    "pdf that launches": ("l.pdf", lambda: corpus.pdf("x", extra=b"<< /S /Launch /F (cmd.exe) >>"), ACTIVE),
    "pdf with a file inside": (
        "f.pdf",
        lambda: corpus.written_pdf(lambda writer: writer.add_attachment("a.txt", b"x")),
        ACTIVE,
    ),
    "pdf with escaped javascript": (
        "e.pdf",
        lambda: corpus.pdf("x", extra=b"<< /S /J#61vaScript >>"),
        ACTIVE,
    ),
    "pdf with packed javascript": ("p.pdf", lambda: corpus.packed_pdf(b"1 0 << /S /JavaScript >>"), ACTIVE),
    "pdf with oddly packed objects": (
        "p.pdf",
        lambda: corpus.packed_pdf(b"x", b"/Filter /LZWDecode"),
        DAMAGED,
    ),
    "locked pdf": (
        "l.pdf",
        lambda: corpus.written_pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128")),
        "est protégé",
    ),
    "pixel bomb": ("bombe.png", corpus.pixel_bomb, "25 millions au plus"),
    "smaller pixel bomb": ("bombe.png", lambda: corpus.pixel_bomb(6000, 5000), "25 millions au plus"),
    "truncated png": ("t.png", lambda: corpus.picture()[:60], DAMAGED),
    "head of a jpeg alone": ("t.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(100), DAMAGED),
    "head of a webp alone": ("t.webp", lambda: b"RIFF\x00\x00\x00\x00WEBP", DAMAGED),
    "extension turned round by bidi": ("annexe\u202efdp.exe", lambda: corpus.pdf("x"), TYPE),
    "two extensions": ("facture.pdf.exe", lambda: corpus.pdf("x"), TYPE),
}


def test_corpus_is_large_enough_and_covers_every_kind():
    assert len(ACCEPTED) + len(REFUSED) >= 40
    kinds = {examine(io.BytesIO(make()), name, LIMITS).kind.key for name, make in ACCEPTED.values()}
    assert kinds == {kind.key for kind in ALL}


@pytest.mark.parametrize("case", ACCEPTED)
def test_honest_file_is_kept_under_its_name(case):
    name, make = ACCEPTED[case]
    data = make()  # once: an archive holds the hour at which it was made
    examined = examine(io.BytesIO(data), name, LIMITS)
    assert examined.name == name and examined.content
    if examined.kind.family != "picture":
        assert examined.content == data


@pytest.mark.parametrize("case", REFUSED)
def test_other_file_is_refused_within_a_second_with_its_sentence(case):
    name, make, sentence = REFUSED[case]
    data = make()
    begun = time.process_time()
    with pytest.raises(DomainError, match=sentence) as refusal:
        examine(io.BytesIO(data), name, LIMITS)
    assert time.process_time() - begun < 1
    assert refusal.value.field == "file"


def test_lying_table_gives_no_more_than_it_announces():
    """A member that is larger than its table says is never expanded beyond what is asked for."""
    data = corpus.lying_bomb()
    members = archives.members_of(data, LIMITS)
    assert len(archives.content_of(data, members["word/media/1.bin"], 5000)) == 5000


@pytest.mark.parametrize(
    ("limit", "make"),
    [("members", corpus.crowded), ("expanded_bytes", corpus.big_bomb), ("ratio", corpus.big_bomb)],
)
def test_each_limit_of_archives_acts(limit, make):
    """Control: with every limit raised the same archive passes; with one lowered it is refused."""
    wide = {"bytes": 10**9, "pixels": 1, "members": 10**4, "expanded_bytes": 10**9, "ratio": 10**4}
    data = make()
    assert archives.members_of(data, Limits(**wide))
    with pytest.raises(DomainError, match=HEAVY_INSIDE):
        archives.members_of(data, Limits(**wide | {limit: getattr(LIMITS, limit)}))


def test_only_the_limit_plus_one_byte_is_read():
    read = []

    class Watched(io.BytesIO):
        def read(self, size=-1):
            read.append(size)
            return super().read(size)

    with pytest.raises(DomainError, match="dépasse 10 Mo"):
        examine(Watched(bytes(20_000_000)), "gros.pdf", LIMITS)
    assert read == [10_000_001]


def test_bytes_of_ten_megabytes_are_judged_within_a_second():
    """The worst honest size: noise, in which every pattern is looked for."""
    noise = zlib.compress(bytes(1000)) + bytes(range(256)) * 38_000
    data = corpus.pdf("x", extra=b"<< /Length %d >>\nstream\n%s\nendstream" % (len(noise), noise))
    begun = time.process_time()
    pdf.check_pdf(data)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "objects",
    [
        b"<< /Type /ObjStm /Filter /FlateDecode >> stream\n%s" % zlib.compress(b"x"),
        b"<< /Type /ObjStm >> stream ",
        b"/ObjStm",
        b"/a#41",
    ],
)
def test_many_small_objects_are_judged_within_a_second(objects):
    data = corpus.pdf("x", extra=b"\n".join([objects] * (9_000_000 // len(objects))))
    begun = time.process_time()
    with contextlib.suppress(DomainError):
        pdf.check_pdf(data)
    assert time.process_time() - begun < 1


def test_long_packed_objects_are_read_to_their_end():
    """Longer than a piece, whatever follows it."""
    noise = random.Random(2).randbytes(50_000)
    pdf.check_pdf(corpus.packed_pdf(noise.replace(b"/", b"")))
    with pytest.raises(DomainError, match=ACTIVE):
        pdf.check_pdf(corpus.packed_pdf(noise.replace(b"/", b"") + b"<< /S /JavaScript >>"))


def test_picture_loses_its_place_its_camera_and_its_comment():
    photo = corpus.located_photo()
    assert b"Appareil Secret" in photo and b"commentaire secret" in photo
    kept = examine(io.BytesIO(photo), "photo.jpg", LIMITS).content
    image = Image.open(io.BytesIO(kept))
    assert (dict(image.getexif()), "comment" in image.info) == ({}, False)
    assert b"Secret" not in kept and b"secret" not in kept


def test_picture_stands_upright():
    kept = examine(io.BytesIO(corpus.located_photo()), "photo.jpg", LIMITS).content
    assert Image.open(io.BytesIO(kept)).size == (20, 40)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_what_hides_behind_a_picture_is_gone(name):
    data = corpus.picture(name) + corpus.archive({"a.js": b"alert(1)"})
    kept = examine(io.BytesIO(data), f"image.{name.lower()}", LIMITS).content
    assert b"PK\x03\x04" not in kept and Image.open(io.BytesIO(kept)).format == name
