"""`./run test`: the quick tests, or those that the arguments name; pytest on every core unless they decide otherwise.

Without an argument that chooses tests, the slow families (browser, fault, slow) are left out; `--all` takes them in.
"""

import os
import sys

QUICK = "not browser and not fault and not slow"


def pytest_arguments(arguments):
    """The words for pytest. A path, `-m` or `--all` chooses the tests; `-n` and a debugger choose the processes."""
    words = [word for word in arguments if word != "--all"]
    chosen = len(words) < len(arguments) or any(
        word.startswith(("-m", "--lf", "--last-failed")) or os.path.exists(word.partition("::")[0])
        for word in words
    )
    decided = any(word.startswith(("-n", "--numprocesses", "--pdb")) or word == "no:xdist" for word in words)
    return [*([] if chosen else ["-m", QUICK]), *([] if decided else ["-n", "auto"]), *words]


def main(arguments):
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *pytest_arguments(arguments)])
