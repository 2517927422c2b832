from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
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
        "assessment.started": _("Auto-évaluation commencée"),
        "assessment.updated": _("Auto-évaluation modifiée"),
        "assessment.signed": _("Auto-évaluation signée"),
        "assessment.replaced": _("Auto-évaluation remplacée par une plus récente"),
        "assessment.withdrawn": _("Auto-évaluation retirée"),
        "assessment.audience_changed": _("Public de l'auto-évaluation changé"),
        "assessment.commented": _("Auto-évaluation commentée par la modération"),
        "route.stated": _("Voie d'achat déclarée"),
        "route.changed": _("Voie d'achat modifiée"),
        "assessment.dropped": _("Auto-évaluation non signée effacée : la fiche change d'entreprise"),
        "route.unchecked": _("Voie d'achat à vérifier de nouveau : la fiche change d'entreprise"),
        "route.removed": _("Voie d'achat retirée"),
        "route.confirmed": _("Voie d'achat vérifiée"),
        "route.refused": _("Voie d'achat non confirmée"),
        "solution.amended": _("Modifiée après publication"),
        "solution.amendments_approved": _("Modifications relues"),
        "solution.amendments_restored": _("Version relue remise en ligne"),
        "solution.confirmation_asked": _("Confirmation annuelle demandée"),
        "solution.to_confirm": _("Marquée « à confirmer »"),
        "solution.confirmed": _("Dite toujours valable"),
        "solution.transfer_proposed": _("Transmission proposée à une autre entreprise"),
        "solution.transfer_withdrawn": _("Proposition de transmission retirée"),
        "solution.transfer_declined": _("Transmission déclinée"),
        "solution.transferred": _("Transmise à une autre entreprise"),
        "solution.imported": _("Préparée par un partenaire"),
        "import.received": _("Fichier de solutions reçu"),
        "import.read": _("Fichier de solutions lu"),
        "import.started": _("Importation demandée"),
        "import.done": _("Importation finie"),
        "import.given_up": _("Fichier de solutions abandonné"),
        "origin.confirmed": _("Fiche préparée confirmée"),
        "origin.declined": _("Fiche préparée refusée"),
        "origin.released": _(
            "Entreprise sans personne retirée : l'organisation est inscrite à un autre titre"
        ),
        "reference.added": _("Référence ajoutée"),
        "reference.changed": _("Référence modifiée"),
        "reference.removed": _("Référence retirée"),
        "reference.brought_back": _("Référence relue remise"),
        "reference.contact_erased": _("Personne à contacter effacée avec son compte"),
        "access.asked": _("Accès demandé"),
        "access.granted": _("Accès accordé"),
        "access.refused": _("Accès refusé"),
        "access.withdrawn": _("Accès retiré"),
        "keyword.proposed": _("Mot clé proposé"),
        "keyword.accepted": _("Mot clé retenu"),
        "keyword.refused": _("Mot clé non retenu"),
    }

    def ready(self):
        autodiscover_modules("engagements")
