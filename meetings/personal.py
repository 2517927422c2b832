"""Who takes part in meetings, and what becomes of those to come when somebody leaves."""

from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.permissions import approved_organisation_of
from grandest_portal.core.personal import Fate, Personal
from grandest_portal.notifications.models import Notification
from meetings.actions import cancel_meeting
from meetings.days.agenda_files import forget_files_with
from meetings.enums import PlaceKind
from meetings.models import Meeting, Minutes, Occupation
from meetings.occupation import person
from meetings.openings.actions import close_for
from meetings.permissions import speakers_of

TRACES = _("Vos rendez-vous passés prouvent que les entreprises ont été traitées de la même façon.")


def to_give_up(user, at):
    """Live meetings in which the person takes part; all those of an organisation that nobody else speaks for."""
    rows = Q(participants__user=user)
    organisation = approved_organisation_of(user)
    if organisation is not None and not speakers_of(organisation).exclude(pk=user.pk).exists():
        rows |= Q(buyer__organisation=organisation) | Q(company__organisation=organisation)
    live = Meeting.objects.live().filter(Q(ends_at=None) | Q(ends_at__gt=at))
    return Meeting.objects.filter(pk__in=live.filter(rows).values("pk")).order_by("need_id", "pk")


def cancel_coming(leaver):
    """Both sides are told by the ordinary cancellation, and may propose again."""
    for meeting in to_give_up(leaver.user, timezone.now()):
        cancel_meeting(
            meeting,
            by=None,
            reason=_now("La personne qui devait y participer n'utilise plus le portail."),
            leaver=leaver.user,
        )


def forget_places(leaver):
    """A telephone number is somebody's: it goes from the meetings in which the person took part, and from the
    notices that told it."""
    meetings = Meeting.objects.filter(participants__user=leaver.user, place_kind=PlaceKind.PHONE)
    for pk, place in meetings.exclude(place="").order_by("pk").values_list("pk", "place"):
        notices = Notification.objects.filter(path=reverse("meetings:detail", args=[pk]))
        notices.update(body=Replace("body", Value(place), Value("…")))
    Meeting.objects.filter(pk__in=meetings.values("pk")).update(place="")


def close_openings(leaver):
    """Nobody asks any more for an hour of somebody who is gone."""
    close_for(leaver.user)


def forget_agendas(leaver):
    """Files made for printing hold the names of those who come: they are made again without."""
    forget_files_with(leaver.user)


BEFORE_ERASURE = (cancel_coming, forget_places, close_openings, forget_agendas)


def minutes_of(user):
    return Minutes.objects.filter(Q(author=user) | Q(validated_by=user) | Q(commented_by=user))


def occupations_of(user):
    return Occupation.objects.filter(resource=person(user.pk))


def start_and_end(row):
    during = row.pop("during")
    return {**row, "starts_at": during.lower, "ends_at": during.upper}


