"""SPE-04 and SPE-05: an address is never asked; a delay may be. Short circuits warn, never block."""

import pytest

METZ = frozenset({"metz", "saint die des vosges"})


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("L'entreprise doit être implantée à moins de 50 km.", "implantée à moins de 50 km"),
        ("L'entreprise doit être implantée dans le département.", "implantée dans le département"),
        ("Le titulaire dispose d'une agence en Alsace.", "agence en Alsace"),
        ("Le candidat a son siège social à Metz.", "siège social à Metz"),
        ("Le prestataire aura une antenne à Saint-Dié-des-Vosges.", "antenne à Saint-Dié-des-Vosges"),
        ("La société devra être située à Metz.", "située à Metz"),
        (
            "L'atelier du fournisseur est dans un rayon de 30 kilomètres.",
            "atelier du fournisseur est dans un rayon de 30 kilomètres",
        ),
        ("Une entreprise locale est attendue.", "entreprise locale"),
        ("Les produits sont originaires de Lorraine.", "originaires de"),
        ("Le matériel est fabriqué en France.", "fabriqué en France"),
        ("Faire travailler les entreprises du territoire.", "entreprises du territoire"),
    ],
)
def test_an_origin_asked_blocks(read, text, seen):
    assert (seen, "") in read("SPE-04", text, places=METZ)


@pytest.mark.parametrize(
    "text",
    [
        "Le réseau de bus fait 50 km et dessert le siège.",
        "Nettoyage des locaux du siège et de l'agence de l'eau.",
        "Implantation de colonnes enterrées sur le territoire communautaire.",
        "Mission de prospection d'investisseurs en vue d'implantations dans l'agglomération.",
        "Le prestataire interviendra dans les écoles situées à Metz.",
        "L'entreprise entretient 120 km de routes.",
        "Le siège du département à Metz est rénové.",
        "La police locale et les produits du commerce.",
        "Les usagers habitent à moins de 10 km de la gare.",
    ],
)
def test_a_place_that_is_not_the_company_s_is_left_alone(read, text):
    assert read("SPE-04", text, places=METZ) == []


def test_a_name_that_is_no_territory_is_not_an_address(read):
    text = "Le candidat a son siège social à Bidule."
    assert read("SPE-04", text, places=METZ) == []
    assert read("SPE-04", text.replace("Bidule", "Metz"), places=METZ) != []


def test_short_circuits_warn_and_never_block(read, fires):
    text = "Les légumes viennent de circuits courts."
    assert read("SPE-04", text) == [("circuits courts", "alerte")]
    assert "intermédiaires" in fires("SPE-04", {"summary": text})[0].detail
    assert read("SPE-05", text) == []


def test_a_delay_is_suggested_beside_an_address_unless_one_is_asked(read):
    text = "L'entreprise doit être implantée à moins de 50 km."
    assert read("SPE-05", text) == [("implantée à moins de 50 km", "")]
    assert read("SPE-05", text[:-1] + ", avec un délai d'intervention de 4 heures.") == []
    assert read("SPE-05", "Intervenir sous 4 heures ouvrées.") == []
