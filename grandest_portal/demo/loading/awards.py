"""Awarded markets of the demonstration: a small real sample; nobody of the demonstration is in it."""

from grandest_portal.awards.actions import import_awards
from grandest_portal.awards.samples import SAMPLES


def load_awards():
    for path in SAMPLES:
        import_awards(path)
