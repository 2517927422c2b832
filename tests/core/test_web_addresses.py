"""One validator for every web address: complete, http or https, without a name or a password in it."""

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from grandest_portal.core.errors import DomainError
from grandest_portal.core.fields import WebAddressField
from grandest_portal.core.web_addresses import WebAddressInput, WebAddressValidator
from meetings.enums import PlaceKind
from meetings.places import checked_place
from needs.actions.life import secure_link

SECRET = "https://user:pass@ailleurs.example/"
WITH_CREDENTIALS = [
    SECRET,
    "https://banque.example@ailleurs.example",
    "http://a:@b.example",
    "https://a@b.example?x",
]


@pytest.mark.parametrize("address", WITH_CREDENTIALS)
def test_credentials_are_refused_with_their_own_sentence(address):
    for check in (WebAddressValidator(), WebAddressInput(error_messages={"invalid": "Autre"}).clean):
        with pytest.raises(ValidationError, match="sans nom d'utilisateur ni mot de passe"):
            check(address)


def test_control_the_framework_alone_takes_them():
    URLValidator()(SECRET)
    assert forms.URLField(assume_scheme="https").clean(SECRET) == SECRET


@pytest.mark.parametrize("address", ["https://a.example/@nom", "https://a.example/?courriel=a@b.example"])
def test_sign_elsewhere_in_an_address_is_no_credential(address):
    assert WebAddressInput().clean(address) == address


def test_other_schemes_are_refused_in_forms_too():
    with pytest.raises(ValidationError):
        WebAddressInput().clean("ftp://a.example/")
    assert WebAddressInput().clean("a.example") == "https://a.example"


@pytest.mark.parametrize(
    "ask", [lambda: secure_link(SECRET, "url"), lambda: checked_place(PlaceKind.VIDEO, SECRET)]
)
def test_links_of_buyers_and_meetings_too(ask):
    with pytest.raises(DomainError, match="sans nom d'utilisateur ni mot de passe"):
        ask()


def test_every_column_and_form_that_holds_an_address_uses_it():
    """No model of the project has a plain URLField."""
    ours = {"grandest_portal", "buyers", "suppliers", "needs", "meetings"}
    for model in apps.get_models():
        if model.__module__.split(".")[0] in ours:
            for field in model._meta.get_fields():
                if isinstance(field, models.URLField):
                    assert isinstance(field, WebAddressField), f"{model.__name__}.{field.name}"
                    assert isinstance(field.formfield(), WebAddressInput)
