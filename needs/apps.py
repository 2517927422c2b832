from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "needs"
    label = "needs"
    verbose_name = _("Besoins et correspondances")
    personal = "needs.personal"
    audit_verbs = {
        "need.created": _("Besoin commencé"),
        "need.updated": _("Besoin modifié"),
        "need.submitted": _("Envoyé en relecture"),
        "need.published": _("Publié"),
        "need.returned": _("Renvoyé avec une raison"),
        "need.rejected": _("Refusé avec une raison"),
        "need.closed": _("Échanges clos"),
        "need.consultation_launched": _("Consultation lancée"),
        "need.direct_purchase_recorded": _("Achat direct consigné"),
        "need.abandoned": _("Abandonné"),
        "need.awarded": _("Attribué"),
        "need.contact_erased": _("Personne à contacter effacée avec son compte"),
        "need.deleted": _("Brouillon supprimé"),
        "need.imported": _("Importé de données ouvertes"),
        "need.import_updated": _("Mis à jour d'après les données ouvertes"),
        "need.check_justified": _("Vérification justifiée"),
        "need.check_answered": _("Question de la consultation répondue"),
        "suggestion.made": _("Rapprochement suggéré par un partenaire"),
        "suggestion.withdrawn": _("Suggestion retirée par le partenaire"),
    }
