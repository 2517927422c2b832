"""Asks a process of its own for the DOCX or the PDF of a document: the web process loads none of their libraries."""

import json
import logging
import os
import subprocess
import sys

from django.conf import settings

logger = logging.getLogger(__name__)

WORKER = "grandest_portal.core.documents.worker"
# A document takes half a second of processor: this is for a machine under load.
SECONDS = 15
FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# No secret of the service is in what the worker sees.
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")


class ProductionError(Exception):
    """The document could not be made in time, or at all."""


def produce(document: dict, kind: str, seconds: float = SECONDS, layout: str = "") -> bytes:
    """The bytes of `document` (plain values) as « docx » or « pdf »; ProductionError after `seconds`.

    `layout` names another face of the PDF than that of documents to read.
    """
    command = [sys.executable, "-m", WORKER, kind, *([layout] if layout else [])]
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(
            command,
            input=json.dumps(document).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=settings.BASE_DIR,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.error("document: no %s after %s seconds", kind, seconds)
        raise ProductionError from None
    if done.returncode or not done.stdout:
        # The last line of a traceback names the fault; the document itself stays out of the log.
        logger.error("document: no %s, worker ended with %s", kind, done.returncode)
        raise ProductionError
    return done.stdout
