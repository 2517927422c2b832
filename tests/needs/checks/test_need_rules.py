"""BES, LIS and SOU-03: what the need itself says, and what its absence tells."""

from datetime import date

import pytest

from needs.checks.draft import Sibling

WRITTEN = {"expected_result": "Réduire de 30 % l'eau perdue."}


def sibling(band, number=7):
    return Sibling(f"B-{number}", "Compteurs des écoles", band)


def test_a_figure_with_its_unit_is_asked(fires):
    assert fires("BES-01", {"expected_result": "Réduire les pertes de 30 %."}) == []
    assert (
        fires("BES-01", {"expected_result": "Réduire les pertes.", "current_situation": "118 000 m³ par an"})
        == []
    )
    (hit,) = fires("BES-01", {"expected_result": "Réduire les pertes dans le lot 3."})
    assert "Aucun chiffre" in hit.detail
    assert fires("BES-01", {"title": "Réduire"}) == []


def test_a_list_of_parts_is_told_when_nothing_says_the_result(read):
    text = "Un système composé de 12 capteurs et équipé de 3 antennes. 5 jours de pose."
    assert read("BES-01", text) == [("composé de", "")]
    assert read("BES-01", "Les équipes de nuit savent où aller, en 5 minutes.") == []
    assert read("BES-01", "Réduire la facture avec un système composé de 12 m de tuyau.") == []


@pytest.mark.parametrize("band", ["", "unknown"])
def test_a_band_is_asked(fires, band):
    (hit,) = fires("BES-02", {}, budget_band=band)
    assert (hit.field, hit.severity, hit.start) == ("budget_band", "", None)


@pytest.mark.parametrize("band", ["lt_40k", "40k_100k", "100k_250k", "250k_1m", "gt_1m"])
def test_a_band_satisfies(fires, band):
    assert fires("BES-02", {}, budget_band=band) == []


SERVICES = {"figures": {"dispense_fournitures_services": 60_000.0, "dispense_travaux": 100_000.0}}


def test_needs_of_one_family_are_added_up_and_only_warn(fires):
    (hit,) = fires("BES-02", {}, budget_band="lt_40k", siblings=(sibling("lt_40k"),), **SERVICES)
    assert hit.severity == "alerte"
    assert "B-7 « Compteurs des écoles »" in hit.detail
    assert "60\u202f000 € HT" in hit.detail and "80\u202f000 € HT" in hit.detail
    assert "total des besoins semblables" in hit.detail


def test_the_total_of_works_is_compared_with_their_own_threshold(fires):
    two = {"budget_band": "lt_40k", "siblings": (sibling("lt_40k"),), **SERVICES}
    assert fires("BES-02", {}, cpv=("45233140",), **two) == []
    assert fires("BES-02", {}, cpv=("38420000",), **two) != []


def test_the_total_says_nothing_below_the_threshold_or_when_one_need_is_above_alone(fires):
    assert fires("BES-02", {}, budget_band="lt_40k", **SERVICES) == []
    assert fires("BES-02", {}, budget_band="100k_250k", siblings=(sibling("lt_40k"),), **SERVICES) == []
    assert fires("BES-02", {}, budget_band="lt_40k", siblings=(sibling("unknown"),), **SERVICES) == []
    assert fires("BES-02", {}, budget_band="lt_40k", siblings=(sibling("lt_40k"),)) == []


def test_sustainable_development_is_written_somewhere(fires):
    assert fires("BES-03", WRITTEN) == []
    (hit,) = fires("BES-03", {"expected_result": "Traiter les dossiers en deux jours."})
    assert hit.field == "constraints"
    assert fires("BES-03", {"expected_result": "Traiter.", "constraints": "Matériel réparable."}) == []
    assert fires("BES-03", {"title": "Traiter"}) == []


def test_rewriting_the_result_asks_about_sustainability_again(fires):
    first, second = (
        fires("BES-03", {"expected_result": text})[0].basis
        for text in ("Traiter en deux jours.", "Traiter mieux.")
    )
    assert first != second


def test_accessibility_is_asked_for_a_digital_service_or_public_equipment(fires):
    text = {"expected_result": "Une application pour les habitants."}
    assert len(fires("BES-04", text)) == 1
    assert len(fires("BES-04", {"expected_result": "Un outil."}, cpv=("48000000",))) == 1
    assert fires("BES-04", text | {"constraints": "Conforme au RGAA."}) == []
    assert fires("BES-04", {"expected_result": "Un enrobé pour les rues."}, cpv=("45233140",)) == []


def test_long_sentences_and_unexplained_acronyms_are_told(read):
    long = "mot " * 41
    assert [severity for _text, severity in read("LIS-01", f"Court. {long.strip()}. Court.")] == [""]
    assert read("LIS-01", "mot " * 40) == []
    assert read("LIS-01", "Remettre au SGTB, puis au SGTB.") == [("SGTB", "")]
    assert read("LIS-01", "Le système de gestion (SGTB) et la GTC (gestion centralisée) de la PME.") == []
    assert read("LIS-01", "TRAVAUX DE VOIRIE LOT UN") == []


def test_a_text_of_thousands_of_words_is_long(fires):
    details = [hit.detail for hit in fires("LIS-01", {"current_situation": "Un mot. " * 1300})]
    assert [detail for detail in details if "2600 mots" in detail]


def test_the_consultation_leaves_time_after_the_publication(fires):
    on = date(2026, 11, 27)
    (hit,) = fires("SOU-03", {}, on=on, planned_on=date(2026, 12, 10))
    assert (hit.field, "13 jours" in hit.detail) == ("planned_on", True)
    assert fires("SOU-03", {}, on=on, planned_on=date(2026, 12, 27)) == []
    assert fires("SOU-03", {}, on=on) == []
    assert fires("SOU-03", {}, on=on, planned_on=date(2026, 12, 10), published_on=date(2026, 10, 1)) == []
