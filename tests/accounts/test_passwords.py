"""Passwords: what is accepted, refused and kept, in a table."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.models import User
from grandest_portal.reference.models import Parameter
from tests.accounts.helpers import fresh, log_in, logged_in, text
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(dated_data):
    return MembershipFactory(
        user__email="c.renard@mairie-valbrune.example",
        user__full_name="Camille Renard",
        organisation__name="Communauté des Trois Frontières",
    ).user


@pytest.mark.parametrize(
    "password",
    [
        "quinze signes..",
        "x7" * 64,
        "é" * 15,
        "🦊🌲🚲 dans la cour ce matin",
        " des espaces aux deux bouts ",
        "toutenminuscules",
        "123854905177264",
    ],
)
def test_long_password_is_accepted_whatever_it_is_made_of(person, password):
    validate_password(password, person)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("quatorze signe", "au minimum 15"),
        ("y" * 129, "Ce mot de passe compte 129 caractères : gardez-en 128 au plus."),
        ("Rencontre-Grand-Est 2026", "contient « grandest »"),
        ("mon Mot de Passe à moi", "contient « motdepasse »"),
        ("c'est un rénard dans le bois", "contient « renard »"),
        ("les rues de Val-Brune la nuit", "contient « valbrune »"),
        ("par-delà les FRONTIERES du vent", "contient « frontieres »"),
        ("yfdbufnjh10305070", "trop courant"),
    ],
)
def test_password_that_strangers_would_try_is_refused(person, password, sentence):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert sentence in " ".join(refused.value.messages).replace("\xa0", " ")


def test_words_of_the_service_are_data(person):
    validate_password("une mirabelle bien mûre", person)
    Parameter.objects.filter(key="password_context_words").update(value="mirabelle")
    with pytest.raises(ValidationError, match="« mirabelle »"):
        validate_password("une mirabelle bien mûre", person)
    assert Parameter.objects.value("password_context_words", timezone.localdate()) == "mirabelle"


def test_name_typed_at_sign_up_is_refused_in_the_password(client):
    new = "la belle zéphyrine dort"
    data = {"email": "z@test.example", "full_name": "Zéphyrine Adam", "side": "buyer"}
    page = text(client.post(reverse("account_signup"), {**data, "password1": new, "password2": new}))
    assert "« zephyrine »" in page and User.objects.count() == 0


@pytest.mark.parametrize(
    "new",
    [
        " des espaces aux deux bouts ",
        "e\u0301te\u0301 comme hiver a\u0300 velo",
        "🦊🌲🚲 dans la cour ce matin",
        "x7" * 64,
    ],
)
def test_password_is_kept_as_typed(client, client_b, new):
    user = UserFactory()
    client.force_login(user)
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), data)
    assert fresh(user).check_password(new)
    log_in(client_b, user.email, new.strip() if new != new.strip() else new[:-1])
    assert not logged_in(client_b)
    log_in(client_b, user.email, new)
    assert logged_in(client_b)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("account_login", {"login": "username", "password": "current-password"}),
        ("account_signup", {"email": "email", "password1": "new-password", "password2": "new-password"}),
        ("account_reset_password", {"email": "email"}),
        ("account_request_login_code", {"email": "email"}),
    ],
)
def test_fields_say_to_password_managers_what_they_are(client, page, expected):
    form = client.get(reverse(page)).context["form"]
    found = {name: form.fields[name].widget.attrs.get("autocomplete") for name in expected}
    assert found == expected
    assert [
        name for name in expected if "maxlength" in form.fields[name].widget.attrs and "password" in name
    ] == []


def test_fields_of_a_change_say_what_they_are(client):
    client.force_login(UserFactory())
    form = client.get(reverse("account_change_password")).context["form"]
    found = {name: field.widget.attrs.get("autocomplete") for name, field in form.fields.items()}
    assert found == {
        "oldpassword": "current-password",
        "password1": "new-password",
        "password2": "new-password",
    }
