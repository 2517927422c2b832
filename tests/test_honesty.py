"""The suite's own honesty: its strict options, and a control beside each test of a race or a fault."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

TESTS = Path(settings.BASE_DIR) / "tests"
RACES = {"threading", "multiprocessing", "concurrent"}
FAULTS = {"SIGKILL", "fault"}
CONTROL = re.compile(r"(\b|_)controls?(\b|_)", re.I)


def is_concerned(tree):
    """The file makes threads or processes of its own, kills, or bears the mark of faults."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").partition(".")[0]}
        elif isinstance(node, ast.Attribute) and node.attr in FAULTS:
            return True
        else:
            continue
        if names & RACES:
            return True
    return False


def names_a_control(tree):
    """A test says by its name or docstring that it is one, or the file's docstring says where it stands."""
    tests = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    words = [ast.get_docstring(tree), *(ast.get_docstring(test) for test in tests), *(t.name for t in tests)]
    return any(CONTROL.search(word) for word in words if word)


def files_without_control(folder=TESTS):
    """Test files of a race or a fault in which no test is a control and none is named."""
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if is_concerned(tree) and not names_a_control(tree):
            yield str(path.relative_to(folder))


def test_each_race_and_fault_names_its_control():
    assert list(files_without_control()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import pytest\n\n@pytest.mark.fault\ndef test_x(): pass\n", True),
        ("import threading\n\ndef test_x(): pass  # the control\n", True),
        ("from concurrent.futures import Future\n\ndef other():\n    'The control.'\n", True),
        ("import os, signal\n\ndef test_x(): os.kill(1, signal.SIGKILL)\n", True),
        ("import threading\n\ndef test_x():\n    'The control.'\n", False),
        ("import threading\n\ndef test_control_without_the_lock(): pass\n", False),
        ("'The control stands in test_b.py.'\n\nimport threading\n", False),
        ("def test_x(): pass\n", False),
    ],
)
def test_file_without_control_is_found(tmp_path, text, found):
    """The control of the rule itself."""
    (tmp_path / "test_a.py").write_text(text)
    assert list(files_without_control(tmp_path)) == (["test_a.py"] if found else [])


def test_options_of_the_suite_are_those_that_find_faults(pytestconfig):
    assert pytestconfig.getini("filterwarnings") == ["error"]
    assert {"--strict-markers", "--allow-hosts=127.0.0.1,::1"} <= set(pytestconfig.getini("addopts"))
    assert pytestconfig.pluginmanager.hasplugin("randomly")
