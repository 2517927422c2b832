"""Wishes of both sides, between the end of registrations and their closing date; refusals stay with who said them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.days.actions import lock_day
from meetings.days.enums import DayStatus, RegistrationStatus, WishChoice
from meetings.days.hours import midnight_after
from meetings.days.registering import check_own
from meetings.enums import MeetingSide
from meetings.models import DayRefusal, DayRegistration, DayWish
from needs.models import Match


def takes_wishes(day, at):
    """True once places are given, until the closing date is over."""
    return day.status == DayStatus.CLOSED and at < midnight_after(day.wishes_until)


def others_of(registration):
    """The admitted registrations of the other side."""
    side = MeetingSide(registration.side).other
    rows = registration.day.registrations.of_side(side).admitted()
    return rows.select_related("organisation").order_by("organisation__name", "pk")


def suggested(registration):
    """[(other registration, the best stored Match or None)]: matches between the needs of the buyer and the published
    solutions of the company, in the order of every page of matches (score, then a draw by pair); then the others by
    name. Neither place, size nor date counts."""
    others = list(others_of(registration))
    best = {}
    for match in matches_between(registration, others):
        company = match.solution.company.organisation_id
        other = match.need.buyer.organisation_id if registration.side == MeetingSide.COMPANY else company
        best.setdefault(other, match)
    close = [each for each in others if each.organisation_id in best]
    close.sort(key=lambda each: rank_of(best[each.organisation_id]))
    far = [each for each in others if each.organisation_id not in best]
    return [(each, best.get(each.organisation_id)) for each in [*close, *far]]


def matches_between(registration, others):
    mine, theirs = [registration.organisation_id], [each.organisation_id for each in others]
    buyers, companies = (mine, theirs) if registration.side == MeetingSide.BUYER else (theirs, mine)
    rows = Match.objects.live().with_both()
    rows = rows.filter(need__buyer__organisation__in=buyers, solution__company__organisation__in=companies)
    return rows.order_by("-score", "tie_break", "pk")


def rank_of(match):
    return (-match.score, match.tie_break, match.pk)


def choices_of(registration):
    """{number of the other registration: WishChoice} as they stand."""
    found = {each.taker_id: WishChoice(str(each.weight)) for each in registration.wishes.all()}
    return found | {each.taker_id: WishChoice.REFUSED for each in registration.refusals.all()}


@transaction.atomic
def write_wishes(registration, choices, *, by):
    """Store {number of the other registration: WishChoice}; who is not named keeps nothing. The audit trail learns
    that wishes were written, not whom they name."""
    day = lock_day(registration.day)
    read_again(by)
    registration = DayRegistration.objects.select_related("day", "organisation").get(pk=registration.pk)
    check_own(registration, by)
    if not takes_wishes(day, timezone.now()):
        raise DomainError(_("Les souhaits ne se disent pas encore, ou ne se disent plus."))
    if registration.status != RegistrationStatus.ADMITTED:
        raise DomainError(_("Les souhaits se disent une fois la place attribuée."))
    known = set(others_of(registration).values_list("pk", flat=True))
    if not set(choices) <= known:
        raise DomainError(
            _(
                "Une organisation de la liste n'a plus sa place : rechargez la page, puis choisissez de nouveau."
            )
        )
    registration.wishes.all().delete()
    registration.refusals.all().delete()
    DayWish.objects.bulk_create(
        DayWish(giver=registration, taker_id=pk, weight=int(choice))
        for pk, choice in sorted(choices.items())
        if choice not in (WishChoice.NONE, WishChoice.REFUSED)
    )
    DayRefusal.objects.bulk_create(
        DayRefusal(giver=registration, taker_id=pk)
        for pk, choice in sorted(choices.items())
        if choice == WishChoice.REFUSED
    )
    record(registration, "registration.wishes", by=by)
