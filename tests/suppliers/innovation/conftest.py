"""A published solution, a person who speaks for its company, and the committed questions and ways to buy."""

import pytest

from suppliers.actions import save_answers, sign_assessment, start_assessment
from suppliers.enums import SolutionStatus
from tests.suppliers.helpers import member, solution_in

YES = {
    "answer": "yes",
    "explanation": "Deux cents points d'écoute comparés.",
    "proof": "https://preuve.example/a",
}
ANSWERS = {
    "rien_d_equivalent": YES,
    "sensiblement_amelioree": {"answer": "yes", "explanation": "", "proof": ""},
    "offerte_depuis_peu": {"answer": "no", "explanation": "Vendue depuis 2019.", "proof": ""},
    "nouveau_procede": {"answer": "na", "explanation": "", "proof": ""},
    "jeune_entreprise_innovante": {**YES, "explanation": "Statut reconnu en 2025."},
}


@pytest.fixture
def solution(innovation):
    return solution_in(SolutionStatus.PUBLISHED)


@pytest.fixture
def speaker(solution):
    return member(solution.company, user__full_name="Jeanne Signataire")


@pytest.fixture
def draft(solution, speaker):
    return save_answers(start_assessment(solution, by=speaker), answers=ANSWERS, by=speaker)


@pytest.fixture
def sign(draft, speaker):
    def signed(audience="everyone"):
        return sign_assessment(draft, by=speaker, position="Directrice", audience=audience)

    return signed
