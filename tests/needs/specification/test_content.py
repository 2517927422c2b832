"""What the document says: every answer, what is open, the sources of the right date."""

import json
from datetime import date

import pytest
from django.utils import timezone

from grandest_portal.reference.models import Threshold, Wording
from needs.actions import update_need
from needs.enums import BudgetBand
from needs.models import Need
from needs.specification.content import specification_of
from needs.specification.open_points import open_points
from tests.factories import NeedFactory

# Who, when and in which state; and what became of the need after its exchanges: not what was asked of the buyer.
NOT_ANSWERS = {
    "id",
    "buyer",
    "author",
    "status",
    "moderation_reason",
    "moderation_reason_key",
    "changed_in",
    "place_keys",
    "subject_keys",
    "form_token",
    "version",
    "approved_version",
    "amended_at",
    "dialog_told_at",
    "model_of",
    "trashed_at",
    "created_at",
    "updated_at",
    "submitted_at",
    "published_at",
    "closed_at",
    "consultation_url",
    "consultation_deadline",
    "direct_purchase_article",
    "direct_purchase_reason",
    "abandon_reason",
    "awarded_to",
    "awarded_on",
    "no_award_reason",
    "outcome_asked_at",
    "outcome_at",
    "award_notice_url",
    "source",
    "source_id",
    "source_url",
    "source_buyer",
    "search_plain",
    "search",
}
SHOWN = {
    "title": "Réduire les pertes d'eau",
    "summary": "Trouver les fuites d'eau dans les écoles",
    "current_situation": "eau",
    "expected_result": "Être prévenus le jour même d'une fuite",
    "constraints": "Sans travaux en période scolaire.",
    "cpv": "Instruments de mesure du débit",
    "territories": "Moselle",
    "budget_band": str(BudgetBand.FROM_40K.label),
    "procedure": "Procédure adaptée",
    "planned_on": "1er septembre 2026",
    "sourcing_days": "30 jours ouvrés",
    "short_window_reason": "La rentrée approche.",
    "sourcing_open_until": "1er juillet 2026",
    "questions_open_until": "15 juin 2026",
    "maturity": "Au moins un prototype (TRL 4 et plus)",
    "languages": "Français, Allemand",
    "foreign_summary": "Lecks vor der Rechnung finden.",
    "foreign_language": "Résumé en langue étrangère : Allemand",
    "contact_name": "Camille Test",
    "contact_role": "Service de l'eau",
}


def words(document):
    return json.dumps(document, ensure_ascii=False)


def section(document, title):
    return next(each for each in document["sections"] if each["title"] == title)


def test_every_answer_of_a_need_is_in_the_document(whole_need):
    fields = {field.name for field in Need._meta.get_fields() if not field.auto_created or field.name == "id"}
    assert fields - NOT_ANSWERS == set(SHOWN)
    found = words(specification_of(whole_need(), with_contact=True))
    assert [name for name, shown in SHOWN.items() if shown not in found] == []


def test_contact_is_for_those_who_may_see_it(whole_need):
    found = words(specification_of(whole_need(), with_contact=False))
    assert "Camille Test" not in found and "Service de l'eau" not in found


def test_document_names_its_reference_version_and_date(whole_need):
    need = whole_need()
    document = specification_of(need, with_contact=True)
    assert (document["reference"], document["version"], document["day"]) == (
        need.reference,
        "3",
        "2026-05-20",
    )
    assert document["footer"] == f"B-{need.pk}, version 3 du 20 mai 2026"


def test_date_is_that_of_the_last_writing(whole_need, agent):
    need = whole_need()
    update_need(need, data={"summary": "Autre résumé."}, by=agent, version=3)
    need = Need.objects.get(pk=need.pk)
    document = specification_of(need, with_contact=True)
    assert (document["version"], document["day"]) == ("4", timezone.localdate().isoformat())


