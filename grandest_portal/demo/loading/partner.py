"""What the partner of the demonstration follows and suggests; fictional, as all the rest."""

from grandest_portal.accounts.permissions import approved_partner_of
from grandest_portal.follow.actions import follow
from needs.actions import suggest_pairing
from needs.enums import DeclaredInterest, SuggestionDirection

FOLLOWED_NEEDS = ("valbrune-eau-ecoles", "valbrune-eclairage")
FOLLOWED_SOLUTIONS = ("ondine-ecoute", "lumivesle-pas")
SUGGESTED = (
    {
        "pair": ("valbrune-eau-ecoles", "ondine-ecoute"),
        "direction": SuggestionDirection.TO_BUYER,
        "reason": (
            "L'essai que nous avons suivi dans deux collèges écoutait les conduites la nuit, comme ce besoin le "
            "décrit. Un échange dirait ce qui change dans des bâtiments plus anciens."
        ),
        "interest": DeclaredInterest.NONE,
    },
    {
        "pair": ("valbrune-eclairage", "lumivesle-pas"),
        "direction": SuggestionDirection.TO_COMPANY,
        "reason": (
            "La commune décrit les rues où l'éclairage peut baisser sans gêner les passants : votre fiche répond à "
            "cette question."
        ),
        "interest": DeclaredInterest.LINK,
        "interest_text": "L'agence a financé une étude de cette entreprise (aide fictive, pour la démonstration).",
    },
)


def load_accompaniment(user, needs, solutions):
    """Follows and suggestions of the partner's person, through the actions."""
    for key in FOLLOWED_NEEDS:
        follow(user, "need", needs[key].pk)
    for key in FOLLOWED_SOLUTIONS:
        follow(user, "solution", solutions[key].pk)
    partner = approved_partner_of(user)
    for row in SUGGESTED:
        need, solution = row["pair"]
        suggest_pairing(
            partner,
            need=needs[need],
            solution=solutions[solution],
            direction=row["direction"],
            reason=row["reason"],
            interest=row["interest"],
            interest_text=row.get("interest_text", ""),
            by=user,
        )
