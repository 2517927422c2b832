"""A version becomes the timetable of its day: people, seats and tables are taken for it, the former gives them back.

All in one transaction: when somebody has given the hour to another meeting meanwhile, it is told by name and the former
version still holds.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from meetings.days.actions import check_organiser, lock_day, move
from meetings.days.comparing import changes_between
from meetings.days.enums import DayStatus, RegistrationStatus
from meetings.days.hours import slots_of
from meetings.days.plan_enums import PLAN_TRANSITIONS, Outcome, PlanKind, PlanStatus
from meetings.days.plans import meetings_with_people, published_plan
from meetings.days.taken import give_back, lost_tables, taken_of
from meetings.days.turning import lock_plan, turn_plan
from meetings.enums import OccupationState
from meetings.holding import NO_OVERLAP
from meetings.models import DayPair, Occupation
from meetings.occupation import person, seat
from meetings.slots import slot_words
from suppliers.models import Company

ANY = object()  # no version was compared on the page
SHOWN = 5  # sentences of a refusal at most


@transaction.atomic
def publish_plan(plan, *, by, compared=ANY):
    """Make a draft the timetable of its day. `compared` is the number of the published version with which the person
    saw it compared (None: no version was published)."""
    day = lock_day(plan.day)
    check_organiser(day, by)
    plan = lock_plan(plan)
    check_transition(plan, PlanStatus.PUBLISHED, PLAN_TRANSITIONS)
    old = published_plan(day)
    check_still(day, plan, old, compared)
    changes, at = changes_between(old, plan), timezone.now()
    if old is not None:
        check_past(day, changes, at)
        turn_plan(old, PlanStatus.REPLACED, "plan.replaced", by=by)
    occupy(day, plan, at)
    turn_plan(plan, PlanStatus.PUBLISHED, "plan.published", by=by, published_at=at, published_by=by)
    if day.status == DayStatus.CLOSED:
        move(day, DayStatus.PLANNED, "day.planned", by=by)
    renumber(changes)
    enqueue("meetings.tell_agendas", plan.pk)
    return plan


def check_still(day, plan, old, compared):
    """DomainError unless the version may be published over `old`."""
    if day.status not in (DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING):
        raise DomainError(
            _("Un planning se publie une fois les inscriptions closes, jusqu'à la fin de la journée.")
        )
    number = old.number if old is not None else None
    if compared is not ANY and compared != number:
        raise DomainError(
            _("Une autre version a été publiée depuis que vous avez lu cette page : relisez la comparaison.")
        )
    if plan.kind == PlanKind.AGAIN and (old is None or plan.base_id != old.pk):
        raise DomainError(
            _("Cette version refait un planning qui n'est plus celui publié : calculez-la de nouveau.")
        )


def check_past(day, changes, at):
    """DomainError when a meeting that has begun or whose outcome is known would change, or one be made before now."""
    begun = {each.number for each in slots_of(day) if each.starts_at <= at}
    touched = [
        each for line in [*changes.moved, *changes.added, *changes.dropped] for each in (line.old, line.new)
    ]
    frozen = [each for each in touched if each is not None and is_frozen(each, begun)]
    if frozen:
        raise DomainError(
            _(
                "Cette version change des rencontres déjà commencées ou constatées (%(names)s) : partez du planning "
                "publié."
            )
            % {"names": ", ".join(names_of(each) for each in frozen[:SHOWN])}
        )


def is_frozen(meeting, begun):
    return meeting.slot in begun or meeting.pair.outcome not in (Outcome.PLANNED, Outcome.DROPPED)


def names_of(meeting):
    return _("%(buyer)s et %(company)s") % {
        "buyer": meeting.buyer.organisation,
        "company": meeting.company.organisation,
    }


def occupy(day, plan, at):
    """Take the time of the version for the people who are there, the seats and the tables."""
    meetings = meetings_with_people(plan)
    lock_everybody(meetings)
    give_back(day)
    refuse(hindrances(day, meetings, at))
    try:
        with transaction.atomic():
            Occupation.objects.bulk_create(occupations(day, meetings))
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != NO_OVERLAP:
            raise
        # Whoever was faster has committed: now it can be named.
        refuse(hindrances(day, meetings, at))
        raise DomainError(
            _("Quelqu'un vient de prendre un autre rendez-vous à l'une de ces heures : calculez de nouveau.")
        ) from error


def lock_everybody(meetings):
    """People first, then companies: the order of one-to-one meetings."""
    users = {
        each.user_id for one in meetings for side in (one.buyer, one.company) for each in side.people.all()
    }
    list(User.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=users).order_by("pk"))
    organisations = {each.company.organisation_id for each in meetings}
    rows = Company.objects.select_for_update(of=("self",), no_key=True).filter(organisation__in=organisations)
    list(rows.order_by("pk"))


def present(registration, table, slot, taken):
    """The people of a registration (of one of its tables) who are there at a slot."""
    return [
        each
        for each in registration.people.all()
        if table in (None, each.table)
        and slot not in each.absent
        and slot not in taken.of_person(each.user_id)
    ]


def sides_of(meeting):
    """(registration, its table or None) of the two."""
    return (meeting.buyer, meeting.buyer_table), (meeting.company, None)


def hindrances(day, meetings, at):
    """Sentences: who is not there any more at which hour, as things stand. What has begun is not judged again."""
    slots, taken, lost = slots_of(day), taken_of(day), lost_tables(day)
    found = []
    for meeting in meetings:
        slot = slots[meeting.slot]
        if slot.starts_at <= at:
            continue
        when = slot_words(slot.starts_at, slot.ends_at)
        for registration, table in sides_of(meeting):
            sentence = hindrance(registration, table, meeting.slot, taken)
            if sentence:
                found.append(sentence % {"name": registration.organisation, "when": when})
        if meeting.slot in lost.get(meeting.table, ()):
            found.append(_("la table %(table)d est perdue %(when)s") % {"table": meeting.table, "when": when})
    return list(dict.fromkeys(found))


def hindrance(registration, table, slot, taken):
    """Why an organisation cannot come to a slot, as a sentence with « name » and « when »; "" when it can."""
    if registration.status != RegistrationStatus.ADMITTED:
        return _("%(name)s n'a plus sa place (%(when)s)")
    busy = taken.of_table(registration.pk, table) if table else taken.absent(registration.pk, None)
    if slot in busy:
        return _("%(name)s est absent %(when)s")
    if slot in taken.seats.get(registration.pk, ()):
        return _("%(name)s a un autre rendez-vous confirmé %(when)s")
    if present(registration, table, slot, taken):
        return ""
    people = [each for each in registration.people.all() if table in (None, each.table)]
    engaged = [str(each.user) for each in people if slot in taken.of_person(each.user_id)]
    if engaged:
        names = ", ".join(engaged).replace("%", "%%")
        return _("%(name)s a un autre rendez-vous confirmé %(when)s") + f" ({names})"
    return _("%(name)s n'a personne %(when)s")


def refuse(sentences):
    if not sentences:
        return
    more = len(sentences) - SHOWN
    told = sentences[:SHOWN] + ([_("et %(count)d autres cas") % {"count": more}] if more > 0 else [])
    raise DomainError(
        _("Rien n'est publié : %(why)s. Déplacez ces rencontres, ou calculez de nouveau.")
        % {"why": " ; ".join(told)}
    )


def occupations(day, meetings):
    slots, taken = slots_of(day), taken_of(day)
    for meeting in meetings:
        slot = slots[meeting.slot]
        for resource in resources_of(day, meeting, taken):
            yield Occupation(
                day_meeting=meeting,
                resource=resource,
                during=(slot.starts_at, slot.ends_at),
                state=OccupationState.CONFIRMED,
            )


def resources_of(day, meeting, taken):
    """What a meeting takes: those who are there, the company's only seat, the table."""
    people = [
        person(each.user_id)
        for registration, table in sides_of(meeting)
        for each in present(registration, table, meeting.slot, taken)
    ]
    company = getattr(meeting.company.organisation, "company", None)
    seats = [seat(company.pk)] if company is not None else []
    return list(dict.fromkeys([*people, *seats, f"day:{day.pk}:table:{meeting.table}"]))


def renumber(changes):
    """Raise the sequence of what changed for a calendar; who leaves is dropped, who comes back is planned."""
    again = [each.pair for each in changes.added if each.pair.outcome == Outcome.DROPPED]
    touched = [line.pair for line in [*changes.moved, *changes.dropped]] + again
    for pair in touched:
        pair.sequence += 1
    for pair in again:
        pair.outcome = Outcome.PLANNED
    for line in changes.dropped:
        line.pair.outcome = Outcome.DROPPED
    DayPair.objects.bulk_update(touched, ["sequence", "outcome"])
    for line in changes.dropped:
        record(line.pair, "pair.dropped", by=None)
    for pair in again:
        record(pair, "pair.planned", by=None)
