from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuppliersConfig(AppConfig):
    name = "suppliers"
    label = "suppliers"
    verbose_name = _("Entreprises et solutions")
    personal = "suppliers.personal"
    reference_data = "suppliers.loading"
    audit_verbs = {
        "company.created": _("Entreprise inscrite"),
        "company.updated": _("Profil de l'entreprise modifié"),
        "company.part_added": _("Ligne ajoutée au profil de l'entreprise"),
        "company.part_changed": _("Ligne du profil de l'entreprise modifiée"),
        "company.part_removed": _("Ligne du profil de l'entreprise retirée"),
        "company.contact_erased": _("Adresse d'un contact effacée avec le compte de la personne"),
        "label.stated": _("Label déclaré"),
        "label.changed": _("Label modifié"),
        "label.evidence_changed": _("Preuve d'un label changée"),
        "label.checked": _("Label vérifié"),
        "label.refused": _("Label non confirmé, avec une raison"),
        "label.removed": _("Label retiré par l'entreprise"),
        "solution.created": _("Fiche commencée"),
        "solution.updated": _("Fiche modifiée"),
        "solution.submitted": _("Envoyée en relecture"),
        "solution.published": _("Publiée"),
        "solution.returned": _("Renvoyée avec une raison"),
        "solution.rejected": _("Refusée avec une raison"),
        "solution.rejection_lifted": _("Refus levé après contestation"),
        "solution.archived": _("Archivée"),
        "solution.deleted": _("Brouillon supprimé"),
    }
