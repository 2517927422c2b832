"""A signed note, and ways to buy of a fictional central body, for one solution of the demonstration."""

from datetime import date

from suppliers.actions import check_route, sign_assessment, start_assessment, state_route
from suppliers.actions.assessments import save_answers
from suppliers.enums import RouteCheck

SOLUTION, SPEAKER = "ondine-ecoute", "ondine"
ANSWERS = {
    "rien_d_equivalent": (
        "yes",
        "Les appareils d'écoute vendus visent les conduites enterrées ; aucun ne trie les bruits d'un bâtiment occupé.",
        "https://www.ondine-capteurs.example/comparaison",
    ),
    "sensiblement_amelioree": (
        "yes",
        "Une fuite est signalée en une nuit, contre une visite par trimestre auparavant.",
        "",
    ),
    "offerte_depuis_peu": ("no", "La première école est équipée depuis 2022.", ""),
    "nouvelle_commercialisation": ("na", "", ""),
    "essai_en_conditions_reelles": (
        "yes",
        "Seize écoles et deux piscines suivies pendant un an : 41 fuites confirmées pour 46 signalements.",
        "https://www.ondine-capteurs.example/essai-2023",
    ),
    "equipe_de_recherche": ("yes", "Trois personnes sur neuf travaillent à l'algorithme.", ""),
    "jeune_entreprise_innovante": ("no", "", ""),
}
ROUTES = (
    {"route": "innovant", "holder": "", "reference": "", "link": "", "valid_until": None},
    {
        "route": "centrale",
        "holder": "Centrale Exemple (fictive)",
        "reference": "DEMO-114, lot 3",
        "link": "https://centrale.example/offres/114",
        "valid_until": date(2027, 12, 31),
    },
)


def load_innovation(people, solutions, moderator):
    solution, user = solutions[SOLUTION], people[SPEAKER]
    answers = {
        key: {"answer": answer, "explanation": explanation, "proof": proof}
        for key, (answer, explanation, proof) in ANSWERS.items()
    }
    draft = save_answers(start_assessment(solution, by=user), answers=answers, by=user)
    sign_assessment(draft, by=user, position="Dirigeante", audience="everyone")
    rows = [state_route(solution, data=data, by=user) for data in ROUTES]
    check_route(rows[-1], result=RouteCheck.CONFIRMED, note="", by=moderator)
