"""What the moderators of the demonstration find: two reports, a sensitive need, an appeal; fictional, like the rest."""

from buyers.permissions import buyer_of
from grandest_portal.accounts.models import User
from grandest_portal.reports.actions import advise, file_appeal, report_thing
from grandest_portal.reports.kinds import KINDS
from needs import actions
from needs.enums import BudgetBand, Procedure

FAVOURITISM = (
    "Le paragraphe « résultat attendu » reprend mot pour mot la plaquette d'un seul produit. Un autre procédé ne "
    "pourrait pas répondre."
)
LABEL = "La fiche cite un label que je ne retrouve pas sur le site de l'organisme qui le délivre."
CONTEST = (
    "Ce besoin porte bien sur un futur achat : la consultation est prévue au printemps. Nous n'avions pas précisé le "
    "calendrier."
)
REJECTED = {
    "title": "Mobilier urbain qui rafraîchit les places l'été",
    "summary": "Deux places sans arbre dépassent 45 °C l'été ; nous cherchons comment y faire une pause à l'ombre.",
    "current_situation": "Les deux places sont minérales, leurs réseaux souterrains empêchent de planter.",
    "expected_result": "Une température ressentie plus basse de cinq degrés aux heures chaudes, sans eau potable.",
}
SENSITIVE = {
    "title": "Prévoir les pannes des ascenseurs publics",
    "summary": "Nos ascenseurs publics tombent en panne sans prévenir ; nous voulons agir avant l'arrêt.",
    "current_situation": "Quinze appareils, trois marques, un contrat d'entretien qui répare après la panne.",
    "expected_result": "Être prévenus une semaine avant une panne probable, quelle que soit la marque.",
}


def sent(user, like, texts, **fields):
    """A need of `user`, with the codes and places of another one, sent to moderation."""
    data = {
        **texts,
        "budget_band": BudgetBand.FROM_40K,
        "procedure": Procedure.UNDECIDED,
        "contact_name": "Camille Perrin",
        "contact_role": "Direction des espaces publics",
        "sourcing_days": 35,
        "cpv": list(like.cpv.for_list()),
        "territories": list(like.territories.order_by("pk")),
        **fields,
    }
    need = actions.create_need(buyer_of(user), data=data, by=user)
    return actions.submit_need(need, by=user)


def load_moderation(agent, reporter, needs, solutions):
    """`agent` speaks for a buyer; the first decisions are those of the second moderator, who is the administrator."""
    second, like = User.objects.get(email="admin@demo.example"), needs["valbrune-eau-ecoles"]
    rejected = actions.reject_need(sent(agent, like, REJECTED), by=second, reason_key="hors_objet")
    file_appeal(KINDS["need"], rejected, by=agent, text=CONTEST)
    advise(sent(agent, like, SENSITIVE, procedure=Procedure.DIRECT_INNOVATIVE), by=second)
    report_thing(
        KINDS["need"],
        needs["valbrune-eclairage"],
        by=reporter,
        reason_key="signale_favoritisme",
        text=FAVOURITISM,
    )
    report_thing(
        KINDS["solution"], solutions["lumivesle-pas"], by=None, reason_key="signale_trompeur", text=LABEL
    )
