"""The words of the desk of a meeting day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.days.plan_enums import Outcome

# {what a meeting became: from what}. A meeting that was dropped from the timetable did not take place.
SEEN = {Outcome.PLANNED, Outcome.HELD, Outcome.BUYER_ABSENT, Outcome.COMPANY_ABSENT}
OUTCOME_TRANSITIONS = {outcome: SEEN - {outcome} for outcome in SEEN}
# A list: the order of the buttons.
MARKS = [Outcome.HELD, Outcome.BUYER_ABSENT, Outcome.COMPANY_ABSENT]


class SaidBy(models.TextChoices):
    """Who said what became of a meeting."""

    ORGANISER = "organiser", _("L'organisateur")
    BUYER = "buyer", _("L'acheteur")
    COMPANY = "company", _("L'entreprise")
