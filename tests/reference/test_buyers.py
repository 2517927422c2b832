"""Legal forms and mail domains: loaded once, edited by people, refused when they make no sense."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from grandest_portal.reference.models import LegalForm, MailDomain

SINCE = "2020-01-01"


def test_committed_lists_are_loaded(dated_data):
    standings = dict(LegalForm.objects.values_list("key", "standing"))
    assert (len(standings), standings["7210"], standings["5546"], standings["5710"], standings["7381"]) == (
        260,
        "public",
        "possible",
        "private",
        "public",
    )
    assert {standing for key, standing in standings.items() if key[0] in "123"} == {"private"}
    assert {standing for key, standing in standings.items() if key[0] == "4"} == {"public"}
    natures = dict(MailDomain.objects.values_list("key", "nature"))
    assert (len(natures), natures["grandest.fr"], natures["gmail.com"]) == (55, "buyer", "consumer")


@pytest.mark.parametrize(
    "key", ["@ville.example", "Ville.example", "ville", "ville..example", "a b.example", ""]
)
def test_domain_is_written_alone(db, key):
    with pytest.raises(ValidationError):
        MailDomain(key=key, nature="buyer", holder="Ville", starts_on=SINCE).full_clean()


@pytest.mark.parametrize("key", ["721", "72100", "abcd", ""])
def test_legal_form_has_four_digits(db, key):
    with pytest.raises(ValidationError):
        LegalForm(key=key, label="X", standing="public", starts_on=SINCE).full_clean()


@pytest.mark.parametrize("model", [LegalForm, MailDomain])
def test_two_rows_are_never_in_force_together(db, model):
    own = {"label": "X", "standing": "public"} if model is LegalForm else {"nature": "buyer", "holder": "X"}
    model.objects.create(key="7210", starts_on=SINCE, **own)
    with pytest.raises(IntegrityError):
        model.objects.create(key="7210", starts_on="2021-01-01", **own)
