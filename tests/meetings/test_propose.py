"""meetings.actions.propose_meeting: what is written, who is told, each refusal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from meetings import actions
from meetings.enums import PlaceKind
from meetings.models import Meeting, MeetingSlot, Occupation
from needs.enums import NeedSource, NeedStatus
from tests.factories import (
    CompanyFactory,
    NeedFactory,
    SolutionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.meetings.scenes import REASON, VIDEO, fresh, member, pair, slot


def told():
    """Who got which notice: {(person, kind)}."""
    return {(row.user, row.kind) for row in Notification.objects.select_related("user")}


@pytest.mark.parametrize(("starter", "awaited"), [("agent", "company"), ("manager", "buyer")])
def test_propose_writes_the_meeting_its_slots_and_its_proposer(both, starter, awaited):
    slots = [slot(10, 9), slot(9, 10)]
    meeting = both.propose(by=getattr(both, starter), slots=slots, message="Bonjour")
    side = {"buyer": "company", "company": "buyer"}[awaited]
    stored = Meeting.objects.get()
    assert stored == meeting
    assert (stored.status, stored.started_by, stored.awaiting, stored.round, stored.sequence) == (
        "proposed",
        side,
        awaited,
        1,
        0,
    )
    assert (stored.buyer, stored.company, stored.need) == (both.need.buyer, both.company, both.need)
    assert (stored.place_kind, stored.place, stored.message) == (
        PlaceKind.VIDEO,
        "https://visio.example/salle",
        "Bonjour",
    )
    rows = MeetingSlot.objects.order_by("starts_at").values_list("starts_at", "ends_at", "side", "round")
    assert list(rows) == [(*each, side, 1) for each in sorted(slots)]
    assert list(stored.participants.values_list("user", "side")) == [(getattr(both, starter).pk, side)]
    assert not Occupation.objects.exists()


def test_propose_tells_the_approved_people_of_the_other_side_alone(both):
    member(both.company, waiting=True)
    member(both.company, user__is_active=False)
    member(both.company, status="ended")
    both.propose()
    assert told() == {(both.manager, "meetings.proposed"), (both.partner, "meetings.proposed")}


def test_propose_is_recorded_without_place_nor_message(both):
    meeting = both.propose(slots=[slot(9, 10)], message="Secret")
    entry = history_of(meeting).get()
    assert (entry.verb, entry.value.actor) == ("meeting.proposed", both.agent)
    assert entry.value.payload["after"] == {
        "status": "proposed",
        "round": 1,
        "side": "buyer",
        "place_kind": "video",
        "slots": [["2027-02-10T09:00:00+00:00", "2027-02-10T09:30:00+00:00"]],
    }


def test_propose_may_name_a_published_solution_of_the_company(both):
    solution = SolutionFactory(company=both.company, published=True)
    assert both.propose(solution=solution).solution == solution


@pytest.mark.parametrize("made", ["draft", "of another company"])
def test_propose_refuses_another_solution(both, made):
    solution = {
        "draft": lambda: SolutionFactory(company=both.company),
        "of another company": lambda: SolutionFactory(published=True),
    }[made]()
    with pytest.raises(DomainError, match="Cette solution n'est pas publiée"):
        both.propose(solution=solution)


@pytest.mark.parametrize(
    "role",
    [
        "other buyer",
        "other company",
        "partner",
        "moderator",
        "admin",
        "nobody's",
        "waiting",
        "waiting company",
    ],
)
def test_propose_refuses_whoever_speaks_for_neither_side(both, role):
    person = {
        "other buyer": buyer_user,
        "other company": company_user,
        "partner": partner_user,
        "moderator": lambda: UserFactory(moderator=True),
        "admin": lambda: UserFactory(admin=True),
        "nobody's": UserFactory,
        "waiting": lambda: member(both.need.buyer, waiting=True),
        "waiting company": lambda: member(both.company, waiting=True),
    }[role]()
    with pytest.raises(DomainError, match="par une personne validée"):
        both.propose(by=person)
    assert not Meeting.objects.exists() and told() == set()


@pytest.mark.parametrize("status", sorted(set(NeedStatus.values) - {NeedStatus.PUBLISHED}))
def test_propose_refuses_a_need_that_is_not_open(db, status):
    late = {
        "published_at": timezone.now(),
        "consultation_url": "https://profil.example",
        "direct_purchase_article": "R2122-9-1",
    }
    closed = pair(published=False, status=status, **late)
    with pytest.raises(DomainError, match="ne sont pas ouverts"):
        closed.propose()


def test_propose_refuses_a_need_closed_meanwhile(both):
    """The person still has the open need on screen."""
    type(both.need).objects.filter(pk=both.need.pk).update(status=NeedStatus.CLOSED)
    assert both.need.is_open
    with pytest.raises(DomainError, match="ne sont pas ouverts"):
        both.propose()


def test_propose_refuses_a_need_from_open_data(both):
    need = NeedFactory(published=True, buyer=None, source=NeedSource.OPEN_DATA, source_id="1")
    with pytest.raises(DomainError, match="données ouvertes"):
        actions.propose_meeting(need, both.company, by=both.manager, slots=[slot(9, 10)], **VIDEO)


def test_propose_refuses_an_organisation_to_itself(both):
    own = CompanyFactory(organisation=both.need.buyer.organisation)
    with pytest.raises(DomainError, match="celui de votre organisation"):
        actions.propose_meeting(both.need, own, by=both.agent, slots=[slot(9, 10)], **VIDEO)


def test_propose_refuses_an_organisation_that_nobody_speaks_for(both):
    silent = CompanyFactory()
    member(silent, waiting=True)
    with pytest.raises(DomainError, match="Personne ne représente encore"):
        actions.propose_meeting(both.need, silent, by=both.agent, slots=[slot(9, 10)], **VIDEO)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"days": -1}, "est déjà passé"),
        ({"place": "visio"}, "Écrivez le lien complet"),
        ({"place_kind": "x"}, "Choisissez la forme"),
    ],
)
def test_propose_checks_slots_and_place_itself(both, fields, words):
    """Forms check too, but demonstration data and other callers come here directly."""
    rest = {name: value for name, value in fields.items() if name != "days"}
    with pytest.raises(DomainError, match=words):
        both.propose(slots=[slot(fields.get("days", 9), 10)], **rest)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("by", ["agent", "manager"])
def test_propose_refuses_a_second_live_proposal_of_the_pair(both, by):
    both.propose()
    with pytest.raises(DomainError, match="déjà en cours entre vous"):
        both.propose(by=getattr(both, by), slots=[slot(20, 10)])
    assert Meeting.objects.count() == 1


def test_propose_refuses_a_second_one_while_the_first_is_confirmed(both):
    both.confirm()
    with pytest.raises(DomainError, match="déjà en cours entre vous"):
        both.propose(slots=[slot(20, 10)])


@pytest.mark.parametrize("ending", ["declined", "cancelled", "expired"])
def test_propose_again_once_the_first_has_ended(both, ending, clock):
    meeting = both.propose()
    if ending == "declined":
        actions.decline_meeting(meeting, by=both.manager, reason=REASON)
    elif ending == "cancelled":
        actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    else:
        actions.expire_due_meetings(meeting.expires_at + timedelta(seconds=1))
    second = both.propose(by=both.manager)
    assert (second.uid != meeting.uid, Meeting.objects.live().get()) == (True, second)


def test_propose_refuses_the_proposers_own_confirmed_time(both):
    taken = both.confirm()
    other = pair(agent=both.agent)
    with pytest.raises(DomainError, match="Vous avez déjà un rendez-vous confirmé ou retenu à ce moment"):
        other.propose(
            slots=[
                slot(20, 9),
                (taken.starts_at + timedelta(minutes=29), taken.ends_at + timedelta(minutes=29)),
            ]
        )
    other.propose(slots=[(taken.ends_at, taken.ends_at + timedelta(minutes=30))])


def test_propose_takes_a_time_that_only_a_colleague_has_given(both):
    taken = both.confirm()
    other = pair(agent=both.agent)
    assert other.propose(by=both.colleague, slots=[(taken.starts_at, taken.ends_at)]).status == "proposed"


def test_propose_takes_a_time_that_a_cancelled_meeting_has_freed(both):
    taken = both.confirm()
    actions.cancel_meeting(taken, by=both.manager, reason=REASON)
    proposed = pair(agent=both.agent).propose(slots=[(taken.starts_at, taken.ends_at)])
    assert proposed.status == "proposed"


def test_rights_are_read_from_the_database_not_from_what_a_request_remembers(both):
    """The control of `fresh`: an object that remembers its membership keeps its rights until it is loaded again."""
    both.propose(by=both.agent)
    both.agent.memberships.update(status="ended")
    other = NeedFactory(published=True, buyer=both.need.buyer)
    with pytest.raises(DomainError, match="par une personne validée"):
        actions.propose_meeting(other, both.company, by=fresh(both.agent), slots=[slot(9, 10)], **VIDEO)
