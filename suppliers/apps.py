from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuppliersConfig(AppConfig):
    name = "suppliers"
    label = "suppliers"
    verbose_name = _("Entreprises et solutions")
    personal = "suppliers.personal"
    audit_verbs = {
        "company.created": _("Entreprise inscrite"),
        "company.updated": _("Profil de l'entreprise modifié"),
        "solution.created": _("Fiche commencée"),
        "solution.updated": _("Fiche modifiée"),
        "solution.submitted": _("Envoyée en relecture"),
        "solution.published": _("Publiée"),
        "solution.returned": _("Renvoyée avec une raison"),
        "solution.rejected": _("Refusée avec une raison"),
        "solution.rejection_lifted": _("Refus levé après contestation"),
        "solution.archived": _("Archivée"),
        "solution.deleted": _("Brouillon supprimé"),
        "reference.added": _("Référence ajoutée"),
        "reference.changed": _("Référence modifiée"),
        "reference.removed": _("Référence retirée"),
        "reference.contact_erased": _("Personne à contacter effacée avec son compte"),
        "access.asked": _("Accès demandé"),
        "access.granted": _("Accès accordé"),
        "access.refused": _("Accès refusé"),
        "access.withdrawn": _("Accès retiré"),
        "keyword.proposed": _("Mot clé proposé"),
        "keyword.accepted": _("Mot clé retenu"),
        "keyword.refused": _("Mot clé non retenu"),
    }
