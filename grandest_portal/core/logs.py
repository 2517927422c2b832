"""The request's identifier in every line of the log, and in the audit trail; nobody's address in any line."""

import logging
import re
from contextvars import ContextVar

request_id = ContextVar("request_id", default="")

ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# One part of a path that only its owner knows: long, with a digit, neither a file nor a word.
SECRET_PART = re.compile(r"(?<=/)(?=[^/\s?\"']*\d)[\w:=~%-]{16,}(?=[/\s?\"']|$)")
# What a person typed into an address: « ?q=… », « ?next=… ».
QUERY = re.compile(r"(?<=\w/)\?[^\s\"']+")
# PostgreSQL quotes the refused row.
DETAIL = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
CONTROL = {code: f"\\x{code:02x}" for code in [*range(32), 127, 0x85]} | {10: "\\n", 13: "\\r", 9: "\\t"}
CONTROL |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = request_id.get() or "-"
        return True


def without_personal_data(text):
    """The text with addresses, secret parts of links, queries and quoted rows taken out."""
    text = DETAIL.sub(r"\1: …", text)
    text = ADDRESS.sub("…@…", text)
    return QUERY.sub("?…", SECRET_PART.sub("…", text))


class SafeFormatter(logging.Formatter):
    """One record is one line before its traceback: what a visitor sent cannot forge another one."""

    def formatMessage(self, record):
        record.message = without_personal_data(record.message).translate(CONTROL)
        return super().formatMessage(record)

    def formatException(self, ei):
        return without_personal_data(super().formatException(ei))
