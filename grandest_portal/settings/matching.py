"""The matching engine: whether the sentence encoder may be loaded, by how many threads, and where its copy lies."""

from pathlib import Path

from grandest_portal.settings import environment

# « off » leaves the encoder out though its package is installed: the words alone are compared, and the pages say so.
MATCHING_ENCODER = environment.flag("MATCHING_ENCODER", default=True)
MATCHING_THREADS = environment.number("MATCHING_THREADS", 1)
# The adapted copy of the encoder, written once by whoever needs it first; it may be erased at any moment.
MATCHING_FOLDER = environment.text(
    "MATCHING_FOLDER", str(Path(__file__).resolve().parents[2] / ".data" / "matching")
)
