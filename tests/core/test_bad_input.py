"""Requests that no browser sends get a 400, never a 500."""

import pytest

from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.forms import compact_identifier
from tests.factories import UserFactory


@pytest.mark.parametrize(
    "path", ["/admin/core/job/?status__exact=%00", "/admin/reference/cpvcode/%00/change/"]
)
def test_nul_in_an_admin_address_is_a_bad_request(client, db, path):
    client.force_login(UserFactory(admin=True))
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(("charset", "status"), [("utf-7", 400), ("latin-1", 400), ("utf-8", 200)])
def test_form_in_another_charset_is_a_bad_request(client, db, charset, status):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.post("/compte/connexion/", b"login=+AOk-", content_type=kind).status_code == status


def test_identifier_that_grows_in_capitals_is_refused_with_a_sentence():
    with pytest.raises(Exception, match="trop long"):
        compact_identifier(IdentifierKind.REGISTER, "1" + "ß" * 59, "DE")
