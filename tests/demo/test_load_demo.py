"""The demonstration as the README promises it, made through the actions, the same for the same seed."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import seal_entries, verify_chain
from grandest_portal.core.models import AuditEntry
from grandest_portal.demo.accounts import ACCOUNTS
from grandest_portal.demo.loading import content
from grandest_portal.follow.models import Favourite, Follow, SavedSearch
from grandest_portal.reference.actions import load_reference
from grandest_portal.reports.models import Appeal, Case, SecondLook
from meetings.enums import MeetingStatus
from meetings.models import Meeting
from needs.enums import NeedStatus
from needs.models import Interest, InterestPartner, Match, Need, Question, Suggestion
from suppliers.enums import SolutionStatus
from suppliers.models import Solution

pytestmark = pytest.mark.slow


@pytest.fixture
def loaded(db):
    load_reference()
    call_command("load_demo", verbosity=0)


def test_demonstration_holds_what_is_promised(loaded):
    assert Need.objects.count() >= 40
    assert Solution.objects.count() >= 120
    assert set(User.objects.filter(is_active=True).values_list("email", flat=True)) == {
        email for email, _label in ACCOUNTS
    }
    assert set(Need.objects.values_list("status", flat=True)) == set(NeedStatus)
    assert set(Solution.objects.values_list("status", flat=True)) == set(SolutionStatus) - {
        SolutionStatus.REJECTED
    }
    assert set(Meeting.objects.values_list("status", flat=True)) == set(MeetingStatus)
    assert Match.objects.exists()
    assert (Case.objects.open().count(), Appeal.objects.open().count(), SecondLook.objects.count()) == (
        2,
        1,
        1,
    )
    assert (Favourite.objects.count(), SavedSearch.objects.alerting().count()) == (3, 2)
    assert (Follow.objects.count(), Suggestion.objects.live().count()) == (9, 2)
    assert (Question.objects.count(), Question.objects.waiting().count()) == (6, 3)
    assert (Interest.objects.count(), Interest.objects.due().count()) == (5, 3)
    assert Interest.objects.exclude(meeting_at=None).count() == 1
    assert sorted(InterestPartner.objects.values_list("status", flat=True)) == ["confirmed", "invited"]
    assert verify_chain().faults == []
    assert seal_entries(limit=100_000) == AuditEntry.objects.count()


def test_loading_again_changes_nothing(loaded):
    before = (Need.objects.count(), Solution.objects.count(), AuditEntry.objects.count())
    call_command("load_demo", verbosity=0)
    assert (Need.objects.count(), Solution.objects.count(), AuditEntry.objects.count()) == before


class Undo(Exception):
    pass


def days_of_a_load(seed):
    """{title: days since publication} after a load that is then undone."""
    try:
        with transaction.atomic():
            call_command("load_demo", seed=seed, verbosity=0)
            rows = Need.objects.exclude(published_at=None)
            days = {row.title: (timezone.now() - row.published_at).days for row in rows}
            raise Undo
    except Undo:
        return days


def test_same_seed_gives_the_same_days_and_another_seed_others(db):
    load_reference()
    first = days_of_a_load(2017)
    assert len(set(first.values())) > 5
    assert days_of_a_load(2017) == first
    assert days_of_a_load(2018) != first


def test_loading_is_refused_outside_the_demonstration(db, settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="comptes ouverts"):
        call_command("load_demo", verbosity=0)


def test_texts_are_long_enough_and_cover_many_domains():
    texts = content.read()
    for row in texts.needs:
        assert min(len(row["current_situation"].split()), len(row["expected_result"].split())) >= 60, row[
            "key"
        ]
    for row in texts.solutions:
        assert min(len(row["problem_solved"].split()), len(row["description"].split())) >= 60, row["key"]
    assert len({code[:2] for row in texts.needs + texts.solutions for code in row["cpv"]}) >= 12
