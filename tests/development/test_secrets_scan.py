"""The scan for forgotten secrets sees what it must, and nothing in this project."""

import secrets

import pytest

from grandest_portal.development import secrets_scan

RANDOM = "q7Zk2Vx9Lm4TpR8sWn1Yb6Hc3Jd5Fg0A"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("-----BEGIN RSA PRIVATE" + " KEY-----", ["clé privée"]),
        ("key = 'AKIA" + "ABCDEFGHIJKLMNOP'", ["clé d'AWS"]),
        ("ghp_" + "a1B2" * 9, ["jeton de GitHub"]),
        ("postgresql://portal:" + "motdepasse1@db/portal", ["mot de passe dans une adresse"]),
        (f"SECRET_KEY={RANDOM}", ["valeur tirée au sort"]),
        (f'"api_key": "{RANDOM}"', ["valeur tirée au sort"]),
        ("postgresql://portal:${PASSWORD:?}@db/portal", []),
        ("password = 'une phrase de passe de test'", []),
        ("token = request.COOKIES[settings.CSRF_COOKIE_NAME]", []),
        ("SECRET_KEY=", []),
    ],
)
def test_scan_sees_keys_and_not_words(line, found):
    assert [what for _number, what in secrets_scan.secrets_in(line)] == found


def test_scan_sees_what_the_secrets_module_draws():
    drawn = [f"SECRET_KEY={secrets.token_urlsafe(48)}" for _each in range(200)]
    assert sum(bool(list(secrets_scan.secrets_in(line))) for line in drawn) == 200


def test_no_file_of_the_project_holds_a_secret():
    assert list(secrets_scan.faults()) == []
