from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "grandest_portal.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    audit_verbs = {"mail.sent_again": _("Courriel relancé")}
    personal = "grandest_portal.notifications.personal"
