#!/usr/bin/env python
"""Django's command line. Production settings are the default: a forgotten variable must never open a demonstration."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grandest_portal.settings.production")
    execute_from_command_line(sys.argv)
