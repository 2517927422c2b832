"""Files that people send: where they lie, how heavy they may be, who scans them, what reading one may cost."""

from pathlib import Path

from grandest_portal.settings import environment

# A private folder that the web server must not serve. Web and worker processes share it.
FILES_DIR = environment.text("FILES_DIR", str(Path(__file__).resolve().parents[2] / ".data" / "files"))
# clamd: « unix:/run/clamav/clamd.ctl » or « host:3310 ». Empty, files are not scanned, and pages say so.
CLAMD_ADDRESS = environment.text("CLAMD_ADDRESS", " ").strip()
CLAMD_SECONDS = 30

# These two protect the process itself, before any form or row is read.
UPLOAD_MAX_BYTES = 10_000_000
REQUEST_MAX_BYTES = 40_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = [
    "grandest_portal.core.files.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# The process that reads the text of a document: its seconds of processor and its memory.
READER_SECONDS = 20
READER_MEMORY_BYTES = 700_000_000
