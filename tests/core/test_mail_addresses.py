"""Addresses that no mail could reach are refused by the form; two that merely look alike are two."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address

from grandest_portal.accounts.models import User
from grandest_portal.core.mail_addresses import INVALID, MailAddressField
from tests.factories import UserFactory

WITHOUT_ASCII_FORM = ["a@" + "é" * 60 + ".fr", "a@xn--é.fr"]
TURNED_ROUND = "a@é\u202e.fr"
ROOMS = ["grandest_portal", "needs", "buyers", "suppliers", "meetings"]


@pytest.mark.parametrize("address", [*WITHOUT_ASCII_FORM, TURNED_ROUND, "a@b", "sans arobase", "a@b@c.fr"])
def test_address_that_no_mail_could_reach_is_refused_once(address):
    with pytest.raises(ValidationError) as refused:
        MailAddressField().clean(address)
    assert refused.value.messages == [str(INVALID)]


@pytest.mark.parametrize("address", ["zoe@mairie.example", "zoe@forêt.example", '"zoe,adam"@mairie.example'])
def test_address_that_the_form_accepts_can_be_written_to(address):
    accepted = MailAddressField().clean(address)
    assert accepted == address
    assert sanitize_address(accepted, "utf-8").isascii()


@pytest.mark.django_db
@pytest.mark.parametrize("twin", ["chef@maırie.example", "ſchef@mairie.example"])
def test_look_alike_is_somebody_else(twin):
    plain = twin.replace("ı", "i").replace("ſ", "s")
    person, other = UserFactory(email=plain), UserFactory(email=twin)
    found = [User.objects.get(email__lower=address.lower()) for address in (plain.upper(), twin)]
    assert found == [person, other]
    assert User.objects.get_by_natural_key(plain.upper()) == person


@pytest.mark.django_db
def test_control_compared_by_upper_case_a_look_alike_passes_for_another():
    UserFactory(email="chef@maırie.example")
    assert User.objects.filter(**{"email__iexact": "chef@mairie.example"}).exists()


def test_no_address_is_compared_by_upper_case():
    base = Path(settings.BASE_DIR)
    files = sorted(path for room in ROOMS for path in (base / room).rglob("*.py"))
    assert files
    guilty = [
        str(path.relative_to(base))
        for path in files
        if re.search(r"mail\w*__iexact", path.read_text("utf-8"))
    ]
    assert guilty == []
