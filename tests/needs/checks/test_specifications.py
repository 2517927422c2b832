"""SPE-01 to SPE-06 and PI-01: what they see, what they leave alone; each trap met on real titles is a case."""

import pytest


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Les pompes sont de marque Grundfos.", ["marque Grundfos", "Grundfos"]),
        ("Fournir des tablettes iPad pour les classes.", ["iPad"]),
        ("Le module ThermoStat® est posé partout.", ["ThermoStat®"]),
        ("Un capteur AquaLog™ par bâtiment.", ["AquaLog™"]),
        ("Une pompe type Kangaroo est demandée.", ["type Kangaroo"]),
        ("Un véhicule modèle Zoe est demandé.", ["modèle Zoe"]),
        ("Le forfait Orange est repris.", ["Orange"]),
        ("ACHAT D'UN BATEAU DE MARQUE HANSA", ["MARQUE HANSA"]),
        ("L'outil remplace le logiciel Astre de la ville.", ["logiciel Astre"]),
    ],
)
def test_a_product_that_is_named_blocks(read, text, seen):
    assert read("SPE-01", text) == [(words, "") for words in seen]


@pytest.mark.parametrize(
    "text",
    [
        "Les pompes sont de marque Grundfos ou équivalent.",
        "Une pompe type Kangaroo (ou équivalente) est demandée.",
        "Des produits équivalents à ceux de Grundfos conviennent.",
        "Les murs sont peints en orange.",
        "Orange : la couleur des balises reste la même.",
        "FOURNITURE DE BALISES ORANGE POUR LA VOIRIE",
        "Fourniture de pneumatiques toutes marques.",
        "PIECES TOUTES MARQUES CONFONDUES",
        "Bâtiment administratif de type R+2.",
        "Un véhicule type VL et des raccordements de type 0.",
        "Chaussants de type A, modèle brodequin.",
        "Un véhicule de type tribenne.",
        "FOURNITURE DE PAPIER BLANC TYPE LASER EN PALETTE",
        "Le modèle économique est à construire. Paris le demande.",
        "Contrôles du secteur La Roche sur Yon.",
        "Un logiciel de gestion des droits de place.",
    ],
)
def test_what_names_no_product_is_left_alone(read, text):
    assert read("SPE-01", text) == []


def test_equivalent_counts_within_80_characters_of_the_same_sentence_only(read):
    far = "x" * 70 + " " + "y" * 20
    assert read("SPE-01", f"Une marque Hansa {far} ou équivalent.") != []
    assert read("SPE-01", "Une marque Hansa. Le reste, ou équivalent, suit.") != []
    assert read("SPE-01", f"Une marque Hansa {'x' * 40} ou équivalent.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Maintenance de trois autoclaves de marque Belimed.",
        "Le réseau de compteurs de marque Itron est en place depuis 2019.",
        "Les pièces détachées sont pour des camions de marque Renault.",
        "La solution dialogue avec le logiciel Astre déjà utilisé.",
    ],
)
def test_existing_equipment_is_a_question_not_a_refusal(read, fires, text):
    assert {severity for _words, severity in read("SPE-01", text)} == {"alerte"}
    assert "déjà en place" in fires("SPE-01", {"constraints": text})[0].detail


def test_a_brand_of_the_current_situation_is_a_question(read):
    text = "Les écoles ont des compteurs Itron."
    assert read("SPE-01", text, field="current_situation") == [("Itron", "alerte")]
    assert read("SPE-01", text, field="constraints") == [("Itron", "")]


def test_setting_up_a_new_product_is_not_existing_equipment(read):
    assert read("SPE-01", "Mise en place d'un logiciel Astre neuf.") == [("logiciel Astre", "")]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Conformité NF EN 15189.", "NF EN 15189"),
        ("Conforme à la norme EN 12464-1.", "EN 12464-1"),
        ("Selon l'ISO 50 001 en vigueur.", "ISO 50 001"),
        ("Audit Iso 14 001:2015 demandé.", "Iso 14 001:2015"),
        ("Le câblage suit la NF C 15-100.", "NF C 15-100"),
        ("Travaux selon le DTU 20.1.", "DTU 20.1"),
        ("Sécurité ISO/IEC 27001 exigée.", "ISO/IEC 27001"),
        ("Automates conformes à IEC 61131-3.", "IEC 61131-3"),
        ("FOURNITURE DE CASQUES NF EN 443", "NF EN 443"),
        ("CERTIFICATION ISO 9001 EXIGEE", "ISO 9001"),
    ],
)
def test_a_standard_alone_blocks(read, text, seen):
    assert read("SPE-02", text) == [(seen, "")]


@pytest.mark.parametrize(
    "text",
    [
        "Conformité NF EN 15189 ou équivalent.",
        "Conformité NF EN 15189 (ou norme équivalente).",
        "Une norme équivalente à l'ISO 9001 convient.",
        # « EN » is a preposition: capitals, three digits or more that are no year, a text not all capitals
        "Analyse des eaux en 2019 et en 12345 points.",
        "Les travaux auront lieu EN 2019.",
        "PRESTATIONS D'IMPRESSION EN 2 LOTS",
        "TRANSFORMATION D'UN IMMEUBLE EN 620 LOGEMENTS",
        "Marché 182148 - IMPRESSION et façonnage en 2 LOTS EN 12 lots",
        "Un isolant de 20 cm et une note sur 20.",
        "L'iso 9 n'existe pas.",
        "Le DTU applicable est respecté.",
    ],
)
def test_what_is_no_standard_is_left_alone(read, text):
    assert read("SPE-02", text) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Le titulaire est certifié par un tiers.", "certifié"),
        ("Un label environnemental est exigé.", "label"),
        ("Le papier est FSC.", "FSC"),
        ("L'hébergeur a la qualification SecNumCloud.", "SecNumCloud"),
        ("Une certification de service est demandée.", "certification"),
    ],
)
def test_a_label_alone_blocks(read, text, seen):
    assert (seen, "") in read("SPE-03", text)


@pytest.mark.parametrize(
    "text",
    [
        "Le papier est FSC ou équivalent.",
        "Un label environnemental, ou tout label équivalent, est admis.",
        "La certification des comptes est annuelle.",
        "Une copie certifiée conforme suffit.",
        "Audit de certification du site.",
        "Le laboratoire étiquette les flacons.",
    ],
)
def test_what_asks_no_label_is_left_alone(read, text):
    assert read("SPE-03", text) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Être compatible avec le logiciel Astre.", "compatible avec le logiciel Astre"),
        ("L'outil est compatible avec Milestone.", "compatible avec Milestone"),
        ("Les données sont dans un format propriétaire.", "format propriétaire"),
    ],
)
def test_a_closed_interface_warns(read, text, seen):
    assert read("SPE-06", text) == [(seen, "")]


@pytest.mark.parametrize(
    "text",
    [
        "Être compatible avec le RGAA.",
        "Compatible avec les horaires de classe.",
        "Exporter en CSV et en JSON.",
    ],
)
def test_open_formats_are_left_alone(read, text):
    assert read("SPE-06", text) == []


def test_all_rights_taken_warn(read):
    assert read("PI-01", "Cession exclusive des logiciels.") == [("Cession exclusive", "")]
    assert read("PI-01", "Le titulaire cède la totalité des droits.") == [("totalité des droits", "")]
    assert read("PI-01", "Cession du spectacle ; gestion des droits de place ; accession sociale.") == []
