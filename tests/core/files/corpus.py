"""Files of every kind, honest and not, built here: nothing binary lies in the repository."""

import io
import random
import string
import struct
import zipfile
import zlib

import docx
import openpyxl
import pypdf
from PIL import Image

from grandest_portal.core.files.kinds import BY_KEY

# The test file that every antivirus reports, in two halves so that this source is not reported itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
WINDOWS_PROGRAM = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(500)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)

OFFICE_XML = "http://schemas.openxmlformats.org"
WORD = f"{OFFICE_XML}/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def archive(members, method=zipfile.ZIP_DEFLATED):
    """A ZIP of {name: bytes}; a name may come with its own method: {name: (bytes, method)}."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            content, how = content if isinstance(content, tuple) else (content, method)
            made.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return target.getvalue()


def content_types(main, extra=""):
    return (
        f'<?xml version="1.0"?><Types xmlns="{OFFICE_XML}/package/2006/content-types">'
        f'<Override PartName="/main.xml" ContentType="{main}"/>{extra}</Types>'
    ).encode()


def ooxml(key, extra=None, types_extra=""):
    main = BY_KEY[key].main.decode()
    return archive(
        {"[Content_Types].xml": content_types(main, types_extra), "main.xml": b"<x/>", **(extra or {})}
    )


def odf(key, content=None, extra=None, manifest=b"<manifest/>"):
    return archive(
        {
            "mimetype": (BY_KEY[key].main, zipfile.ZIP_STORED),
            "content.xml": content or odt_content("Bonjour"),
            "META-INF/manifest.xml": manifest,
            **(extra or {}),
        }
    )


def odt_content(*paragraphs):
    text = "".join(f"<text:p>{each}</text:p>" for each in paragraphs)
    return (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0">'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    ).encode()


def word(*paragraphs):
    """A genuine DOCX."""
    document, target = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(target)
    return target.getvalue()


def word_from(xml):
    """A DOCX whose document.xml is `xml`."""
    return ooxml("docx", {"word/document.xml": xml})


def sheet():
    """A genuine XLSX."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Bâtiment", "Consommation"])
    book.save(target)
    return target.getvalue()


def pdf(*lines, extra=b"", catalog=b""):
    """A PDF of one page of `lines`; `extra` is put in an object of its own, `catalog` in the catalogue."""
    shown = b" ".join(b"(%s) Tj T*" % line.encode("latin-1") for line in lines)
    stream = b"BT /F1 12 Tf 14 TL 50 700 Td %s ET" % shown
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *([extra] if extra else []),
    ]
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(made)


def packed_pdf(text, head=b"/Filter /FlateDecode"):
    """A PDF one of whose objects hides `text` in a compressed object stream."""
    content = zlib.compress(text)
    return pdf(
        "Bonjour",
        extra=b"<< /Type /ObjStm /N 1 /First 4 %s /Length %d >>\nstream\n%s\nendstream"
        % (head, len(content), content),
    )


def written_pdf(change):
    """A PDF written by pypdf; `change(writer)` adds what the test is about."""
    writer, target = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    change(writer)
    writer.write(target)
    return target.getvalue()


def picture(name="PNG", size=(40, 30), mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, color=1 if mode in {"1", "P"} else None).save(target, format=name, **options)
    return target.getvalue()


def located_photo():
    """A JPEG, turned by its EXIF, that says where it was taken and by which camera."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Appareil Secret"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 34.0, 24.0)
    return picture("JPEG", (40, 20), exif=exif, comment=b"commentaire secret")


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pixel_bomb(width=60_000, height=60_000):
    """A PNG of a few bytes that announces billions of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def crowded():
    """A DOCX of more members than a document ever has."""
    return ooxml("docx", {f"word/media/{number}.xml": b"" for number in range(1001)})


def big_bomb():
    """A DOCX that expands to 150 MB of nothing."""
    return ooxml("docx", {f"word/media/{number}.bin": bytes(50_000_000) for number in range(3)})


def lying_bomb():
    """As `big_bomb`, its table of contents saying that each member is small."""
    data = bytearray(ooxml("docx", {"word/media/1.bin": bytes(50_000_000)}))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/media/1.bin"))
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    return bytes(data)


def overlapping_bomb():
    """A ZIP whose table leads many names to the same bytes."""
    data = ooxml("docx", {"word/media/1.bin": random.Random(1).randbytes(10_000)})
    end = data.rfind(b"PK\x05\x06")
    table = struct.unpack_from("<I", data, end + 16)[0]
    entry = data[data.rfind(b"PK\x01\x02", 0, end) : end]
    copies = [entry.replace(b"/1.bin", b"/%s.bin" % letter.encode()) for letter in string.ascii_letters]
    body = data[:end] + b"".join(copies)
    tail, number = bytearray(data[end:]), 3 + len(copies)
    struct.pack_into("<HHI", tail, 8, number, number, len(body) - table)
    return body + bytes(tail)
