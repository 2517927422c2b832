"""Equal treatment (CCP L3): a buyer who grants a meeting to the company that asked offers the same to all those that
are invited or interested, or writes why not."""

from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.enums import MeetingSide
from meetings.messages import SameOffered
from meetings.models import BookingCall, EqualTreatment, Meeting
from meetings.permissions import speakers_of
from needs.models import Interest, ShortlistInvitation
from suppliers.models import Company


def invitations_of(need):
    return ShortlistInvitation.objects.filter(shortlist__need=need)


def concerned_companies(need):
    """The companies invited to meet about a need, or interested in it."""
    invited = {
        pk for companies in invitations_of(need).values_list("companies", flat=True) for pk in companies
    }
    interested = Interest.objects.live().filter(need=need).values_list("company_id", flat=True)
    companies = Company.objects.filter(pk__in={*invited, *interested}).select_related("organisation")
    return companies.order_by("pk")


def people_of_all(companies):
    """Those who speak for these companies, each once."""
    people = {}
    for company in companies:
        people |= {user.pk: user for user in speakers_of(company.organisation)}
    return list(people.values())


def others_of(meeting, side):
    """The companies that must be offered the same when `side` accepts: those without a meeting of their own, when a
    company asked and the buyer grants. Where the hours of the need are booked by all alike, nobody."""
    if side != MeetingSide.BUYER or meeting.started_by != MeetingSide.COMPANY:
        return Company.objects.none()
    if BookingCall.objects.filter(need=meeting.need_id).exists():
        return Company.objects.none()
    met = Meeting.objects.met_or_live().filter(need=meeting.need_id).values("company")
    return concerned_companies(meeting.need).exclude(pk=meeting.company_id).exclude(pk__in=met)


def settle(meeting, side, equal, by):
    """Offer the same to the others, or keep the reason why not; `equal` is {"offered": bool, "reason": text}."""
    others = list(others_of(meeting, side))
    if not others:
        return None
    reason = (equal or {}).get("reason", "").strip()
    offered = bool((equal or {}).get("offered"))
    if not offered and not reason:
        raise DomainError(
            _(
                "D'autres entreprises sont invitées ou intéressées : offrez-leur la même chose, ou écrivez pourquoi "
                "vous ne le faites pas."
            ),
            field="equal",
        )
    row = EqualTreatment.objects.create(
        meeting=meeting, offered=offered, reason="" if offered else reason, companies=len(others)
    )
    record(
        row,
        "equality.settled",
        by=by,
        after={"offered": offered, "companies": [each.pk for each in others]},
        reason=row.reason,
    )
    if offered:
        SameOffered(meeting.need).send_to(people_of_all(others))
    return row
