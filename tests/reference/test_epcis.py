"""EPCI typed one per line: what is understood, and what each refusal says."""

import pytest
from django.core.exceptions import ValidationError

from grandest_portal.reference.epcis import read_epcis
from grandest_portal.reference.models import Territory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def epcis(db):
    region = Territory.objects.create(kind="region", code="44", name="Grand Est")
    vosges = Territory.objects.create(kind="department", code="88", name="Vosges", parent=region)
    rows = {}
    for code, name in [
        ("200039865", "Metz Métropole"),
        ("200068757", "CA d'Epinal"),
        ("200071066", "CA de Saint-Dié-des-Vosges"),
        ("200033868", "CC Gérardmer Hautes Vosges"),
        ("245701362", "CC Haut Chemin - Pays de Pange"),
    ]:
        rows[name] = Territory.objects.create(kind="epci", code=code, name=name, parent=region)
    Territory.objects.create(
        kind="commune", code="88447", name="Thaon-les-Vosges", parent=vosges, epci=rows["CA d'Epinal"]
    )
    return rows


def read(text):
    return [row.name for row in read_epcis(text)]


def refusals(text):
    with pytest.raises(ValidationError) as caught:
        read_epcis(text)
    return caught.value.messages


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("  \r\n \n", []),
        ("Metz Métropole", ["Metz Métropole"]),
        ("METZ", ["Metz Métropole"]),
        ("metz metropole\r\népinal", ["Metz Métropole", "CA d'Epinal"]),
        ("st dié", ["CA de Saint-Dié-des-Vosges"]),
        ("200039865", ["Metz Métropole"]),
        ("Metz\nmetz métropole\nMetz", ["Metz Métropole"]),
        ("CC Haut Chemin - Pays de Pange;", ["CC Haut Chemin - Pays de Pange"]),
        ("Metz\x00", ["Metz Métropole"]),
    ],
)
def test_names_are_read_as_people_write_them(typed, expected):
    assert read(typed) == expected


def test_an_unsure_name_is_refused_with_the_possible_ones():
    assert refusals("Vosges") == [
        "Plusieurs intercommunalités répondent à « Vosges » : écrivez le nom entier. "
        "Peut-être : CA de Saint-Dié-des-Vosges ; CC Gérardmer Hautes Vosges."
    ]


def test_a_commune_is_answered_with_its_epci():
    assert refusals("thaon les vosges") == [
        "Aucune intercommunalité de la région ne s'appelle « thaon les vosges ». Peut-être : CA d'Epinal."
    ]


def test_each_unknown_line_has_its_sentence():
    found = refusals("Metz\nNulle part\n!!!")
    assert [sentence[:60] for sentence in found] == [
        "Aucune intercommunalité de la région ne s'appelle « Nulle pa",
        "Aucune intercommunalité de la région ne s'appelle « !!! ».",
    ]


def test_long_texts_and_long_lists_are_refused():
    assert refusals("a" * 3001) == ["Ce texte est trop long (3001 caractères) : 3000 au plus."]
    assert refusals("\n".join(f"Nom {n}" for n in range(21))) == [
        "Nommez 20 intercommunalités au plus : vous en avez saisi 21."
    ]
    assert len(refusals("mot " * 300)[0]) < 400
