from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "grandest_portal.reports"
    label = "reports"
    verbose_name = _("Signalements et contestations")
    personal = "grandest_portal.reports.personal"
    audit_verbs = {
        "case.opened": _("Contenu signalé"),
        "case.reported": _("Signalé de nouveau"),
        "case.dismissed": _("Signalement classé sans suite"),
        "case.acted": _("Suite donnée au signalement"),
        "appeal.filed": _("Refus contesté"),
        "appeal.maintained": _("Refus maintenu après contestation"),
        "appeal.lifted": _("Refus levé après contestation"),
        "look.advised": _("Premier avis : publier"),
        "look.advised_against": _("Premier avis : ne pas publier"),
    }

    def ready(self):
        """Let the rooms above say what may be reported: each has a module `reporting` that registers its kinds."""
        autodiscover_modules("reporting")
