"""manage.py evaluate_checks: counts per rule, a clear refusal of a file that it cannot read."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.needs.checks.test_controls import TITLES


def run(*args, **options):
    out = io.StringIO()
    call_command("evaluate_checks", *args, stdout=out, **options)
    return out.getvalue().splitlines()


def test_counts_are_printed_per_rule(practice_checks):
    lines = run(TITLES, examples=1)
    assert lines[0] == "359 titres différents"
    assert (
        "SPE-01 : 67 titres, dont 48 adoucis ; étiquetés : 66 justes, 1 fausses alertes, 6 manqués" in lines
    )
    assert any("CIRCUITS COURTS | LOT 2" in line for line in lines)


def test_without_checks_or_titles_the_reason_is_given(dated_data, tmp_path):
    with pytest.raises(CommandError, match="load_reference"):
        run(TITLES)


@pytest.mark.parametrize("content", ["id,nom\n1,x\n", '{"nom": 1}', "{"])
def test_a_file_that_holds_no_title_is_refused(practice_checks, tmp_path, content):
    path = tmp_path / ("titres.jsonl" if content.startswith("{") else "titres.csv")
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="Fichier illisible"):
        run(path)


def test_a_file_that_is_not_there_is_refused(practice_checks, tmp_path):
    with pytest.raises(CommandError, match="Fichier illisible"):
        run(tmp_path / "absent.csv")
