"""`python -m grandest_portal.core.documents.worker docx|pdf [layout]`: a document in JSON comes in, its bytes go out.

Runs without Django, without settings and with limits: only `produce` starts it.
"""

import json
import resource
import sys
from contextlib import suppress

from grandest_portal.core.documents.docx_file import write_docx
from grandest_portal.core.documents.pdf_file import write_pdf

WRITERS = {"docx": write_docx, "pdf": write_pdf}
PROCESSOR_SECONDS = 20
MEMORY = 2 * 1024**3


def main(kind, *layout):
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    with suppress(ValueError):  # macOS knows this limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    document = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(WRITERS[kind](document, *layout))


if __name__ == "__main__":
    main(*sys.argv[1:])
