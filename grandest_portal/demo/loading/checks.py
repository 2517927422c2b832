"""The drafting assistant in the demonstration: what fictional buyers justified, and a draft that has much to mend."""

from django.utils import timezone

from buyers.permissions import buyer_of
from grandest_portal.reference.models import CPVCode, Territory
from needs import actions as needs
from needs.checks import open_findings

NO_EFFECT = "Achat de service sans matériel nouveau : l'effet attendu porte sur les personnes, décrit dans le résultat."
JUSTIFIED = {
    "comprendre_urgences": {"BES-03": NO_EFFECT},
    "communes_cyber": {
        "BES-03": "Le besoin allonge la vie des postes en place ; aucun achat de matériel n'est visé."
    },
    "c-n-cars-scolaires": {"BES-03": NO_EFFECT},
    "c-n-registres-manuscrits": {"BES-03": NO_EFFECT},
    "donnees_rurales": {"BES-02": "Les échanges servent à estimer : aucun achat comparable n'est connu."},
}
DRAFT = {
    "title": "Connaître chaque jour l'eau perdue dans les gymnases",
    "summary": "Repérer une fuite le jour même dans les neuf gymnases de la ville, sans relevé à la main.",
    "current_situation": (
        "Les neuf gymnases consomment 21 000 m³ d'eau par an, dont un sixième la nuit. Les fuites sont découvertes à "
        "la facture, des mois plus tard. Le réseau de compteurs Itron type Aquadis+ est en place depuis 2019."
    ),
    "expected_result": (
        "Être alertés le jour même d'une fuite et savoir dans quel bâtiment intervenir. L'entreprise doit être "
        "implantée à moins de 50 km. Les capteurs sont conformes à la norme NF EN 14154. Les données sont remises au "
        "SGTB de la ville."
    ),
    "constraints": "Aucune coupure d'eau pendant l'ouverture au public. Cession exclusive des logiciels développés.",
    "contact_name": "Camille Renard",
    "contact_role": "Direction des bâtiments",
}
PARK = (
    "Les compteurs sont en place et restent : nommer leur modèle dit aux entreprises avec quoi leur solution devra "
    "dialoguer. Aucun compteur n'est à acheter."
)


def justify_as_told(key, need, user):
    """Justify what the buyer of a demonstration text has to justify before sending it."""
    told = JUSTIFIED.get(key, {})
    for finding in open_findings(need, timezone.localdate()):
        if finding.blocks and finding.code in told:
            needs.justify_finding(
                need, code=finding.code, digest=finding.digest, text=told[finding.code], by=user
            )


def load_draft(user):
    """A draft with findings of every kind, one of them justified."""
    data = {
        **DRAFT,
        "cpv": CPVCode.objects.filter(code="38420000"),
        "territories": Territory.objects.departments().filter(code="54"),
        "sourcing_days": 30,
    }
    need = needs.create_need(buyer_of(user), data=data, by=user)
    for finding in open_findings(need, timezone.localdate()):
        if finding.code == "SPE-01":
            needs.justify_finding(
                need, code=finding.code, digest=finding.digest, text=PARK, existing_equipment=True, by=user
            )
    return need
