"""What the organiser of a day writes to those who come: to all, to buyers or to companies, never to one of them.

Each person gets a mail of their own. The day is locked while its letters of the date are counted: the limit holds for
two that are sent at once.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.notifications.messages import Message
from grandest_portal.reference.models import Parameter
from meetings.days.actions import lock_day
from meetings.days.letter_enums import Audience
from meetings.days.permissions import organises
from meetings.models import DayLetter
from meetings.openings.limits import whole

LIMIT, USUAL = "day_letters_most", 3


@dataclass(frozen=True)
class LetterReceived(Message):
    """To one of the people registered: the words of the organiser, who is named."""

    letter: DayLetter
    kind: ClassVar[str] = "days.letter"
    link_label: ClassVar = gettext_lazy("Ouvrir la journée")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message de l'organisateur parce que vous êtes inscrit à cette journée."
    )

    def path(self):
        return reverse("days:detail", args=[self.letter.day_id])

    def title(self):
        return self.letter.subject

    def paragraphs(self):
        day = self.letter.day
        sender = _("%(organiser)s, qui organise « %(day)s », vous écrit :") % {
            "organiser": day.organiser,
            "day": day,
        }
        return [sender, *(line for line in self.letter.text.split("\n") if line.strip())]


def letters_most(on):
    """How many letters an organiser may send about one day on one date: a dated parameter."""
    value = Parameter.objects.in_force(on).filter(key=LIMIT).values_list("value", flat=True).first()
    return whole(value, USUAL, 0)


def recipients_of(day, audience):
    """The active people of the registrations that stand, each once; of one side unless the letter is for all."""
    registrations = day.registrations.live()
    if audience != Audience.ALL:
        registrations = registrations.of_side(audience)
    return (
        User.objects.filter(is_active=True, day_places__registration__in=registrations)
        .distinct()
        .order_by("pk")
    )


@transaction.atomic
def write_letter(day, *, by, audience, subject, text, expected):
    """Record the letter and ask for its sending; `expected` is the number of recipients that was on screen."""
    day = lock_day(day)
    read_again(by)
    check_letter(day, by, audience, subject, text)
    count = recipients_of(day, audience).count()
    if count != expected:
        raise DomainError(
            _(
                "Le nombre de destinataires a changé : %(count)d au lieu de %(expected)d. Vérifiez, puis envoyez."
            )
            % {"count": count, "expected": expected}
        )
    if not count:
        raise DomainError(_("Personne n'est inscrit : il n'y a pas de destinataire."), field="audience")
    at = timezone.now()
    letter = DayLetter.objects.create(
        day=day,
        audience=audience,
        subject=subject,
        text=text,
        author=by,
        recipients=count,
        written_on=timezone.localdate(at),
        written_at=at,
    )
    record(
        day, "day.letter_sent", by=by, after={"audience": audience, "subject": subject, "recipients": count}
    )
    enqueue("meetings.send_day_letter", letter.pk)
    return letter


def check_letter(day, by, audience, subject, text):
    if not organises(by, day) or not day.is_public:
        raise DomainError(_("Seul l'organisateur d'une journée annoncée écrit aux inscrits."))
    if audience not in Audience.values:
        raise DomainError(_("Choisissez à qui vous écrivez."), field="audience")
    if not subject.strip() or not text.strip():
        raise DomainError(_("Écrivez un objet et un texte."), field="text")
    today = timezone.localdate()
    most = letters_most(today)
    if day.letters.filter(written_on=today).count() >= most:
        raise DomainError(
            _("Au plus %(most)d messages par jour à propos d'une journée : le prochain part demain.")
            % {"most": most}
        )


@transaction.atomic
def send_letter(pk):
    """Write the mails of a letter once; to how many people. Those who registered or left meanwhile count."""
    rows = DayLetter.objects.select_for_update(of=("self",)).filter(pk=pk, sent_at=None)
    letter = rows.select_related("day__organiser").first()
    if letter is None:
        return 0
    letter.sent_at = timezone.now()
    letter.save(update_fields=["sent_at"])
    return LetterReceived(letter).send_to(recipients_of(letter.day, letter.audience))
