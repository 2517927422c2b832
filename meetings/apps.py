from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    label = "meetings"
    verbose_name = _("Rendez-vous")
    personal = "meetings.personal"
    reference_data = "meetings.loading"
    audit_verbs = {
        "meeting.proposed": _("Créneaux proposés"),
        "meeting.requested": _("Créneau demandé"),
        "meeting.countered": _("Autres créneaux proposés"),
        "meeting.confirmed": _("Créneau accepté"),
        "meeting.declined": _("Proposition déclinée"),
        "meeting.cancelled": _("Annulé"),
        "meeting.expired": _("Proposition expirée sans réponse"),
        "meeting.move_proposed": _("Déplacement proposé"),
        "meeting.moved": _("Rendez-vous déplacé"),
        "meeting.move_declined": _("Déplacement décliné"),
        "meeting.move_withdrawn": _("Déplacement retiré"),
        "meeting.move_expired": _("Déplacement sans réponse"),
        "meeting.presence_said": _("Présences dites"),
        "meeting.absence_contested": _("Absence contestée"),
        "meeting.absence_settled": _("Contestation d'une absence tranchée"),
        "minutes.grid_written": _("Questions de la grille écrites"),
        "minutes.grid_frozen": _("Grille du compte rendu arrêtée"),
        "minutes.started": _("Compte rendu commencé"),
        "minutes.written": _("Compte rendu enregistré"),
        "minutes.validated": _("Compte rendu validé"),
        "minutes.commented": _("Compte rendu commenté par l'entreprise"),
        "calendar.opened": _("Agenda privé ouvert"),
        "calendar.renewed": _("Adresse de l'agenda privé renouvelée"),
        "calendar.closed": _("Agenda privé révoqué"),
        "equality.settled": _("Égalité de traitement écrite"),
        "booking.announced": _("Réservation annoncée"),
        "booking.joined": _("Entreprise inscrite à la réservation"),
        "booking.drawn": _("Ordre de la réservation tiré au sort"),
        "opening.opened": _("Ouverture créée"),
        "opening.changed": _("Ouverture modifiée"),
        "opening.closed": _("Ouverture fermée"),
        "opening.exception_added": _("Jour particulier ajouté"),
        "opening.exception_removed": _("Jour particulier retiré"),
    }
