"""The three answers of the search for known holes, and the licences that somebody has read."""

import json

import pytest

from grandest_portal.development import audit

KNOWN = {"a": {"licence": "MIT", "declared": "MIT License"}}


def answer(*rows):
    return json.dumps({"dependencies": list(rows)})


GOOD = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"], "aliases": []}]}
SKIPPED = {"name": "c", "skip_reason": "absent de la base"}


@pytest.mark.parametrize(
    ("code", "output", "expected"),
    [
        (0, answer(GOOD), audit.CLEAN),
        (1, answer(GOOD, BAD), audit.VULNERABLE),
        (0, answer(GOOD, SKIPPED), audit.NOT_AUDITED),
        (1, answer(BAD, SKIPPED), audit.VULNERABLE),
        (1, answer(GOOD), audit.NOT_AUDITED),
        (0, answer(), audit.NOT_AUDITED),
        (1, "", audit.NOT_AUDITED),
        (0, "[]", audit.NOT_AUDITED),
        (0, "connection refused", audit.NOT_AUDITED),
    ],
)
def test_verdict_is_never_good_without_an_answer_for_every_package(code, output, expected):
    assert audit.verdict(code, output)[0] == expected


def test_hole_is_named_with_its_mending():
    assert audit.verdict(1, answer(BAD)) == (audit.VULNERABLE, ["b 2 : CVE-1, corrigé en 3"])


def test_unreachable_database_is_not_audited(monkeypatch):
    """Nobody listens at the proxy: what a machine without network gets."""
    for name in ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"]:
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert audit.known_holes()[0] == audit.NOT_AUDITED


@pytest.mark.parametrize(
    ("found", "allowed", "expected"),
    [
        ({"a": "MIT License"}, ["MIT"], []),
        ({"a": "MIT License"}, ["BSD-3-Clause"], ["a : licence MIT non admise"]),
        ({"a": "GPL"}, ["MIT"], ["a : la licence déclarée a changé, « MIT License » puis « GPL »"]),
        (
            {"z": "?"},
            ["MIT"],
            ["z : licence jamais lue (« ? ») ; ajoutez-la à requirements/licences.json"],
        ),
    ],
)
def test_licence_must_have_been_read(found, allowed, expected):
    assert list(audit.licence_faults(found, KNOWN, allowed)) == expected


def test_licences_of_this_project_have_all_been_read():
    assert list(audit.licences()) == []


@pytest.mark.slow
def test_list_of_components_holds_what_production_installs(tmp_path):
    assert audit.write_components(tmp_path / "sbom.json") > 50
    written = json.loads((tmp_path / "sbom.json").read_text())
    names = {audit.plain(component["name"]) for component in written["components"]}
    assert {"django", "django-allauth", "psycopg", "celery"} <= names
