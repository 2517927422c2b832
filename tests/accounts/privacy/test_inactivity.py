"""An account that nobody uses: warned twice on the right days, then erased; a login stops everything."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from grandest_portal.accounts.enums import MembershipRole
from grandest_portal.accounts.models import InactivityNotice, Membership
from grandest_portal.accounts.tasks import follow_inactive, purge_sessions
from grandest_portal.core.dates import months_after
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter
from tests.factories import PASSWORD, MembershipFactory, UserFactory

SEEN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
DUE = datetime(2029, 3, 10, 9, 0, tzinfo=UTC)
FIRST, SECOND = DUE - timedelta(days=60), DUE - timedelta(days=15)
NOTHING = {"warned": 0, "held": 0, "erased": 0}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


def forgotten(**fields):
    return UserFactory(date_joined=SEEN - timedelta(days=90), last_login=SEEN, **fields)


@pytest.fixture
def day(smtp, run_jobs):
    """`day(moment)` runs the clock and its jobs at that moment; returns what was done."""

    def run(moment):
        with time_machine.travel(moment, tick=False):
            done = follow_inactive(at=moment.isoformat())
            run_jobs()
        return done

    return run


def test_day_before_each_date_nothing_happens(day, smtp):
    user = forgotten()
    eve = timedelta(days=1)
    assert day(FIRST - eve) == NOTHING
    assert day(FIRST) == {**NOTHING, "warned": 1}
    assert day(SECOND - eve) == NOTHING
    assert day(SECOND) == {**NOTHING, "warned": 1}
    assert day(DUE - eve) == NOTHING
    assert day(DUE) == {**NOTHING, "erased": 1}
    user.refresh_from_db()
    assert user.erased_at is not None and not user.is_active
    assert [str(mail["Subject"]).strip() for mail in smtp.messages] == [
        "Votre compte sera effacé le 10 mars 2029 si vous ne vous connectez pas",
        "Dernier rappel : votre compte sera effacé le 10 mars 2029",
        "Votre compte est effacé",
    ]
    words = smtp.messages[0].get_body(("plain",)).get_content()
    assert reverse("account_login") in words and "depuis le 10 mars 2026" in words


def test_two_runs_on_a_day_do_it_once(day, smtp):
    forgotten()
    for moment in [FIRST, SECOND, DUE]:
        assert day(moment) != NOTHING
        assert day(moment + timedelta(hours=6)) == NOTHING
    assert len(smtp.messages) == 3


def test_login_cancels_the_warnings(day, client, smtp):
    user = forgotten()
    day(FIRST)
    day(SECOND)
    with time_machine.travel(DUE - timedelta(days=1), tick=False):
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert day(DUE) == NOTHING
    user.refresh_from_db()
    assert user.erased_at is None and not InactivityNotice.objects.exists()


def test_without_a_login_the_account_goes(day):
    """The control of the test above."""
    user = forgotten()
    for moment in [FIRST, SECOND, DUE]:
        day(moment)
    user.refresh_from_db()
    assert user.erased_at is not None


def test_account_found_late_is_warned_twice_all_the_same(day, smtp):
    """A clock that starts long after: sixty days from its first run, not before."""
    user = forgotten()
    start = DUE + timedelta(days=400)
    assert day(start) == {**NOTHING, "warned": 1}
    assert day(start + timedelta(days=44)) == NOTHING
    assert day(start + timedelta(days=45)) == {**NOTHING, "warned": 1}
    assert day(start + timedelta(days=59)) == NOTHING
    assert day(start + timedelta(days=60)) == {**NOTHING, "erased": 1}
    user.refresh_from_db()
    assert user.erased_at is not None


def test_second_warning_leaves_its_days_after_a_stop(day):
    """The clock stood still between the warnings: the erasure waits fifteen days after the second one."""
    forgotten()
    day(FIRST)
    late = DUE + timedelta(days=30)
    assert day(late) == {**NOTHING, "warned": 1}
    assert day(late + timedelta(days=14)) == NOTHING
    assert day(late + timedelta(days=15)) == {**NOTHING, "erased": 1}


def test_person_who_never_logged_in_counts_from_sign_up(day):
    UserFactory(date_joined=SEEN, last_login=None)
    assert day(FIRST) == {**NOTHING, "warned": 1}


def test_sole_administrator_is_held_and_moderators_told_once(day, smtp):
    moderator = UserFactory(moderator=True, last_login=DUE)
    membership = MembershipFactory(user=forgotten(full_name="Zoé Seule"))
    MembershipFactory(organisation=membership.organisation, role=MembershipRole.EDITOR, user__last_login=DUE)
    day(FIRST)
    day(SECOND)
    assert day(DUE) == {**NOTHING, "held": 1}
    assert day(DUE + timedelta(days=1)) == NOTHING
    membership.user.refresh_from_db()
    assert membership.user.erased_at is None
    (mail,) = smtp.to(moderator.email)
    assert str(mail["Subject"]) == "Compte inactif à examiner : Zoé Seule"
    assert "seule qui administre" in mail.get_body(("plain",)).get_content()


def test_held_account_goes_once_somebody_else_administers(day):
    membership = MembershipFactory(user=forgotten())
    other = MembershipFactory(
        organisation=membership.organisation, role=MembershipRole.EDITOR, user__last_login=DUE
    )
    for moment in [FIRST, SECOND, DUE]:
        day(moment)
    Membership.objects.filter(pk=other.pk).update(role=MembershipRole.ADMINISTRATOR)
    assert day(DUE + timedelta(days=1)) == {**NOTHING, "erased": 1}


def test_moderator_is_never_erased_by_the_clock(day, smtp):
    forgotten(moderator=True)
    UserFactory(moderator=True, last_login=DUE)
    assert [day(moment) for moment in [FIRST, SECOND]] == [NOTHING, NOTHING]
    assert day(DUE) == {**NOTHING, "held": 1}
    assert day(DUE + timedelta(days=90)) == NOTHING
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert kinds == {"accounts.inactive_held"} and len(smtp.messages) == 2


def test_closed_account_is_left_to_those_who_closed_it(day):
    forgotten(is_active=False)
    assert day(DUE) == NOTHING


def test_delays_are_those_of_the_parameters(day):
    forgotten()
    Parameter.objects.filter(key="inactive_account_months").update(value=12)
    assert day(datetime(2027, 1, 9, 9, 0, tzinfo=UTC)) == {**NOTHING, "warned": 1}


@pytest.mark.parametrize(
    ("start", "months", "after"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 3, 31), -1, (2026, 2, 28)),
        ((2026, 3, 10), 36, (2029, 3, 10)),
    ],
)
def test_months_end_where_months_end(start, months, after):
    assert months_after(datetime(*start).date(), months) == datetime(*after).date()


def test_sessions_that_are_over_are_forgotten(client):
    client.force_login(UserFactory())
    now = datetime.now(tz=UTC)
    assert purge_sessions(at=now.isoformat()) == 0
    assert purge_sessions(at=(now + timedelta(hours=13)).isoformat()) == 1
