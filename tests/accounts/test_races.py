"""Two requests at once on one person's account. Each guard has a control that shows the fault without it."""

import threading
from functools import partial

import pytest
from django.db import connections
from django.utils import timezone

from grandest_portal.accounts.actions import addresses, confirm_address, request_address_change
from grandest_portal.accounts.enums import AddressChangeStatus
from grandest_portal.accounts.forms import second_factors
from grandest_portal.accounts.models import AddressChange
from grandest_portal.core.errors import DomainError
from tests.accounts.helpers import code, enrol, fresh
from tests.factories import UserFactory

NEW = "nouvelle@test.example"


def together(*functions):
    """What each function returned or raised, each run in a thread of its own."""
    gate, found = threading.Barrier(len(functions)), [None] * len(functions)

    def run(place, function):
        try:
            gate.wait(timeout=5)
            found[place] = function()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()
    return found


@pytest.fixture
def asked(transactional_db, dated_data, monkeypatch):
    """(user, link of the new mailbox, link of the old one)."""
    user, tokens = UserFactory(), iter(["neuf", "ancien", "stop"])
    monkeypatch.setattr(addresses.secrets, "token_urlsafe", lambda length: next(tokens))
    request_address_change(user, new_email=NEW, by=user)
    monkeypatch.undo()
    return user, "neuf", "ancien"


@pytest.fixture
def unlocked(monkeypatch):
    """The change is read, not locked, and two readers have read before either writes."""
    meet = threading.Barrier(2)

    def opened(token, links):
        rows = AddressChange.objects.opened_by(token, timezone.now(), links).select_related("user")
        change = rows.first()
        meet.wait(timeout=5)
        return change

    monkeypatch.setattr(addresses, "_opened", opened)


def test_both_mailboxes_at_once_change_the_address(asked):
    user, new, old = asked
    found = together(lambda: confirm_address(new), lambda: confirm_address(old))
    assert [type(each) for each in found] == [AddressChange, AddressChange]
    assert (fresh(user).email, AddressChange.objects.get().status) == (NEW, AddressChangeStatus.DONE)


def test_control_without_the_lock_both_confirm_and_nothing_changes(asked, unlocked):
    user, new, old = asked
    found = together(lambda: confirm_address(new), lambda: confirm_address(old))
    assert [type(each) for each in found] == [AddressChange, AddressChange]
    assert fresh(user).email == user.email


def test_one_link_twice_at_once_serves_once(asked):
    _user, new, _old = asked
    found = together(lambda: confirm_address(new), lambda: confirm_address(new))
    assert sorted(type(each).__name__ for each in found) == ["AddressChange", "DomainError"]
    assert any(isinstance(each, DomainError) for each in found)


def test_control_without_the_lock_one_link_serves_twice(asked, unlocked):
    _user, new, _old = asked
    found = together(lambda: confirm_address(new), lambda: confirm_address(new))
    assert [type(each) for each in found] == [AddressChange, AddressChange]


def test_one_code_of_the_telephone_twice_at_once_serves_once(transactional_db):
    for _round in range(5):
        found = together(*[partial(second_factors.spend, enrol(UserFactory()), code())] * 4)
        assert sorted(found) == [False, False, False, True]


def test_control_without_the_lock_one_code_serves_twice(transactional_db, monkeypatch):
    meet, stock = threading.Barrier(2), second_factors.step_of

    def step_and_wait(secret, digits):
        meet.wait(timeout=5)
        return stock(secret, digits)

    class Rows:
        """The authenticators, whose lock is only a reading."""

        select_for_update = staticmethod(second_factors.Authenticator.objects.all)

    class Unlocked:
        objects = Rows

    spend = partial(second_factors.spend, enrol(UserFactory()), code())
    monkeypatch.setattr(second_factors, "step_of", step_and_wait)
    monkeypatch.setattr(second_factors, "Authenticator", Unlocked)
    assert together(spend, spend) == [True, True]
