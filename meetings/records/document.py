"""The minutes as a page and as a PDF, and as the plain facts that a sourcing register reads."""

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.core.documents.document import Document, Part, Section, plain, table, text
from meetings.enums import Presence
from meetings.models import Minutes
from meetings.records.presence import attendances
from meetings.slots import slot_words, unbroken


def minutes_of_need(need):
    """The validated minutes about a need, in order of time, in JSON values; every row answers the same questions.

    [{meeting, company, organisation, starts_at, ends_at, validated_at, answers: [{key, question, answer}], text,
    comment}]: what the register of a need's sourcing is made from.
    """
    rows = Minutes.objects.validated().filter(meeting__need=need)
    rows = rows.select_related("meeting__need__minutes_grid", "meeting__company__organisation")
    return [facts_of(each) for each in rows.order_by("meeting__starts_at", "pk")]


def facts_of(minutes):
    meeting = minutes.meeting
    return {
        "meeting": meeting.pk,
        "company": meeting.company_id,
        "organisation": str(meeting.company.organisation),
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "validated_at": minutes.validated_at.isoformat(),
        "answers": [
            {"key": key, "question": question, "answer": answer}
            for key, question, _help, answer in answered(minutes)
        ],
        "text": minutes.text,
        "comment": minutes.comment,
    }


def answered(minutes):
    """(key, question, help, answer or "") of each question of the grid, in its order."""
    for each in minutes.questions:
        yield each["key"], each["wording"], each["help"], minutes.answers.get(each["key"], "")


def document_of(minutes) -> dict:
    """The minutes in plain values: validated, or as they would be."""
    meeting, validated = minutes.meeting, minutes.is_validated
    dated = timezone.localdate(minutes.validated_at) if validated else timezone.localdate()
    return plain(
        Document(
            title=_("Compte rendu de rendez-vous"),
            subject=str(meeting.need),
            reference=meeting.need.reference,
            version=str(minutes.version),
            day=dated.isoformat(),
            day_words=date_words(dated),
            author=str(meeting.buyer.organisation),
            warning="",
            footer=footer(meeting, dated, validated),
            glyph_note=_("Les caractères que la police de ce PDF ne contient pas y sont remplacés par ▯."),
            sections=[
                facts_section(meeting),
                answers_section(minutes),
                *([comment_section(minutes)] if minutes.comment else []),
            ],
        )
    )


def footer(meeting, dated, validated):
    words = _("%(reference)s, compte rendu validé le %(day)s") if validated else _("%(reference)s, projet")
    return words % {"reference": meeting.need.reference, "day": date_words(dated)}


def facts_section(meeting):
    there = [
        f"{row.participant.user} ({meeting.organisation_on(row.participant.side)})"
        for row in attendances(meeting)
        if row.state == Presence.PRESENT
    ]
    rows = [
        (_("Acheteur"), str(meeting.buyer.organisation)),
        (_("Entreprise"), str(meeting.company.organisation)),
        (
            _("Quand"),
            _("%(slot)s, heure de Paris") % {"slot": slot_words(meeting.starts_at, meeting.ends_at)},
        ),
        (_("Forme"), str(meeting.get_place_kind_display())),
        (_("Présents"), ", ".join(there) or _("Les présences ne sont pas encore dites.")),
    ]
    facts = table(_("Le rendez-vous en bref"), [_("Rubrique"), _("Contenu")], rows)
    return Section(_("Le rendez-vous"), blocks=[facts])


def answers_section(minutes):
    frozen = date_words(timezone.localdate(minutes.meeting.need.minutes_grid.frozen_at))
    same = _(
        "Ces questions, arrêtées le %(day)s, sont les mêmes pour toutes les entreprises rencontrées pour ce besoin."
    ) % {"day": frozen}
    parts = [
        Part(question, [text(answer or _("Pas de réponse."))])
        for _key, question, _help, answer in answered(minutes)
    ]
    if minutes.text:
        parts.append(Part(_("Autres points"), [text(minutes.text)]))
    return Section(_("Les réponses"), blocks=[text(same)], parts=parts)


def comment_section(minutes):
    said = unbroken(_("%(company)s écrit, le %(day)s :")) % {
        "company": minutes.meeting.company.organisation,
        "day": date_words(timezone.localdate(minutes.commented_at)),
    }
    return Section(_("Commentaire de l'entreprise"), blocks=[text(said), text(minutes.comment)])
