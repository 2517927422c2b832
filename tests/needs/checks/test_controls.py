"""A known-bad text triggers each rule and a clean one none; each rule is linear; the figures of real titles hold."""

import time
from datetime import date
from pathlib import Path

import pytest

from needs.checks.draft import Draft, Sibling
from needs.checks.evaluation import TitlesError, evaluate_titles, read_titles
from needs.checks.rules import ON_TITLES, RULES
from needs.checks.text import fold
from tests.needs.checks.conftest import ON, SETTINGS

TITLES = Path(__file__).parent / "data" / "titles.jsonl"
COPIED = "le capteur écoute la conduite la nuit et prévient le gardien dès la première goutte"
BAD = Draft(
    texts={
        "title": "Fourniture de compteurs Grundfos",
        "summary": "Une application certifiée, compatible avec le logiciel Astre.",
        "expected_result": (
            "Un système composé de capteurs, comprenant des relais conformes à l'ISO 9001. "
            "L'entreprise est implantée à moins de 50 km. "
            f"Cession exclusive des droits. Nous voulons que {COPIED}. Le SGTB décide."
        ),
    },
    on=ON,
    budget_band="unknown",
    planned_on=date(2026, 12, 1),
    documents=(("offre.pdf", f"Notre produit : {COPIED}."),),
)
CLEAN = Draft(
    texts={
        "title": "Réduire les pertes d'eau des écoles",
        "summary": "Trouver les fuites avant la facture, dans toutes les écoles de la ville.",
        "current_situation": "Nos 42 écoles consomment 118 000 m³ d'eau par an, dont un cinquième la nuit.",
        "expected_result": "Être prévenus le jour même d'une fuite et réduire de 15 % l'eau perdue.",
        "constraints": "Aucune coupure d'eau. L'outil est lisible par tous, personnes malvoyantes comprises.",
    },
    on=ON,
    budget_band="40k_100k",
    planned_on=date(2027, 6, 1),
    cpv=("38420000",),
    documents=(("offre.pdf", f"Notre produit : {COPIED}."),),
)


@pytest.mark.parametrize("code", RULES)
def test_control_a_known_bad_text_triggers_each_rule(code):
    assert list(RULES[code](BAD, SETTINGS)) != []


@pytest.mark.parametrize("code", RULES)
def test_control_a_clean_text_triggers_none(code):
    assert [hit.detail or hit.excerpt(CLEAN) for hit in RULES[code](CLEAN, SETTINGS)] == []


@pytest.mark.parametrize("code", RULES)
def test_a_row_without_parameters_leaves_its_rule_quiet_or_simple(code):
    emptied = {name: {} for name in SETTINGS}
    assert all(hit.field for hit in RULES[code](BAD, emptied))


LENGTH = 50_000
ADVERSARIAL = {
    "standards": "EN ",
    "standards in a row": "NF EN ISO/DTU-IEC ",
    "digits": "ISO 9 . : - ",
    "one long word": "a",
    "words of one letter": "a ",
    "seats": "entreprise implantée à ",
    "distances": "entreprise implantée à 50 km ",
    "capitals": "Siège À L'Aa-Bb De ",
    "brands": "marque Type modèle ",
    "signs": "®",
    "full stops": ". A",
    "lines": "\n",
    "units": "1 1 1,1.1 ",
    "labels": "label FSC ",
    "equivalents": "équivalent à ",
    "spaces": " ",
    "acronyms": "SGTB ",
    "phrases": "l'ensemble des droits de ",
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_every_rule_reads_50_000_characters_in_50_milliseconds(name):
    text = (ADVERSARIAL[name] * LENGTH)[:LENGTH]
    slow = {}
    for code, rule in RULES.items():
        slow[code] = min(seconds(rule, text) for _turn in range(5))
    assert {code: round(spent, 3) for code, spent in slow.items() if spent > 0.05} == {}


def seconds(rule, text):
    """What one rule takes once the text is read; 30 findings of a check are kept at most."""
    draft = Draft(
        texts={"expected_result": text},
        on=ON,
        budget_band="lt_40k",
        documents=(("a", text),),
        places=frozenset(),
    )
    passage = draft.passages["expected_result"]
    assert passage.index is not None and passage.spans is not None and passage.sentence_starts
    started = time.process_time()
    for position, _hit in enumerate(rule(draft, SETTINGS)):
        if position == 30:
            break
    return time.process_time() - started


def test_reading_a_text_of_50_000_characters_is_quick():
    def spent():
        passage = Draft(texts={"title": "à " * 25_000}, on=ON).passages["title"]
        started = time.process_time()
        assert len(passage.index["a"]) == len(passage.spans) == 25_000
        return time.process_time() - started

    assert min(spent() for _turn in range(3)) < 0.1


def test_folding_keeps_every_place():
    text = "Œuvre : ÉTÉ à l’Ýland, İstanbul ½ m² – ﬁn\u00a0!"
    assert len(fold(text)) == len(text)
    assert fold("ÉTÉ\u00a0à l’île m²") == "ete a l'ile m2"


def test_figures_on_real_titles_are_those_of_the_documentation():
    titles = read_titles(TITLES)
    assert len(titles) == 359
    scores = {
        score.code: (score.hits, score.real, score.false, score.missed, score.softened)
        for score in evaluate_titles(titles, SETTINGS)
    }
    assert scores == {
        "SPE-01": (67, 66, 1, 6, 48),
        "SPE-02": (4, 1, 3, 0, 0),
        "SPE-03": (0, 0, 0, 0, 0),
        "SPE-04": (1, 1, 0, 0, 1),
        "SPE-05": (0, 0, 0, 0, 0),
        "SPE-06": (0, 0, 0, 0, 0),
        "PI-01": (0, 0, 0, 0, 0),
    }
    assert set(scores) == set(ON_TITLES)


def test_every_hit_of_the_sample_is_labelled():
    titles = read_titles(TITLES)
    scores = evaluate_titles(titles, SETTINGS)
    assert [score.code for score in scores if score.hits != score.real + score.false] == []


def test_titles_are_read_from_csv_too(tmp_path):
    path = tmp_path / "marches.csv"
    path.write_text('id;objet\n1;"Achat; d\'un bateau de marque HANSA"\n2;\n', encoding="utf-8")
    assert [title for title, _labels in read_titles(path)] == ["Achat; d'un bateau de marque HANSA", ""]
    path.write_text("id,nom\n1,x\n", encoding="utf-8")
    with pytest.raises(TitlesError, match="aucune colonne"):
        read_titles(path)


def test_the_total_of_siblings_is_bounded_by_what_the_loader_gives():
    many = tuple(Sibling(f"B-{number}", "Un besoin", "lt_40k") for number in range(5))
    draft = Draft(
        texts={},
        on=ON,
        budget_band="lt_40k",
        siblings=many,
        figures={"dispense_fournitures_services": 60_000.0},
    )
    (hit,) = RULES["BES-02"](draft, SETTINGS)
    assert hit.detail.count("B-") == 5