def test_state_of_the_need_does_not_change_its_document(whole_need):
    need = whole_need()
    before = specification_of(need, with_contact=True)
    Need.objects.filter(pk=need.pk).update(
        status="published", published_at=timezone.now(), updated_at=timezone.now()
    )
    assert specification_of(Need.objects.get(pk=need.pk), with_contact=True) == before


def test_thresholds_are_those_of_the_planned_date(whole_need):
    before = specification_of(whole_need(planned_on=date(2026, 3, 31)), with_contact=True)
    after = specification_of(whole_need(planned_on=date(2026, 4, 1)), with_contact=True)
    values = [
        {row[0]: row[1] for block in section(document, "Sources")["blocks"] for row in block["rows"]}
        for document in (before, after)
    ]
    name = "Dispense de publicité et de mise en concurrence"
    assert [found[name] for found in values] == ["40\u202f000\u00a0€\u00a0HT", "60\u202f000\u00a0€\u00a0HT"]
    assert "décret n° 2025-1386 du 29/12/2025" in words(after)


def test_without_planned_date_the_thresholds_are_those_of_the_version(whole_need):
    assert "Seuils en vigueur le 20 mai 2026" in words(
        specification_of(whole_need(planned_on=None), with_contact=True)
    )


def test_without_reference_data_the_document_stands(whole_need):
    need = whole_need()
    Threshold.objects.all().delete()
    Wording.objects.all().delete()
    found = words(specification_of(need, with_contact=True))
    assert "Aucun seuil en vigueur le 1er septembre 2026." in found
    assert "Aucune question n'est réglée." in found


def test_questions_of_the_consultation_are_a_list_to_complete(whole_need):
    rows = section(specification_of(whole_need(), with_contact=True), "À compléter avant la consultation")
    table = rows["blocks"][0]["rows"]
    assert len(table) == 16 and {row[1] for row in table} == {"À compléter"}
    assert table[0][0].startswith("Lots : comment le besoin est-il alloti")


def test_no_conformity_is_claimed(whole_need):
    assert "rien n'y garantit la conformité" in specification_of(whole_need(), with_contact=True)["warning"]


@pytest.mark.parametrize(
    ("change", "point"),
    [
        ({"title": ""}, "Il manque le titre."),
        ({"summary": ""}, "Il serait utile de dire le besoin en deux phrases (résumé)."),
        ({"current_situation": ""}, "Il manque la situation actuelle."),
        ({"expected_result": ""}, "Il manque le résultat attendu."),
        ({"sourcing_days": None}, "Il manque la durée des échanges."),
        ({"contact_name": ""}, "Il manque la personne à contacter."),
        ({"constraints": ""}, "Il serait utile de dire les contraintes que toute solution doit respecter."),
        ({"planned_on": None}, "Il serait utile de dire la date envisagée de la consultation."),
        ({"budget_band": "unknown"}, "L'ordre de grandeur du budget n'est pas estimé."),
        ({"procedure": "undecided"}, "La procédure n'est pas décidée."),
    ],
)
def test_what_is_missing_is_an_open_point(whole_need, change, point):
    need = whole_need(**change)
    assert [each.title for each in open_points(need, date(2026, 5, 20))] == [point]
    assert point in words(section(specification_of(need, with_contact=True), "Points ouverts"))


def test_code_and_place_may_be_missing_too(dated_data):
    titles = [point.title for point in open_points(NeedFactory(), date(2026, 5, 20))]
    assert "Il manque le code CPV." in titles and "Il manque le territoire d'exécution." in titles
    assert "Code à choisir" in words(specification_of(NeedFactory(), with_contact=True))


def test_a_whole_need_has_no_open_point(whole_need):
    document = specification_of(whole_need(), with_contact=True)
    assert section(document, "Points ouverts")["blocks"][0]["text"] == "Aucune réponse ne manque."


def test_invisible_characters_are_gone(whole_need):
    need = whole_need(summary="Sens\u202einversé\u200b et \x07bruit")
    assert "Sensinversé et bruit" in words(specification_of(need, with_contact=True))
