"""Hands `python -m grandest_portal.development COMMAND` to the module of that command.

Each module is loaded only when asked for: the demonstration runs without the packages of the tests.
"""

import importlib
import sys

from grandest_portal.development.places import Refusal

MODULES = {
    "demo": "grandest_portal.development.demo",
    "manage": "grandest_portal.development.manage",
    "test": "grandest_portal.development.testing",
    "check": "grandest_portal.development.checks",
    "audit": "grandest_portal.development.audit",
    "mutants": "grandest_portal.development.mutants",
    "bench": "grandest_portal.development.bench",
    "format": "grandest_portal.development.formatting",
    "messages": "grandest_portal.development.messages",
    "clean": "grandest_portal.development.clean",
    "lock": "grandest_portal.development.lock",
}


def main(arguments):
    try:
        return importlib.import_module(MODULES[arguments[0]]).main(arguments[1:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
