"""What the commands of several rooms share."""

import os
from pathlib import Path

from django.core.management.base import CommandError


def output_file(name):
    """The Path of a file that a command will write, refused with a sentence before the work begins."""
    path = Path(name)
    place = path if path.exists() else path.parent
    if path.is_dir() or not path.parent.is_dir() or not os.access(place, os.W_OK):
        raise CommandError(f"Ce fichier ne peut pas être écrit : {name}")
    return path
