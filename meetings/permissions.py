"""Who may do what with a meeting. Always an approved member of one of the two organisations, for its side."""

from grandest_portal.accounts.permissions import approved_organisation_of, people_of
from meetings.enums import MeetingSide, MeetingStatus


def side_of(user, buyer, company):
    """The side for which an approved person speaks between a buyer and a company, or None."""
    organisation = approved_organisation_of(user)
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
    """The active, approved people of an organisation: those who learn of its meetings and may answer. Somebody
    who only asked to join is not told where and with whom it meets."""
    return people_of(organisation).filter(
        memberships__organisation=organisation, memberships__status="approved"
    )


def can_answer(user, meeting):
    """An approved person of the side whose answer is awaited. Whether it is still time, the action says."""
    return side_in(user, meeting) == meeting.awaiting


def can_cancel(user, meeting):
    """An approved person of either side."""
    return side_in(user, meeting) is not None


def can_download(user, meeting):
    """An approved person of either side, once the meeting is confirmed."""
    return meeting.status == MeetingStatus.CONFIRMED and side_in(user, meeting) is not None
