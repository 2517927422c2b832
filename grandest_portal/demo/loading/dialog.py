"""Questions and interests of two needs of the demonstration: answered, waiting, due, alone and together."""

from needs import actions
from needs.models import InterestPartner
from suppliers.permissions import company_of

WATER, LIGHTS = "valbrune-eau-ecoles", "valbrune-eclairage"
QUESTIONS = {
    WATER: [
        (
            "ondine",
            "Les conduites sont-elles accessibles sans ouvrir les faux plafonds, au moins dans une école ?",
        ),
        ("pluvanse", "Les relevés des deux dernières années peuvent-ils être publiés, même par trimestre ?"),
        ("tarnelle", "Un essai dans un seul bâtiment, avant le reste, est-il envisagé ?"),
        ("pluvanse", "Qui reçoit l'alerte la nuit et les jours sans école ?"),
    ],
    LIGHTS: [
        ("lumivesle", "Les luminaires actuels peuvent-ils être gradués, ou seulement éteints ?"),
        ("solembrie", "Les comptages de passants doivent-ils rester dans l'appareil, sans transmission ?"),
    ],
}
ANSWERS = {
    WATER: [
        "Oui dans huit écoles sur onze ; dans les trois autres, par une trappe du local technique.",
        "Oui : les consommations par trimestre de 2025 et 2026 seront jointes au besoin.",
    ],
    LIGHTS: ["Les deux tiers se graduent ; les autres s'éteignent seulement. La liste par rue sera publiée."],
}
CORRECTION = "Oui dans neuf écoles sur onze, après vérification ; dans les deux autres, par une trappe."
INTERESTS = {
    WATER: [
        (
            "ondine",
            "Nous écoutons les conduites la nuit et situons la fuite par bâtiment, sans couper l'eau.",
            (),
        ),
        ("tarnelle", "Nous relevons les compteurs existants par radio, sans les remplacer.", ()),
        (
            "pluvanse",
            "Relevé et alerte ensemble, avec une équipe locale pour la pose.",
            ("kaltmoor", "minettra"),
        ),
    ],
    LIGHTS: [
        (
            "lumivesle",
            "Nos têtes de mât suivent les passants et baissent la lumière entre deux passages.",
            (),
        ),
        ("solembrie", "Nous équipons les luminaires qui ne se graduent pas encore.", ()),
    ],
}
ANSWER = (
    "Merci pour cette présentation. La suite sera publiée sur la page du besoin, pour toutes les entreprises."
)


def load_dialog(town, companies, needs):
    """All through the actions; the town's person answers a part, so that the rest is seen to be due."""
    for key in (WATER, LIGHTS):
        questions = [
            actions.ask_question(needs[key], by=companies[company], text=text)
            for company, text in QUESTIONS[key]
        ]
        texts = {each.pk: (text, 0) for each, text in zip(questions, ANSWERS[key], strict=False)}
        published = actions.publish_answers(needs[key], by=town, texts=texts)
        if key == WATER:
            actions.correct_answer(published[0], by=town, text=CORRECTION)
        declared = [declare(needs[key], companies, *row) for row in INTERESTS[key]]
        actions.answer_interests(needs[key], by=town, text=ANSWER, interests=declared[:1])


def declare(need, companies, company, note, partners):
    """One interest; the first invited company confirms, the others have still to say."""
    invited = [company_of(companies[key]) for key in partners]
    interest = actions.declare_interest(need, by=companies[company], note=note, partners=invited)
    for row in InterestPartner.objects.filter(interest=interest, company__in=invited[:1]).order_by("pk"):
        actions.answer_partnership(row, by=companies[partners[0]], joins=True)
    return interest
