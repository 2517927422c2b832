from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.mail_addresses import compare_by_lower_case


class CoreConfig(AppConfig):
    name = "grandest_portal.core"
    label = "core"
    verbose_name = _("Socle technique")
    audit_verbs = {"job.retried": _("Travail relancé")}

    def ready(self):
        compare_by_lower_case()
        # Without our application, Celery would nudge a broker that does not exist: every process loads it.
        import_module("grandest_portal.celery")


class PortalAdminConfig(admin_apps.AdminConfig):
    default_site = "grandest_portal.core.site.PortalAdminSite"
