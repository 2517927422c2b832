"""What the count of changes says, from mutmut's own files."""

import json

import pytest

from grandest_portal.development import mutants


@pytest.fixture
def folder(tmp_path):
    """Results as mutmut writes them: one file beside each copy of a permissions.py."""

    def write(**codes):
        (tmp_path / "needs").mkdir(exist_ok=True)
        meta = tmp_path / "needs" / "permissions.py.meta"
        meta.write_text(json.dumps({"exit_code_by_key": codes}))
        return mutants.results(tmp_path)

    return write


def test_enough_of_the_changes_are_seen(folder):
    lines, enough = mutants.verdict(folder(**{f"m{n}": 1 for n in range(9)}, m9=0))
    assert lines == [
        "survit : m9",
        "10 altérations : 9 vues, 1 survivent, 0 sans verdict ; 90.0 % (il en faut 90).",
    ]
    assert enough


def test_too_few_of_the_changes_are_seen(folder):
    _lines, enough = mutants.verdict(folder(a=1, b=0))
    assert not enough


@pytest.mark.parametrize("code", [None, 33, 36, 35])
def test_change_without_verdict_is_not_counted_as_seen(folder, code):
    lines, enough = mutants.verdict(folder(a=code))
    assert (lines[-1].endswith("0.0 % (il en faut 90)."), enough) == (True, False)


def test_nothing_changed_is_a_failure(tmp_path):
    assert mutants.verdict(mutants.results(tmp_path))[1] is False
