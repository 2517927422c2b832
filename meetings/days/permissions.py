"""Who may do what with a meeting day. Rows come from `Day.objects.visible_to(user)`."""

from grandest_portal.accounts.permissions import approved_organisation_of, speaking_organisation_of
from meetings.days.enums import DAY_TRANSITIONS, DayStatus
from meetings.enums import MeetingSide


def may_organise(organisation):
    """Public buyers and partners of the Region hold days; companies take part in them."""
    return (
        getattr(organisation, "buyer", None) is not None or getattr(organisation, "partner", None) is not None
    )


def organiser_of(user):
    """The buyer's or partner's organisation for which the person may hold days (approved, not a reader), or None."""
    organisation = speaking_organisation_of(user)
    return organisation if may_organise(organisation) else None


def organises(user, day):
    """Approved people of the organiser, readers excepted."""
    organisation = speaking_organisation_of(user)
    return organisation is not None and organisation.pk == day.organiser_id


def can_read_organisation(user, day):
    """Approved people of the organiser, readers included."""
    organisation = approved_organisation_of(user)
    return organisation is not None and organisation.pk == day.organiser_id


def can_edit_day(user, day):
    """Those who organise it, while it is a draft or came back from moderation."""
    return day.is_editable and organises(user, day)


def can_recall_day(user, day):
    """Those who organise it, while it waits for moderators."""
    return day.status == DayStatus.SUBMITTED and organises(user, day)


def can_cancel_day(user, day):
    """Those who organise it, once it is announced and until it is over."""
    return day.status in DAY_TRANSITIONS[DayStatus.CANCELLED] and organises(user, day)


def side_of_organisation(organisation):
    """BUYER or COMPANY, or None for those who do not meet."""
    if getattr(organisation, "buyer", None) is not None:
        return MeetingSide.BUYER
    return MeetingSide.COMPANY if getattr(organisation, "company", None) is not None else None


def registers_for(user, day):
    """The organisation that the person may register for a public day: a buyer or a company, readers excepted."""
    organisation = speaking_organisation_of(user)
    return organisation if day.is_public and side_of_organisation(organisation) is not None else None


def can_read_registration(user, registration):
    """Approved people of the registered organisation, readers included."""
    organisation = approved_organisation_of(user)
    return organisation is not None and organisation.pk == registration.organisation_id


def has_registration(organisation, day):
    """A registration of this organisation stands: its people read its agenda. One query, none for nobody."""
    return organisation is not None and day.registrations.live().filter(organisation=organisation).exists()


def can_write_registration(user, registration):
    """Approved people of the registered organisation, readers excepted. Whether it is still time, the action says."""
    organisation = speaking_organisation_of(user)
    return organisation is not None and organisation.pk == registration.organisation_id


def can_read_access(user, day):
    """Who needs what to take part: those who hold the day and write for it, nobody else, moderators included."""
    return organises(user, day)
