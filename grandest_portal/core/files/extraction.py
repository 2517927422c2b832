"""The text of a document, read by a process that may die of it without harm to anybody."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

logger = logging.getLogger(__name__)


class Reading(StrEnum):
    READ = "read"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True)
class Text:
    outcome: Reading
    text: str = ""


def read_text(data, kind, *, characters, seconds=None, memory=None):
    """The Text of a document of kind `kind` (« pdf », « docx », « odt »), `characters` at most.

    The child sees none of our variables: no password, no address of a server.
    """
    seconds = seconds or settings.READER_SECONDS
    command = [sys.executable, "-m", "grandest_portal.core.files.reader", kind]
    command += [str(characters), str(memory or settings.READER_MEMORY_BYTES), str(seconds)]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=2 * seconds,
            check=False,
            cwd=settings.BASE_DIR,
            env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except subprocess.TimeoutExpired:
        logger.warning("reader stopped: too long")
        return Text(Reading.FAILED)
    if done.returncode:
        logger.warning("reader failed: %s", done.stderr.decode(errors="replace").strip()[-200:])
        return Text(Reading.FAILED)
    text = done.stdout.decode("utf-8", errors="replace")[:characters]
    return Text(Reading.READ, text) if text.strip() else Text(Reading.EMPTY)
