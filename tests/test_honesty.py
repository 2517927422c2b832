"""The suite's own honesty: its strict options, and a control beside each test of a race or a fault."""

import re
from pathlib import Path

from django.conf import settings

TESTS = Path(settings.BASE_DIR) / "tests"
NEEDS_CONTROL = re.compile(r"pytest\.mark\.fault")


def files_without_control(folder=TESTS):
    """Test files of a race or a fault in which the word « control » does not stand.

    Those of development start and stop the servers of a command: what they show is that nothing is left.
    """
    for path in sorted(folder.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if path.parent.name == "development" or path.name == "test_honesty.py":
            continue
        concerned = NEEDS_CONTROL.search(text)
        if concerned and not re.search(r"\bcontrols?\b", text, re.I):
            yield str(path.relative_to(folder))


def test_each_race_and_fault_names_its_control():
    assert list(files_without_control()) == []


def test_file_without_control_is_found(tmp_path):
    """The control of the rule itself."""
    (tmp_path / "test_a.py").write_text("import pytest\n\n@pytest.mark.fault\ndef test_x(): pass\n")
    (tmp_path / "test_b.py").write_text("@pytest.mark.fault\ndef test_x():\n    '''The control.'''\n")
    (tmp_path / "test_c.py").write_text("def test_x(): pass\n")
    assert list(files_without_control(tmp_path)) == ["test_a.py"]


def test_options_of_the_suite_are_those_that_find_faults(pytestconfig):
    assert pytestconfig.getini("filterwarnings") == ["error"]
    assert {"--strict-markers", "--allow-hosts=127.0.0.1,::1"} <= set(pytestconfig.getini("addopts"))
    assert pytestconfig.pluginmanager.hasplugin("randomly")
