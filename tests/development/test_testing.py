"""Which tests `./run test` takes, from its arguments."""

import pytest

from grandest_portal.development.testing import QUICK, pytest_arguments

SHORT, EVERY_CORE = ["-m", QUICK], ["-n", "auto"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], [*SHORT, *EVERY_CORE]),
        (["-x", "-k", "publish"], [*SHORT, *EVERY_CORE, "-x", "-k", "publish"]),
        (["--all"], EVERY_CORE),
        (["-m", "browser"], [*EVERY_CORE, "-m", "browser"]),
        (["tests/browser"], [*EVERY_CORE, "tests/browser"]),
        (["manage.py::test_nothing"], [*EVERY_CORE, "manage.py::test_nothing"]),
        (["-n", "0"], [*SHORT, "-n", "0"]),
        (["--all", "--pdb"], ["--pdb"]),
    ],
)
def test_arguments_choose_the_tests_and_the_processes(arguments, expected):
    assert pytest_arguments(arguments) == expected
