"""The request's identifier in every line of the log, and in the audit trail."""

import logging
from contextvars import ContextVar

request_id = ContextVar("request_id", default="")


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = request_id.get() or "-"
        return True
