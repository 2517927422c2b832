"""Short names of the CPV divisions, for filters: the official labels run over several lines."""

from django.utils.translation import gettext_lazy as _

SHORT_NAMES = {
    "03": _("Agriculture, forêt, pêche"),
    "09": _("Énergie et combustibles"),
    "14": _("Minéraux et métaux"),
    "15": _("Alimentation et boissons"),
    "16": _("Machines agricoles"),
    "18": _("Vêtements et accessoires"),
    "19": _("Textile, cuir, plastique"),
    "22": _("Imprimés"),
    "24": _("Produits chimiques"),
    "30": _("Matériel informatique et de bureau"),
    "31": _("Électricité et éclairage"),
    "32": _("Équipements de télécommunication"),
    "33": _("Matériel médical et pharmacie"),
    "34": _("Véhicules et équipements de transport"),
    "35": _("Sécurité, incendie, défense"),
    "37": _("Articles de sport, de musique, de jeu"),
    "38": _("Mesure, laboratoire, optique"),
    "39": _("Mobilier et nettoyage"),
    "41": _("Eau"),
    "42": _("Machines industrielles"),
    "43": _("Engins de chantier et de carrière"),
    "44": _("Matériaux de construction"),
    "45": _("Travaux"),
    "48": _("Logiciels"),
    "50": _("Réparation et entretien"),
    "51": _("Installation de matériel"),
    "55": _("Hôtellerie et restauration"),
    "60": _("Services de transport"),
    "63": _("Appui aux transports, voyages"),
    "64": _("Services de poste et télécommunication"),
    "65": _("Distribution d'eau et d'énergie"),
    "66": _("Finance et assurance"),
    "70": _("Immobilier"),
    "71": _("Architecture et ingénierie"),
    "72": _("Services informatiques"),
    "73": _("Recherche et développement"),
    "75": _("Administration et protection sociale"),
    "76": _("Services du pétrole et du gaz"),
    "77": _("Services agricoles, espaces verts"),
    "79": _("Conseil et services aux entreprises"),
    "80": _("Enseignement et formation"),
    "85": _("Services de santé et action sociale"),
    "90": _("Eaux usées, déchets, environnement"),
    "92": _("Culture, sport et loisirs"),
    "98": _("Autres services"),
}


def short_name(division):
    """« Logiciels » for « 48 »; the two digits themselves when the vocabulary has no such division."""
    return SHORT_NAMES.get(division, division)
