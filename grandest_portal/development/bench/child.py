"""`python -m grandest_portal.development.bench.child player|seed …`: Django first, then what needs its models."""

import importlib
import sys

import django

if __name__ == "__main__":
    django.setup()
    importlib.import_module(f"grandest_portal.development.bench.{sys.argv[1]}").main(*sys.argv[2:])
