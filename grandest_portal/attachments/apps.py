from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "grandest_portal.attachments"
    label = "attachments"
    verbose_name = _("Documents joints")
    personal = "grandest_portal.attachments.personal"
    audit_verbs = {
        "attachment.added": _("Document ajouté"),
        "attachment.removed": _("Document retiré"),
        "attachment.brought_back": _("Document remis avec la version relue"),
        "attachment.cleared": _("Analysé : rien de suspect"),
        "attachment.quarantined": _("Mis à l'écart"),
        "attachment.refused": _("Refusé à l'analyse"),
        "attachment.rescanned": _("Remis en analyse"),
        "attachment.contact_erased": _("Personne à contacter effacée avec son compte"),
    }

    def ready(self):
        """Let the rooms above say what takes documents: each has a module `documents` that registers its kinds."""
        autodiscover_modules("documents")
