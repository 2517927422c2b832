"""Reads the text of one document: run by `extraction.py` in a process of its own, with little memory and time.

`python -m grandest_portal.core.files.reader KIND CHARACTERS BYTES SECONDS` reads the file on its standard input and
writes its text. No Django, no settings, no secret, no file and no network are within its reach.
"""

import resource
import sys
import zipfile
from io import BytesIO

from lxml import etree
from pypdf import PdfReader

from grandest_portal.core.text import clean_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
XML = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
EXPANDED = 50_000_000


class Unreadable(Exception):
    """The document holds no text that we can read."""


def limit(memory, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    for name in ("RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NPROC"):
        resource.setrlimit(getattr(resource, name), (0, 0))


def enough(parts, most):
    """The parts joined, no longer than `most`; stops reading as soon as it has them."""
    kept, length = [], 0
    for part in parts:
        kept.append(part)
        length += len(part)
        if length > most:
            break
    return "".join(kept)[:most]


def pdf_parts(data):
    for page in PdfReader(BytesIO(data)).pages:
        yield page.extract_text() + "\n\n"


def part_of(data, name):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if archive.getinfo(name).file_size > EXPANDED:
            raise Unreadable
        return archive.read(name)


def events(content, **options):
    """(event, element) of an XML text; one that declares entities is not read."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Unreadable
    return etree.iterparse(BytesIO(content), **XML, **options)


def docx_parts(data):
    for _event, node in events(part_of(data, "word/document.xml")):
        if node.tag == f"{W}p":
            yield "".join(docx_words(node)) + "\n"
            node.clear()


def docx_words(paragraph):
    """Runs of a paragraph; those of paragraphs inside it (a text box) were already given."""
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"):
        if node.tag == f"{W}t":
            yield node.text or ""
        else:
            yield "\t" if node.tag == f"{W}tab" else "\n"


def odt_parts(data):
    for _event, node in events(part_of(data, "content.xml"), tag=[f"{TEXT}p", f"{TEXT}h"]):
        if not any(parent.tag == f"{TEXT}tracked-changes" for parent in node.iterancestors()):
            yield "".join(odt_words(node)) + "\n"
        node.clear(keep_tail=True)


def odt_words(node):
    yield node.text or ""
    for child in node:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c", "1")), 100)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str):
            yield from odt_words(child)
        yield child.tail or ""


READERS = {"pdf": pdf_parts, "docx": docx_parts, "odt": odt_parts}


def main(kind, characters, memory, seconds):
    limit(int(memory), int(seconds))
    text = enough(READERS[kind](sys.stdin.buffer.read()), int(characters))
    sys.stdout.buffer.write(clean_text(text).strip().encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main(*sys.argv[1:])
