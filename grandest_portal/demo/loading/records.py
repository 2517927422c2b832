"""Meetings that are over: held, with minutes; without the company; and an absence that is contested."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from grandest_portal.demo.loading.meetings import accept_first, propose, published_needs, slot
from meetings.enums import Presence
from meetings.models import Meeting, MeetingSlot, Occupation
from meetings.records.contests import contest_absence
from meetings.records.grids import write_own_questions
from meetings.records.minutes import comment_minutes, start_minutes, validate_minutes, write_minutes
from meetings.records.saying import say_presence

ANSWERS = {
    "besoin_compris": "L'entreprise a relu le besoin et demandé combien de lits et quels services sont concernés.",
    "reponse_apportee": "Une cabine de consultation qui existe déjà ; le lien au dossier patient est à développer.",
    "preuves": "Un essai de six mois dans une maison de santé fictive, compte rendu montré à l'écran.",
    "mise_en_oeuvre": "Trois mois à partir de la commande, avec une visite des locaux.",
    "limites": "La cabine demande une porte de 90 cm et une prise réseau.",
    "propre-1": "Une demi-journée par service, sur place.",
}


def load_records(buyers, companies):
    town, hospital = buyers["valbrune"], buyers["vezelle"]
    cabin, words = companies["mediroute"], companies["wortbruecke"]
    _first, second, third, *_others = published_needs(hospital)
    load_minutes(second, hospital, cabin)
    say(past(third, hospital, cabin, 10), by=hospital, company=Presence.EXCUSED)
    contested = past(published_needs(town)[1], town, words, 2)
    say(contested, by=town, company=Presence.ABSENT)
    contest_absence(
        contested,
        claimed=Presence.PRESENT,
        text="J'étais en ligne à l'heure dite ; le lien de la salle ne s'ouvrait pas.",
        by=words,
    )


def past(need, buyer, company, days):
    """A meeting that was agreed on, and was over some `days` ago: the one that was confirmed, moved back in time."""
    meeting = accept_first(propose(need, company, by=buyer, slots=[slot(9, 8 + days % 7)]), by=company)
    back = timedelta(days=(meeting.ends_at - timezone.now()).days + 1 + days)
    moved = {"starts_at": F("starts_at") - back, "ends_at": F("ends_at") - back}
    MeetingSlot.objects.filter(meeting=meeting).update(**moved)
    Meeting.objects.filter(pk=meeting.pk).update(**moved, expires_at=F("expires_at") - back)
    meeting.refresh_from_db()
    Occupation.objects.filter(meeting=meeting).update(during=(meeting.starts_at, meeting.ends_at))
    return meeting


def say(meeting, *, by, company=Presence.PRESENT):
    said = {"buyer": Presence.PRESENT, "company": company}
    return say_presence(meeting, {each.pk: said[each.side] for each in meeting.participants.all()}, by=by)


def load_minutes(need, hospital, cabin):
    meeting = say(past(need, hospital, cabin, 3), by=hospital)
    write_own_questions(need, ["Quelle formation des équipes est prévue ?"], by=hospital)
    start_minutes(meeting, by=hospital)
    write_minutes(meeting, answers=ANSWERS, text="", by=hospital)
    validate_minutes(meeting, by=hospital)
    comment_minutes(meeting, text="La porte peut aussi être élargie par nos soins, sur devis.", by=cabin)
