from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    label = "meetings"
    verbose_name = _("Rendez-vous")
    personal = "meetings.personal"
    audit_verbs = {
        "meeting.proposed": _("Créneaux proposés"),
        "meeting.countered": _("Autres créneaux proposés"),
        "meeting.confirmed": _("Créneau accepté"),
        "meeting.declined": _("Proposition déclinée"),
        "meeting.cancelled": _("Annulé"),
        "meeting.expired": _("Proposition expirée sans réponse"),
    }
