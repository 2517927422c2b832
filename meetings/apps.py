from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    label = "meetings"
    verbose_name = _("Rendez-vous")
    personal = "meetings.personal"
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
        "equality.settled": _("Égalité de traitement écrite"),
        "booking.announced": _("Réservation annoncée"),
        "booking.joined": _("Entreprise inscrite à la réservation"),
        "booking.drawn": _("Ordre de la réservation tiré au sort"),
        "day.created": _("Journée créée"),
        "day.changed": _("Journée modifiée"),
        "day.submitted": _("Journée envoyée à la modération"),
        "day.recalled": _("Journée reprise avant décision"),
        "day.opened": _("Journée annoncée"),
        "day.returned": _("Journée renvoyée"),
        "day.cancelled": _("Journée annulée"),
        "day.closed": _("Inscriptions closes"),
        "day.started": _("Journée commencée"),
        "day.ended": _("Journée terminée"),
        "day.drawn": _("Places attribuées selon la règle publiée"),
        "day.access_erased": _("Besoins d'accès effacés"),
        "registration.made": _("Inscription à une journée"),
        "registration.changed": _("Inscription modifiée"),
        "registration.withdrawn": _("Inscription retirée"),
        "registration.admitted": _("Place attribuée"),
        "registration.waiting": _("Mise en liste d'attente"),
        "registration.wishes": _("Souhaits de rencontre enregistrés"),
        "registration.absences": _("Absences notées"),
        "desk.arrived": _("Arrivée notée à l'accueil"),
        "desk.arrival_undone": _("Arrivée annulée à l'accueil"),
        "desk.away": _("Absence ou retard noté à l'accueil"),
        "desk.back": _("Absence ou retard retiré à l'accueil"),
        "desk.table_lost": _("Table perdue"),
        "desk.table_back": _("Table de nouveau libre"),
        "opening.opened": _("Ouverture créée"),
        "opening.changed": _("Ouverture modifiée"),
        "opening.closed": _("Ouverture fermée"),
        "opening.exception_added": _("Jour particulier ajouté"),
        "opening.exception_removed": _("Jour particulier retiré"),
    }