RECORDS = (
    Personal(
        "meetings.Participant",
        "rendez_vous",
        _("Vos rendez-vous"),
        "user",
        Fate.KEEP,
        _(
            "Ceux à venir sont annulés et l'autre organisation est prévenue. Les autres restent sous le "
            "pseudonyme ; les numéros de téléphone en sont effacés."
        ),
        exported=(
            "meeting__uid",
            "side",
            "meeting__status",
            "meeting__starts_at",
            "meeting__ends_at",
            "meeting__place_kind",
            "meeting__need__title",
            "meeting__buyer__organisation__name",
            "meeting__company__organisation__name",
        ),
        ground=TRACES,
    ),
    Personal(
        "meetings.CalendarFeed",
        "agenda_prive",
        _("L'adresse privée par laquelle votre agenda suit vos rendez-vous"),
        "user",
        Fate.DELETE,
        _("Effacée : elle n'ouvre plus rien."),
        exported=("created_at",),
        withheld={"digest": "l'empreinte d'une adresse secrète"},
    ),
    Personal(
        "meetings.PresenceStatement",
        "presences",
        _("Ce qui est dit de votre présence à vos rendez-vous"),
        "participant__user",
        Fate.KEEP,
        _("Reste sous le pseudonyme, lu des deux organisations seules."),
        exported=("participant__meeting__uid", "side", "presence", "said_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.AbsenceContest",
        "absences_contestees",
        _("Les absences que vous avez contestées"),
        "participant__user",
        Fate.ANONYMISE,
        _("Votre phrase est effacée ; la décision reste sous le pseudonyme."),
        exported=(
            "participant__meeting__uid",
            "claimed",
            "text",
            "status",
            "made_at",
            "settled_at",
            "reason",
        ),
        withheld={"settled_by": "la personne de la modération qui a décidé"},
        erase=lambda rows, leaver: rows.update(text="…"),
        ground=TRACES,
    ),
    Personal(
        "meetings.Minutes",
        "comptes_rendus",
        _("Les comptes rendus que vous avez commencés, validés ou commentés"),
        minutes_of,
        Fate.KEEP,
        _("Ils sont dits au nom de l'organisation et restent ; votre nom y devient le pseudonyme."),
        exported=(
            "meeting__uid",
            "meeting__need__title",
            "status",
            "validated_at",
            "commented_at",
            "created_at",
        ),
        withheld={"answers": "le texte de l'acheteur", "text": "le même texte"},
        ground=TRACES,
    ),
    Personal(
        "meetings.Occupation",
        "heures_prises",
        _("Les heures prises par vos rendez-vous"),
        occupations_of,
        Fate.KEEP,
        _("Elles ne portent que le numéro du compte."),
        exported=("state", "during"),
        softened=start_and_end,
        ground=TRACES,
    ),
    Personal(
        "meetings.Opening",
        "ouvertures",
        _("Les heures que vous ouvrez aux demandes de rendez-vous"),
        "agent",
        Fate.DELETE,
        _("Effacées ; celles d'un service restent."),
        exported=(
            "organisation__name",
            "weekday",
            "on",
            "opens_at",
            "closes_at",
            "zone",
            "valid_from",
            "valid_until",
            "place_kind",
            "place",
            "length",
            "buffer",
            "notice",
            "most_per_day",
            "created_at",
            "closed_at",
        ),
        withheld={
            "agent": "vous-même",
            "department": "vide quand l'ouverture est d'une personne",
            "version": "un compteur technique",
        },
    ),
    Personal(
        "meetings.Day",
        "journees",
        _("Les journées de rencontres que vous avez préparées"),
        "author",
        Fate.KEEP,
        _("Elles appartiennent à l'organisation ; leur auteur devient le pseudonyme."),
        exported=("pk", "organiser__name", "title", "status", "created_at", "published_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.DayAccess",
        "besoins_acces",
        _("Vos besoins d'accès à une journée de rencontres"),
        "person__user",
        Fate.DELETE,
        _("Effacés ; sans demande, ils le sont quelques jours après la journée."),
        exported=("person__registration__day__title", "kinds", "words", "written_at"),
        withheld={"person": "vous-même"},
    ),
    Personal(
        "meetings.DayPerson",
        "journees_inscrites",
        _("Les journées de rencontres où vous êtes inscrit"),
        "user",
        Fate.DELETE,
        _("Effacées : l'inscription reste celle de l'organisation."),
        exported=(
            "registration__day__title",
            "registration__organisation__name",
            "registration__status",
            "table",
            "absent",
        ),
        withheld={"registration": "les colonnes de l'inscription sont données"},
    ),
    Personal(
        "meetings.DayArrival",
        "arrivees",
        _("Vos arrivées aux journées de rencontres"),
        "person__user",
        Fate.DELETE,
        _("Effacées avec l'inscription de la personne."),
        exported=("person__registration__day__title", "on", "arrived_at"),
        withheld={"noted_by": "la personne de l'accueil", "person": "vous-même"},
    ),
    Personal(
        "meetings.DayMark",
        "issues_notees",
        _("Les issues de rencontres que vous avez notées"),
        "author",
        Fate.KEEP,
        _("Elles appartiennent à l'organisation ; qui les a notées devient le pseudonyme."),
        exported=("pair__day__title", "pair__outcome", "pair__marked_at", "said_by"),
        ground=TRACES,
    ),
    Personal(
        "meetings.DayContest",
        "issues_contestees",
        _("Les issues de rencontres que vous avez contestées"),
        "author",
        Fate.KEEP,
        _("La phrase reste celle de l'organisation ; son auteur devient le pseudonyme."),
        exported=("pair__day__title", "side", "words", "written_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.DayFeedback",
        "avis_rencontres",
        _("Vos avis sur des rencontres de journées"),
        "author",
        Fate.KEEP,
        _("Ils appartiennent à l'organisation ; leur auteur devient le pseudonyme."),
        exported=("pair__day__title", "side", "useful", "follow_up", "words", "written_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.DayWalkIn",
        "creneaux_donnes",
        _("Les créneaux que vous avez donnés à l'accueil d'une journée"),
        "given_by",
        Fate.KEEP,
        _(
            "Qui les a donnés devient le pseudonyme ; les coordonnées reçues sur place s'effacent d'elles-mêmes."
        ),
        exported=("day__title", "slot", "declined", "given_at"),
        withheld={
            name: "les coordonnées d'une autre personne" for name in ("organisation", "person", "mail")
        },
        ground=TRACES,
    ),
    Personal(
        "meetings.DayPlan",
        "plannings_calcules",
        _("Les plannings de journées que vous avez fait calculer"),
        "asked_by",
        Fate.KEEP,
        _("Ils appartiennent à l'organisation ; qui les a demandés devient le pseudonyme."),
        exported=("day__title", "number", "status", "asked_at", "published_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.DayAbsence",
        "absences_dites",
        _("Les absences à une journée que vous avez dites"),
        "said_by",
        Fate.KEEP,
        _("Le planning en dépend ; qui les a dites devient le pseudonyme."),
        exported=("day__title", "slots", "said_at", "withdrawn_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.DayAgendaTold",
        "agendas_envoyes",
        _("Les agendas de journées qui vous ont été envoyés"),
        "person__user",
        Fate.DELETE,
        _("Effacés avec votre inscription."),
        exported=("plan__day__title", "plan__number", "told_at", "taken_out_at"),
        withheld={"person": "vous-même", "plan": "la journée et la version sont données"},
    ),
    Personal(
        "meetings.DayAgendaFile",
        "fichiers_agendas",
        _("Les fichiers d'agendas que vous avez demandés"),
        "asked_by",
        Fate.KEEP,
        _("Le fichier est à l'organisateur, et refait sans votre nom s'il le portait."),
        exported=("plan__day__title", "asked_at", "made_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.DayLetter",
        "messages_journees",
        _("Vos messages aux inscrits d'une journée"),
        "author",
        Fate.KEEP,
        _("Ils appartiennent à l'organisation ; leur auteur devient le pseudonyme."),
        exported=("day__title", "audience", "subject", "text", "recipients", "written_at", "sent_at"),
        ground=TRACES,
    ),
    Personal(
        "meetings.OpeningException",
        "jours_particuliers",
        _("Les jours fermés ou ajoutés de vos ouvertures"),
        "opening__agent",
        Fate.DELETE,
        _("Effacés avec vos ouvertures."),
        exported=("kind", "on", "opens_at", "closes_at"),
        withheld={"opening": "l'ouverture de la section précédente"},
    ),
)

NOT_PERSONAL = {
    "meetings.BookingCall": "les heures qu'un acheteur ouvre pour un besoin",
    "meetings.BookingWish": "l'inscription d'une entreprise",
    "meetings.CallOpening": "le lien entre une réservation et une ouverture",
    "meetings.DayBreak": "les pauses d'une journée",
    "meetings.DayMeeting": "une ligne d'un planning, entre deux inscriptions",
    "meetings.DayPair": "la rencontre de deux inscriptions",
    "meetings.DayDate": "les dates d'une journée",
    "meetings.DayRefusal": "le refus d'une organisation",
    "meetings.DayRegistration": "l'inscription d'une organisation ; les personnes sont dans DayPerson",
    "meetings.DayRegistration_needs": "les besoins auxquels une inscription répond",
    "meetings.DayRoom": "les salles d'une journée",
    "meetings.DayWish": "le souhait d'une organisation",
    "meetings.EqualTreatment": "ce qu'un acheteur a offert aux autres entreprises",
    "meetings.LengthReason": "pourquoi une organisation demande une autre durée",
    "meetings.Meeting": "la rencontre de deux organisations ; les personnes sont dans Participant",
    "meetings.MeetingMove": "le vœu d'une organisation de déplacer une rencontre",
    "meetings.PlaceOffer": "une place libérée, offerte à une entreprise",
    "meetings.MinutesGrid": "les questions d'un acheteur, les mêmes pour toutes les entreprises",
    "meetings.MinutesQuestion": "un texte public",
    "meetings.MeetingSlot": "des heures proposées par une organisation",
}
