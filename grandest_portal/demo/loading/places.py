"""Where things of the demonstration take place: needs of EPCI, solutions that need somebody on the spot."""

from grandest_portal.reference.models import Territory

EPCIS = {
    "valbrune-eau-ecoles": ("200068377",),
    "valbrune-eclairage": ("200068377",),
    "valbrune-cimetieres": ("200068377",),
    "seilles-qualite-eau": ("245701206",),
    "seilles-pluies-orage": ("245701206",),
    "univ-reseau-chaleur": ("245400676",),
    "oph-facades": ("200068666",),
    "crue_mirelle": ("245701206", "200039865"),
    "c-n-recharge-flotte": ("200039865",),
    "c-n-reserves-musee": ("200069250",),
    "c-n-mobilier-classes": ("246700488",),
    "c-n-nettoyage-creches": ("246700488",),
}

# The others are delivered everywhere.
SERVED = {
    "ondine-guetteur": ("region",),
    "reposoir-atelier": ("54", "57", "88"),
    "reposoir-granulat": ("54", "57"),
    "murebois-chanvre": ("10", "51", "52"),
    "chaussenet-benne": ("67", "68"),
    "givrac-congere": ("54", "57", "67", "68", "88"),
    "herbaclair-mousse": ("region",),
    "solembrie-ombriere": ("region",),
    "cabine_itinerante": ("08", "52", "55"),
    "retour_accompagne": ("54", "88"),
    "traduction_31": ("57", "67", "68"),
    "quatre_mains": ("54", "55", "57", "88"),
    "c-s-minibus-partage": ("10", "52"),
    "c-s-consigne-rue": ("51", "67"),
    "c-s-commande-bio": ("54", "55", "57"),
    "c-s-legumerie-mobile": ("54", "55"),
    "c-s-composteur-immeuble": ("67", "68"),
    "c-s-inventaire-depose": ("region",),
    "c-s-requalification": ("51", "08"),
    "c-s-bois-bleu": ("88", "68", "67"),
    "c-s-piege-pheromone": ("88", "52"),
    "c-s-tri-robot": ("57", "67"),
    "c-s-retouche": ("10",),
    "c-s-remise-etat": ("54", "88"),
}


def places_of(row):
    """The territories of a need of demo/data: its EPCI, else the whole region, else its departments."""
    if row["key"] in EPCIS:
        return Territory.objects.epcis().filter(code__in=EPCIS[row["key"]])
    departments = Territory.objects.departments()
    if len(row["departments"]) == departments.count():
        return Territory.objects.regions()
    return departments.filter(code__in=row["departments"])


def served_by(row):
    """The territories where a solution of demo/data can be delivered; none stands for everywhere."""
    chosen = SERVED.get(row["key"], ())
    if "region" in chosen:
        return list(Territory.objects.regions())
    return list(Territory.objects.departments().filter(code__in=chosen).order_by("code")) if chosen else []
