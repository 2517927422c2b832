"""The number of an organisation, in each shape that people type it."""

import pytest

from grandest_portal.accounts.forms import OrganisationForm, SignupDetailsForm
from tests.factories import OrganisationFactory

SIRET = "73282932000074"
GOOD = {
    "name": "Ville de Valbrune",
    "country": "FR",
    "identifier_kind": "siret",
    "identifier": SIRET,
    "street": "1 place de la Mairie",
    "postal_code": "67000",
    "city": "Strasbourg",
    "website": "",
    "position": "Responsable des achats",
}


def form(**typed):
    return OrganisationForm({**GOOD, **typed})


@pytest.mark.parametrize(
    ("country", "kind", "typed", "kept"),
    [
        ("FR", "siret", "732 829 320 00074", SIRET),
        ("FR", "siret", "732829320\u00a000074", SIRET),
        ("FR", "siret", " 732.829.320.00074 ", SIRET),
        ("FR", "vat", "FR 40 303 265 045", "FR40303265045"),
        ("DE", "vat", "DE 136,695 976", "DE136695976"),
        ("DE", "vat", "de136695976", "DE136695976"),
        ("BE", "vat", "BE 0403.019.261", "BE0403019261"),
        ("LU", "vat", "LU 150 274 42", "LU15027442"),
        ("GR", "vat", "EL 094259216", "EL094259216"),
        ("DE", "register", "hrb 104217  Amtsgericht Saarbrücken", "HRB 104217 AMTSGERICHT SAARBRÜCKEN"),
        ("DE", "register", "HRA 4711 B, Mainz", "HRA 4711 B, MAINZ"),
        ("CH", "register", "CHE-100.155.212", "CHE-100.155.212"),
        ("CH", "register", "che 100 155 212", "CHE-100.155.212"),
        ("BE", "register", "0403019261", "0403.019.261"),
        ("BE", "register", "BE 0403.019.261", "0403.019.261"),
        ("LU", "register", "b123456", "B 123456"),
        ("LU", "register", "RCS Luxembourg B 123456", "B 123456"),
        ("IT", "register", "MI-1234567", "MI-1234567"),
    ],
)
def test_identifier_is_kept_in_one_form(country, kind, typed, kept):
    filled = form(country=country, identifier_kind=kind, identifier=typed)
    assert (filled.is_valid(), filled.errors) == (True, {})
    assert filled.organisation_data()["identifier"] == kept


@pytest.mark.parametrize(
    ("country", "kind", "typed", "sentence"),
    [
        ("FR", "siret", "73282932000075", "Ce SIRET n'est pas valable"),
        ("FR", "siret", "7328293200007", "Ce SIRET n'est pas valable"),
        ("FR", "siret", "732829320", "Ce SIRET n'est pas valable"),
        ("FR", "siret", "SIRET 732829320", "Ce SIRET n'est pas valable"),
        ("FR", "siret", "١٢٣٤٥٦٧٨٩٠١٢٣٤", "Ce SIRET n'est pas valable"),
        ("DE", "siret", SIRET, "Un SIRET désigne un établissement français"),
        ("DE", "vat", "DE136695978", "Ce numéro de TVA n'est pas valable"),
        ("BE", "vat", "0403019261", "Ce numéro de TVA n'est pas valable"),
        ("BE", "vat", "DE136695976", "Ce numéro de TVA n'est pas celui du pays choisi."),
        ("FR", "register", "HRB 104217", "Une organisation française s'identifie par son SIRET."),
        ("DE", "register", "HRB", "Écrivez le numéro et le registre"),
        ("DE", "register", "12", "Écrivez le numéro et le registre"),
        ("DE", "register", "HRB 104217", "En Allemagne, donnez le registre, le numéro et le tribunal"),
        ("DE", "register", "104217 Saarbrücken", "En Allemagne, donnez le registre"),
        ("LU", "register", "123456", "Au Luxembourg, donnez le numéro du RCS"),
        ("LU", "register", "B 12345678", "Au Luxembourg, donnez le numéro du RCS"),
        ("BE", "register", "0403.019.262", "Ce numéro de la BCE n'est pas valable"),
        ("BE", "register", "403", "Écrivez le numéro et le registre"),
        ("CH", "register", "CHE-100.155.213", "Ce numéro IDE n'est pas valable"),
        ("CH", "register", "CH-170.3.000.123-4", "Ce numéro IDE n'est pas valable"),
        ("LU", "vat", "LU15027443", "Ce numéro de TVA n'est pas valable"),
        ("CH", "vat", "CHE-100.155.212 TVA", "Ce pays n'a pas de numéro de TVA"),
    ],
)
def test_wrong_identifier_says_how_to_mend_it(country, kind, typed, sentence):
    filled = form(country=country, identifier_kind=kind, identifier=typed)
    assert not filled.is_valid()
    assert list(filled.errors) == ["identifier"]
    assert filled.errors["identifier"][0].startswith(sentence)


@pytest.mark.parametrize("name", [name for name in GOOD if name != "website"])
def test_missing_answer_is_asked_in_french(name):
    filled = form(**{name: ""})
    assert not filled.is_valid()
    assert len(filled.errors[name]) == 1
    assert filled.errors[name][0].startswith(("Écrivez ", "Choisissez ", "Dites "))


@pytest.mark.parametrize("typed", ["x" * 10_000, "a\x00b", "\u202e", "'; DROP TABLE --"])
@pytest.mark.parametrize(
    "name", ["name", "identifier", "city", "website", "position", "country", "identifier_kind"]
)
def test_any_typing_is_answered(name, typed):
    filled = form(**{name: typed})
    filled.is_valid()
    assert set(filled.errors) <= {name, "identifier"}


def test_invisible_characters_do_not_make_another_name():
    filled = form(name="  Ville\u200b de\u00a0Valbrune\x00 ")
    assert filled.is_valid()
    assert filled.organisation_data()["name"] == "Ville de Valbrune"


def test_known_organisation_is_joined_and_not_refused(db):
    OrganisationFactory(country="FR", identifier_kind="siret", identifier=SIRET)
    assert form().is_valid()


@pytest.mark.parametrize("side", ["", "autre", "moderator", "\x00"])
def test_side_is_buyer_or_company(side):
    filled = SignupDetailsForm({"side": side, "full_name": "Zoé"})
    assert not filled.is_valid() and list(filled.errors) == ["side"]


def test_missing_name_is_asked_in_words():
    assert SignupDetailsForm({"side": "buyer", "full_name": " "}).errors["full_name"] == [
        "Écrivez votre prénom et votre nom."
    ]
