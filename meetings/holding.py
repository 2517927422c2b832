"""Taking time, for now or for good, and giving it back. The exclusion constraint of `Occupation` decides who gets it.

Rows are locked before their time is taken, people first, then the company: two insertions that exclude each other
would otherwise wait for one another.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.core.errors import DomainError
from meetings.enums import OccupationState
from meetings.models import Occupation
from meetings.occupation import free_among, resources_of
from meetings.slots import slot_words
from suppliers.models import Company

NO_OVERLAP = "meetings_occupation_no_overlap"


def lock_resources(people, company_pk):
    list(User.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people).order_by("pk"))
    list(Company.objects.select_for_update(of=("self",), no_key=True).filter(pk=company_pk))


def take(meeting, slot, people, state):
    """Take the time of each person and of the company, or none of it; False when somebody else has it.

    What the meeting took before is given back in the same breath: its old time is free once the new one is taken,
    and not before. The rows are those locked by `lock_resources`.
    """
    try:
        with transaction.atomic():
            release(meeting)
            Occupation.objects.bulk_create(
                Occupation(meeting=meeting, resource=resource, during=slot, state=state)
                for resource in resources_of(meeting, people)
            )
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != NO_OVERLAP:
            raise
        return False
    return True


def release(meeting):
    """Give back the time of a meeting: what was only held leaves no trace here, what was confirmed leaves one."""
    meeting.occupations.filter(state=OccupationState.HELD).delete()
    meeting.occupations.filter(state=OccupationState.CONFIRMED).update(state=OccupationState.RELEASED)


def holds(meeting):
    """True while the meeting holds its time."""
    return meeting.occupations.filter(state=OccupationState.HELD).exists()


def confirm_time(meeting, slot, people, slots, at):
    """Take the time for good; DomainError, with what is left of `slots`, when it is gone."""
    pks = [user.pk for user in people]
    lock_resources(pks, meeting.company_id)
    if not take(meeting, (slot.starts_at, slot.ends_at), pks, OccupationState.CONFIRMED):
        raise DomainError(taken_words(free_among(slots, meeting, pks, at)))


def taken_words(free):
    if not free:
        return _(
            "Ce créneau est déjà pris par un autre rendez-vous de l'une des deux personnes ou de l'entreprise, et "
            "aucun autre créneau proposé n'est libre : proposez d'autres créneaux."
        )
    return _(
        "Ce créneau est déjà pris par un autre rendez-vous de l'une des deux personnes ou de l'entreprise. Encore "
        "libres : %(slots)s."
    ) % {"slots": " ; ".join(slot_words(slot.starts_at, slot.ends_at) for slot in free)}
