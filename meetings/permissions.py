"""Who may do what with a meeting: an approved member of one of the two organisations, for its side.

Readers see their organisation's meetings; they neither propose, answer nor cancel.
"""

from grandest_portal.accounts.enums import WRITING_ROLES
from grandest_portal.accounts.permissions import (
    approved_organisation_of,
    can_administer,
    membership_of,
    people_of,
    represents,
    speaking_organisation_of,
)
from meetings.enums import AGREED_MEETING, MeetingSide, MeetingStatus


def side_of(user, buyer, company):
    """The side for which an approved person, not a reader, speaks between a buyer and a company, or None."""
    organisation = speaking_organisation_of(user)
    if organisation is None:
        return None
    if organisation.pk == buyer.organisation_id:
        return MeetingSide.BUYER
    if organisation.pk == company.organisation_id:
        return MeetingSide.COMPANY
    return None


def side_in(user, meeting):
    """The side of a meeting for which the person speaks, or None."""
    return side_of(user, meeting.buyer, meeting.company)


def speakers_of(organisation):
    """The active, approved people of an organisation, readers excepted: those who learn of its meetings and may
    answer. Somebody who only asked to join is not told where and with whom it meets."""
    return people_of(organisation).filter(
        memberships__organisation=organisation,
        memberships__status="approved",
        memberships__role__in=WRITING_ROLES,
    )


def can_answer(user, meeting):
    """An approved person of the side whose answer is awaited. Whether it is still time, the action says."""
    return side_in(user, meeting) == meeting.awaiting


def can_cancel(user, meeting):
    """An approved person of either side."""
    return side_in(user, meeting) is not None


def can_move(user, meeting):
    """An approved person of either side, once the meeting is confirmed. Whether it is still time, the action says."""
    return meeting.status == MeetingStatus.CONFIRMED and side_in(user, meeting) is not None


def can_answer_move(user, meeting, move):
    """An approved person of the side that did not ask."""
    return side_in(user, meeting) == move.awaiting


def can_download(user, meeting):
    """An approved person of either side, readers included, once the meeting is confirmed."""
    organisation = approved_organisation_of(user)
    sides = {meeting.buyer.organisation_id, meeting.company.organisation_id}
    return meeting.status == MeetingStatus.CONFIRMED and organisation is not None and organisation.pk in sides


def stands_on_both_sides(user, buyer, company):
    """True for a person who speaks for the buyer and for the company, whatever hat they wear now: one's own
    meeting with oneself would be a favour that nobody sees."""
    return represents(user, buyer.organisation) and represents(user, company.organisation)


def can_invite(user, need):
    """Approved people of the need's buyer, readers excepted, while its exchanges are open."""
    organisation = speaking_organisation_of(user)
    buyer = need.buyer
    return (
        need.is_open
        and organisation is not None
        and buyer is not None
        and organisation.pk == buyer.organisation_id
    )


def has_meetings(organisation):
    """True of a buyer or a company: those that meet, and may offer hours."""
    return (
        getattr(organisation, "buyer", None) is not None or getattr(organisation, "company", None) is not None
    )


def opening_organisation_of(user):
    """The buyer's or company's organisation for which the person may offer hours (approved, not a reader), or None."""
    organisation = speaking_organisation_of(user)
    return organisation if has_meetings(organisation) else None


def can_manage_opening(user, opening):
    """Whoever speaks for the organisation: for their own hours or those of their department; administrators for all."""
    organisation = speaking_organisation_of(user)
    if organisation is None or organisation.pk != opening.organisation_id:
        return False
    department = membership_of(user).department_id
    return (
        opening.agent_id == user.pk
        or (department is not None and opening.department_id == department)
        or can_administer(user, organisation)
    )


def can_say_presence(user, meeting):
    """An approved person of either side, once the meeting was agreed on. Whether it is time, the action says."""
    return meeting.status in AGREED_MEETING and side_in(user, meeting) is not None


def can_write_minutes(user, meeting):
    """An approved person of the buyer's side, of a meeting that somebody came to, as far as is known."""
    took_place = AGREED_MEETING - {MeetingStatus.NO_SHOW}
    return meeting.status in took_place and side_in(user, meeting) == MeetingSide.BUYER


def can_read_minutes(user, meeting, minutes):
    """The approved people of both sides, readers included, once they are validated; before, those of the buyer."""
    organisation = approved_organisation_of(user)
    if organisation is None:
        return False
    if organisation.pk == meeting.buyer.organisation_id:
        return True
    return minutes.is_validated and organisation.pk == meeting.company.organisation_id


def can_comment_minutes(user, meeting, minutes):
    """An approved person of the company, once, of validated minutes."""
    return minutes.is_validated and not minutes.comment and side_in(user, meeting) == MeetingSide.COMPANY


def can_write_grid(user, need):
    """An approved person of the need's buyer, readers excepted."""
    organisation = speaking_organisation_of(user)
    return (
        organisation is not None and need.buyer is not None and need.buyer.organisation_id == organisation.pk
    )
