"""`./run test`: pytest on every core, unless the arguments decide otherwise."""

import os
import sys


def main(arguments):
    decided = any(
        word.startswith(("-n", "--numprocesses", "--pdb")) or word == "no:xdist" for word in arguments
    )
    parallel = [] if decided else ["-n", "auto"]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *parallel, *arguments])
