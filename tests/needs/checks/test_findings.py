"""Findings of a stored need, their justifications, and what stops a need from being sent."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter, PracticeCheck, Territory, Threshold
from needs.actions import justify_finding, submit_need, update_need
from needs.checks import check_ready, findings_of, open_findings
from needs.enums import NeedStatus
from needs.models import CheckJustification
from tests.factories import NeedFactory

TODAY = timezone.localdate()
ASKED = (
    "Être prévenus en 2 heures. L'entreprise doit être implantée à moins de 50 km. Conformité NF EN 15189."
)


@pytest.fixture
def draft(make_need, practice_checks):
    """make(**fields): a draft that only the given fields give cause to remark on."""

    def make(**fields):
        return make_need(**{"budget_band": "40k_100k", "status": NeedStatus.DRAFT, **fields})

    return make


def blocking(need, on=TODAY):
    return [finding for finding in findings_of(need, on) if finding.blocks]


def justify(need, finding, by, text="Le seul accès est par ce quai."):
    return justify_finding(need, code=finding.code, digest=finding.digest, text=text, by=by)


def test_a_finding_shows_its_sentence_why_article_and_how(draft):
    need = draft(expected_result=ASKED)
    by_code = {finding.code: finding for finding in findings_of(need, TODAY)}
    found = by_code["SPE-04"]
    assert (found.excerpt, found.field, found.field_label) == (
        "implantée à moins de 50 km",
        "expected_result",
        "Résultat attendu",
    )
    assert found.sentence == "L'entreprise doit être implantée à moins de 50 km."
    assert ASKED[found.start : found.end] == found.excerpt
    assert f"{found.before}{found.excerpt}{found.after}" == found.sentence
    assert found.check.why and found.check.mend and "R2111-7" in found.check.source
    assert by_code["SPE-02"].title == "«\u00a0NF EN 15189\u00a0»"
    assert {"SPE-04", "SPE-02"} == {finding.code for finding in blocking(need)}
    assert by_code["SPE-05"].severity == "alerte"


def test_only_the_need_s_stage_is_asked_when_sending(draft):
    assert {finding.code for finding in findings_of(draft(), TODAY)} <= {"BES-01"}
    PracticeCheck.objects.filter(key="SPE-04").update(stage="consultation")
    assert "SPE-04" not in {finding.code for finding in findings_of(draft(expected_result=ASKED), TODAY)}


@pytest.mark.parametrize(
    ("change", "gone"),
    [({"enabled": False}, True), ({"severity": "conseil"}, False), ({"starts_on": date(2099, 1, 1)}, True)],
)
def test_a_check_that_the_region_changes_changes_what_stops(draft, change, gone):
    need = draft(expected_result=ASKED)
    PracticeCheck.objects.filter(key="SPE-04").update(**change)
    codes = {finding.code for finding in findings_of(need, TODAY)}
    assert ("SPE-04" not in codes) is gone
    assert {finding.code for finding in blocking(need)} == {"SPE-02"}


def test_lists_are_read_from_the_row(draft):
    need = draft(constraints="Des pompes Zorglub sont posées.")
    assert blocking(need) == []
    row = PracticeCheck.objects.get(key="SPE-01")
    row.parameters["brands"].append("Zorglub")
    row.save(update_fields=["parameters"])
    assert [finding.excerpt for finding in blocking(need)] == ["Zorglub"]


def test_a_check_turned_into_a_question_asks_and_never_stops(draft):
    PracticeCheck.objects.filter(key="SPE-04").update(mode="question")
    (found,) = [each for each in findings_of(draft(expected_result=ASKED), TODAY) if each.code == "SPE-04"]
    assert (found.is_question, found.blocks, found.severity) == (True, False, "alerte")


def test_a_band_satisfies_the_estimate(draft):
    assert [finding.code for finding in blocking(draft(budget_band="unknown"))] == ["BES-02"]
    assert blocking(draft(budget_band="lt_40k")) == []


def test_checks_and_figures_are_those_of_the_planned_day(draft):
    planned = TODAY + timedelta(days=400)
    PracticeCheck.objects.filter(key="SPE-04").update(ends_on=planned - timedelta(days=1))
    assert "SPE-04" in {finding.code for finding in blocking(draft(expected_result=ASKED))}
    assert "SPE-04" not in {
        finding.code for finding in blocking(draft(expected_result=ASKED, planned_on=planned))
    }


def test_a_buyer_s_recent_needs_of_the_family_are_added_up(draft, agent, codes):
    other = draft(title="Compteurs des gymnases", budget_band="lt_40k")
    need = draft(budget_band="lt_40k")
    (found,) = [each for each in findings_of(need, TODAY) if each.code == "BES-02"]
    assert (found.severity, found.blocks) == ("alerte", False)
    assert f"{other.reference} « Compteurs des gymnases »" in found.detail
    Threshold.objects.filter(key="dispense_fournitures_services").update(value=90_000)
    assert [each for each in findings_of(need, TODAY) if each.code == "BES-02"] == []


@pytest.mark.parametrize("kind", ["old", "other family", "other buyer", "abandoned"])
def test_other_needs_are_not_added_up(draft, codes, kind):
    other = NeedFactory(budget_band="lt_40k") if kind == "other buyer" else draft(budget_band="lt_40k")
    if kind == "other buyer":
        other.cpv.set([codes["38420000"]])
    if kind == "old":
        type(other).objects.filter(pk=other.pk).update(created_at=timezone.now() - timedelta(days=400))
    if kind == "other family":
        other.cpv.set([codes["45000000"]])
    if kind == "abandoned":
        type(other).objects.filter(pk=other.pk).update(
            status=NeedStatus.ABANDONED, published_at=timezone.now()
        )
    assert [each for each in findings_of(draft(budget_band="lt_40k"), TODAY) if each.code == "BES-02"] == []


def test_names_of_places_are_those_of_the_reference_data(draft):
    need = draft(constraints="Le candidat a son siège social à Saint-Avold.")
    assert blocking(need) == []
    Territory.objects.create(kind="commune", code="57606", name="Saint-Avold")
    assert [finding.excerpt for finding in blocking(need)] == ["siège social à Saint-Avold"]


def test_documents_and_earlier_text_come_from_the_caller(draft):
    copied = "un capteur qui écoute la conduite la nuit et prévient le gardien"
    need = draft(constraints=f"Il faut {copied}.")
    documents = [("offre.pdf", f"Nous vendons {copied}.")]
    assert "SOU-02" not in {each.code for each in findings_of(need, TODAY)}
    assert "SOU-02" in {each.code for each in findings_of(need, TODAY, documents=documents)}
    assert "SOU-02" not in {
        each.code for each in findings_of(need, TODAY, documents=documents, earlier=need.constraints)
    }


def test_sending_is_refused_with_names_until_mended_or_justified(draft, agent):
    need = draft(expected_result=ASKED)
    with pytest.raises(DomainError) as refusal:
        submit_need(need, by=agent)
    for words in ["implantée à moins de 50 km", "NF EN 15189", "Résultat attendu", "SPE-04", "SPE-02"]:
        assert words in refusal.value.message
    need.refresh_from_db()
    assert need.status == NeedStatus.DRAFT
    need = update_need(
        need, data={"expected_result": ASKED.replace("NF EN 15189.", "NF EN 15189 ou équivalent.")}, by=agent
    )
    (found,) = blocking(need)
    justify(need, found, agent)
    assert open_findings(need, TODAY) != findings_of(need, TODAY)
    assert submit_need(need, by=agent).status == NeedStatus.SUBMITTED


def test_control_without_the_checks_nothing_stops_the_same_need(make_need, agent):
    assert submit_need(make_need(expected_result=ASKED), by=agent).status == NeedStatus.SUBMITTED


def test_a_justification_stands_as_long_as_its_sentence_does(draft, agent):
    need = draft(expected_result=ASKED)
    found = next(each for each in blocking(need) if each.code == "SPE-04")
    row = justify(need, found, agent)
    assert (row.sentence, row.need_version, row.author) == (found.sentence, need.version, agent)
    need = update_need(
        need, data={"expected_result": f"{ASKED} Et vite.", "title": "Un autre titre"}, by=agent
    )
    assert "SPE-04" not in {each.code for each in blocking(need)}
    need = update_need(need, data={"expected_result": ASKED.replace("50 km", "30 km")}, by=agent)
    assert "SPE-04" in {each.code for each in blocking(need)}
    need = update_need(need, data={"expected_result": ASKED}, by=agent)
    assert "SPE-04" not in {each.code for each in blocking(need)}


def test_a_justification_of_one_check_is_not_one_of_another(draft, agent):
    need = draft(
        expected_result="Être prévenus en 2 h : l'entreprise, implantée à moins de 50 km, suit la NF EN 15189."
    )
    first, second = blocking(need)
    assert first.digest == second.digest
    justify(need, first, agent)
    assert [each.code for each in blocking(need)] == [second.code]


def test_a_second_justification_replaces_the_first_and_the_trail_keeps_both(draft, agent):
    need = draft(budget_band="unknown")
    (found,) = blocking(need)
    justify(need, found, agent, "Première raison, en cinq mots.")
    justify(need, found, agent, "Seconde raison, en cinq mots.")
    assert CheckJustification.objects.get().text == "Seconde raison, en cinq mots."
    entries = [entry for entry in history_of(need) if entry.verb == "need.check_justified"]
    assert [entry.value.payload["after"]["justification"] for entry in entries] == [
        "Seconde raison, en cinq mots.",
        "Première raison, en cinq mots.",
    ]
    assert entries[0].value.payload["before"]["justification"] == "Première raison, en cinq mots."


@pytest.mark.parametrize(
    ("text", "sentence"), [("   ", "Écrivez pourquoi"), ("x" * 2001, "trop long (2001 caractères)")]
)
def test_an_empty_or_endless_justification_is_refused(draft, agent, text, sentence):
    need = draft(budget_band="unknown")
    with pytest.raises(DomainError) as refusal:
        justify(need, blocking(need)[0], agent, text)
    assert sentence in refusal.value.message
    assert not CheckJustification.objects.exists()


def test_what_changed_meanwhile_or_is_advice_is_not_justified(draft, agent):
    need = draft(expected_result="Être prévenus.")
    (advice,) = [each for each in findings_of(need, TODAY) if each.severity == "conseil"]
    with pytest.raises(DomainError, match="conseil ne se justifie pas"):
        justify(need, advice, agent)
    with pytest.raises(DomainError, match="a changé depuis"):
        justify_finding(need, code="SPE-04", digest="0" * 64, text="Oui.", by=agent)


@pytest.mark.parametrize("status", [NeedStatus.SUBMITTED, NeedStatus.CLOSED, NeedStatus.AWARDED])
def test_a_need_that_no_longer_changes_takes_no_justification(draft, agent, status):
    need = draft(budget_band="unknown", status=status, published_at=timezone.now())
    with pytest.raises(DomainError, match="ne se modifie plus"):
        justify(need, blocking(need)[0], agent)


def test_an_open_need_takes_one_for_the_edit_of_what_is_published(draft, agent):
    need = draft(budget_band="unknown", published=True, status=NeedStatus.PUBLISHED)
    justify(need, blocking(need)[0], agent)
    check_ready(need, TODAY)


def test_findings_ask_few_questions_of_the_database(draft, django_assert_max_num_queries):
    need = draft(expected_result=ASKED, planned_on=TODAY)
    with django_assert_max_num_queries(6):
        findings_of(need, TODAY)


def test_a_text_full_of_faults_gives_a_bounded_list(draft):
    need = draft(constraints="\n".join(f"Suivre l'ISO 9{number:03}." for number in range(500)))
    assert len([each for each in findings_of(need, TODAY) if each.code == "SPE-02"]) == 30


def test_many_faults_of_one_sentence_do_not_hide_the_next_sentence(draft, agent):
    faults = " et ".join(f"ISO 9{number:03}" for number in range(60))
    need = draft(constraints=f"Suivre {faults}. Puis suivre la NF EN 15189.")
    first, second = blocking(need)
    justify(need, first, agent)
    assert [each.excerpt for each in blocking(need)] == ["NF EN 15189"]
    assert second.excerpt == "NF EN 15189"


def test_a_brand_to_buy_stops_though_the_same_sentence_speaks_of_a_warning(draft):
    need = draft(summary="Des circuits courts et une entreprise locale.")
    (found,) = [each for each in findings_of(need, TODAY) if each.code == "SPE-04"]
    assert (found.severity, found.excerpt) == ("bloquant", "entreprise locale")


@pytest.mark.parametrize("text", ["Oui.", "Oui oui oui oui oui oui.", "1 2 3 4 5 6", "Quatre mots pas plus"])
def test_a_blocking_finding_is_not_lifted_by_a_word(draft, agent, text):
    need = draft(budget_band="unknown")
    with pytest.raises(DomainError, match="par une phrase, de 5 mots différents au moins") as refusal:
        justify(need, blocking(need)[0], agent, text)
    assert (refusal.value.field, CheckJustification.objects.exists()) == ("text", False)


def test_how_many_words_is_a_dated_parameter(draft, agent):
    need = draft(budget_band="unknown")
    Parameter.objects.filter(key="need_justification_minimum_words").update(value=1)
    assert justify(need, blocking(need)[0], agent, "Urgence.").text == "Urgence."


def test_a_warning_is_justified_in_a_word(draft, agent):
    texts = dict.fromkeys(["title", "summary", "current_situation"], "Les dossiers attendent un mois.")
    need = draft(expected_result="Traiter les dossiers en deux jours.", **texts)
    (found,) = [each for each in findings_of(need, TODAY) if each.code == "BES-03"]
    assert (found.severity, found.blocks) == ("alerte", False)
    assert justify(need, found, agent, "Immatériel.").text == "Immatériel."
