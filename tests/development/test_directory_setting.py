"""The one address that the portal calls: https, nothing in it that logs should not hold."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from grandest_portal.settings.environment import service_address


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("https://recherche-entreprises.api.gouv.fr/", "https://recherche-entreprises.api.gouv.fr"),
        ("https://annuaire.example:8443/api", "https://annuaire.example:8443/api"),
        ("http://127.0.0.1:8900", "http://127.0.0.1:8900"),
        ("http://[::1]:8900", "http://[::1]:8900"),
    ],
)
def test_address_is_kept_without_its_last_slash(written, kept):
    assert service_address("X", written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "http://annuaire.example",
        "http://127.0.0.1.example",
        "ftp://annuaire.example",
        "file:///etc/passwd",
        "annuaire.example",
        "https://",
        "https://nom:" + "secret@annuaire.example",
        "https://annuaire.example/?q=1",
        "https://annuaire.example/#x",
    ],
)
def test_other_address_refuses_to_start(written):
    with pytest.raises(
        ImproperlyConfigured, match="X doit être une adresse qui commence par https://"
    ) as refusal:
        service_address("X", written)
    assert "secret" not in str(refusal.value)
