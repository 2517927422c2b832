"""The mails that the demonstration caught, read from its folder of .eml files (settings.DEMO_MAIL_DIR)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

# As the catcher writes them: nanoseconds since 1970, then a random end. Nothing else is opened.
NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
KEPT = 500
HEADERS_WITHIN = 65_536
LARGEST = 5_000_000


@dataclass(frozen=True)
class Caught:
    """The outside of one mail: its file's name without suffix, when it came, and the headers that people read."""

    name: str
    at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str


@dataclass(frozen=True)
class Attachment:
    number: int
    name: str
    label: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Opened:
    """A whole mail: its outside, its two bodies ("" when absent), and everything else that it carries."""

    caught: Caught
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def file_of(name):
    """The path of a mail, or None: a name of another shape, a link or a file elsewhere is no mail."""
    if not NAME.fullmatch(name):
        return None
    path = Path(settings.DEMO_MAIL_DIR) / f"{name}.eml"
    return path if path.is_file() and not path.is_symlink() else None


def names():
    """The names of the caught mails, newest first, KEPT at most."""
    found = [path.stem for path in Path(settings.DEMO_MAIL_DIR).glob("*.eml")]
    return sorted((name for name in found if file_of(name)), reverse=True)[:KEPT]


def caught_mails(recipient=""):
    """The Caught mails, newest first; those for one address when `recipient` is given."""
    mails = [outside(str(settings.DEMO_MAIL_DIR), name) for name in names()]
    return [mail for mail in mails if mail and (not recipient or recipient in mail.recipients)]


@lru_cache(maxsize=KEPT * 2)
def outside(folder, name):
    """The Caught of one file (files never change), or None when it is gone."""
    try:
        with (Path(folder) / f"{name}.eml").open("rb") as file:
            head = BytesHeaderParser(policy=policy.default).parsebytes(file.read(HEADERS_WITHIN))
    except OSError:
        return None
    return caught_of(name, head)


def caught_of(name, message):
    return Caught(
        name=name,
        at=datetime.fromtimestamp(int(name[:20]) / 1e9, tz=UTC),
        sender=header(message, "From"),
        recipients=tuple(address.lower() for _name, address in getaddresses([header(message, "To")])),
        subject=header(message, "Subject"),
        message_id=header(message, "Message-ID"),
    )


def header(message, name):
    """The header as text; a mail may hold any bytes."""
    try:
        value = str(message[name] or "")
    except (ValueError, IndexError, LookupError):
        value = ""
    return value.encode("utf-8", "replace").decode()


def open_mail(name):
    """The Opened mail, or None."""
    path = file_of(name)
    if path is None or path.stat().st_size > LARGEST:
        return None
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    others = [part for part in message.walk() if not part.is_multipart() and part not in (text, html)]
    return Opened(
        caught=caught_of(name, message),
        text=words_of(text),
        html=words_of(html),
        attachments=tuple(attachment_of(number, part) for number, part in enumerate(others)),
    )


def words_of(part):
    if part is None:
        return ""
    try:
        return part.get_content().encode("utf-8", "replace").decode()
    except (LookupError, ValueError):
        return bytes_of(part).decode("utf-8", "replace")


def bytes_of(part):
    return part.get_payload(decode=True) or b""


def attachment_of(number, part):
    kind = part.get_content_type()
    given = re.sub(r"[^\w. -]", "_", Path(part.get_filename() or "").name)[:100].strip(". ")
    suffix = {"text/calendar": "ics", "text/plain": "txt", "text/html": "html"}.get(kind, "bin")
    name = given or f"piece-{number + 1}.{suffix}"
    # The invitation that mail software answers has no file name, and comes beside the .ics to keep.
    label = _("invitation (text/calendar)") if kind == "text/calendar" and not given else name
    return Attachment(number=number, name=name, label=label, kind=kind, content=bytes_of(part))
