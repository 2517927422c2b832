"""A label is decided while somebody else writes it: the lock and what was on screen decide.

Each control goes without.
"""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from suppliers import actions
from suppliers.enums import LabelStatus
from suppliers.loading import DATA, load_labels
from suppliers.models import CompanyLabel
from tests.factories import CompanyFactory, UserFactory
from tests.suppliers.test_labels import answers
from tests.suppliers.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(dated_data):
    load_labels(DATA)
    company = CompanyFactory(organisation__verified_at=timezone.now())
    return actions.state_label(company, data=answers(), by=None)


@pytest.fixture
def judge():
    return UserFactory(moderator=True)


def unguarded_decision(row, status, reason=""):
    """The same steps without the lock."""
    stands = CompanyLabel.objects.get(pk=row.pk)
    if stands.status != LabelStatus.STATED:
        raise DomainError("déjà décidé")
    CompanyLabel.objects.filter(pk=row.pk).update(status=status, checked_at=timezone.now(), reason=reason)


def stored(row):
    row.refresh_from_db()
    return row.status, row.detail


def test_first_of_two_decisions_stands(row, judge):
    outcomes = at_once(
        lambda: actions.refuse_label(row, by=UserFactory(moderator=True), reason="Le lien mène ailleurs."),
        lambda: actions.check_label(row, by=judge),
    )
    assert outcomes[0] is None and isinstance(outcomes[1], DomainError)
    assert stored(row)[0] == LabelStatus.REFUSED


def test_control_without_the_lock_the_second_decision_takes_the_place_of_the_first(row):
    outcomes = at_once(
        lambda: unguarded_decision(row, LabelStatus.REFUSED, "Le lien mène ailleurs."),
        lambda: unguarded_decision(row, LabelStatus.CHECKED),
    )
    assert outcomes == [None, None] and stored(row)[0] == LabelStatus.CHECKED


def on_the_desk(row, verb, stamp):
    """The button of the page of the desk that showed this; what the next page says."""
    client = Client()
    client.force_login(UserFactory(moderator=True))
    sent = {"confirm": "1", "version": stamp, "reason": "Le lien mène ailleurs."}
    page = client.post(f"/admin/suppliers/companylabel/{row.pk}/decision/{verb}/", sent, follow=True).text
    return unescape(page)


CHANGED = "Le texte a changé depuis l'ouverture de cette page"


def test_label_changed_meanwhile_is_not_confirmed_unread(row):
    said = []
    at_once(
        lambda: actions.change_label(row, data=answers(detail="Autre exercice"), by=None),
        lambda: said.append(on_the_desk(row, "check", "1 stated")),
    )
    assert stored(row) == (LabelStatus.STATED, "Autre exercice") and CHANGED in said[0]


def test_control_what_stands_after_the_change_is_confirmed(row):
    said = []
    at_once(
        lambda: actions.change_label(row, data=answers(detail="Autre exercice"), by=None),
        lambda: said.append(on_the_desk(row, "check", "2 stated")),
    )
    assert stored(row) == (LabelStatus.CHECKED, "Autre exercice") and CHANGED not in said[0]


def test_label_confirmed_meanwhile_is_not_refused_unread(row, judge):
    said = []
    at_once(
        lambda: actions.check_label(row, by=judge),
        lambda: said.append(on_the_desk(row, "refuse", "1 stated")),
    )
    assert stored(row)[0] == LabelStatus.CHECKED and CHANGED in said[0]


def test_control_a_label_that_was_read_as_confirmed_is_refused(row, judge):
    at_once(lambda: actions.check_label(row, by=judge), lambda: on_the_desk(row, "refuse", "1 checked"))
    assert stored(row)[0] == LabelStatus.REFUSED


def test_page_that_says_nothing_of_what_it_showed_decides_nothing(row):
    assert CHANGED in on_the_desk(row, "check", "")
    assert stored(row)[0] == LabelStatus.STATED


def test_confirmed_label_changed_right_after_is_to_be_read_again(row, judge):
    outcomes = at_once(
        lambda: actions.check_label(row, by=judge),
        lambda: actions.change_label(row, data=answers(detail="Autre exercice"), by=None),
    )
    assert outcomes == [None, None] and stored(row) == (LabelStatus.STATED, "Autre exercice")


def unguarded_change(row):
    """Without the lock, what it reads is not decided yet: nothing seems to be read again."""
    stands = CompanyLabel.objects.get(pk=row.pk)
    assert stands.status == LabelStatus.STATED
    CompanyLabel.objects.filter(pk=row.pk).update(detail="Autre exercice")


def test_control_without_the_lock_a_changed_label_stays_confirmed(row, judge):
    at_once(lambda: actions.check_label(row, by=judge), lambda: unguarded_change(row))
    assert stored(row) == (LabelStatus.CHECKED, "Autre exercice")
