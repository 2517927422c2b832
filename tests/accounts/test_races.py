"""Two requests at once on one person's account. Each guard has a control that shows the fault without it."""

import threading
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.actions import addresses, confirm_address, request_address_change
from grandest_portal.accounts.enums import AddressChangeStatus
from grandest_portal.accounts.forms import entrance, second_factors
from grandest_portal.accounts.models import AddressChange, User
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


def press_sign_up():
    words = {"password1": "sept girafes bleues au lac", "password2": "sept girafes bleues au lac"}
    person = {"email": NEW, "full_name": "Zoé Adam", "side": "buyer"}
    answer = Client(raise_request_exception=False).post(reverse("account_signup"), person | words)
    return answer.status_code, answer.get("Location")


@pytest.fixture
def both_found_it_free(transactional_db, dated_data, outbox, monkeypatch):
    """Two sign-ups have looked whether the address is taken before either stores it."""
    meet, stock = threading.Barrier(2), entrance.forms.SignupForm.save

    def save_together(form, request):
        meet.wait(timeout=5)
        return stock(form, request)

    monkeypatch.setattr(entrance.forms.SignupForm, "save", save_together)


def test_sign_up_pressed_twice_makes_one_account_and_answers_alike(both_found_it_free):
    found = together(press_sign_up, press_sign_up)
    assert found == [(302, reverse("account_email_verification_sent"))] * 2
    assert (User.objects.count(), EmailAddress.objects.count()) == (1, 1)


def test_control_with_the_stock_form_the_second_press_is_an_error(both_found_it_free, monkeypatch):
    monkeypatch.delattr(entrance.SignupForm, "try_save")
    found = together(press_sign_up, press_sign_up)
    assert sorted(status for status, _location in found) == [302, 500]


@pytest.fixture
def one_address_for_two(transactional_db, dated_data, outbox, monkeypatch):
    """The last links of two people who both take NEW; both have found it free before either stores it."""
    meet, stock = threading.Barrier(2), addresses.is_taken
    tokens = iter(f"{link}-{person}" for person in "ab" for link in ("neuf", "ancien", "stop"))
    with monkeypatch.context() as patch:
        patch.setattr(addresses.secrets, "token_urlsafe", lambda length: next(tokens))
        for _person in "ab":
            user = UserFactory()
            request_address_change(user, new_email=NEW, by=user)
    for person in "ab":
        confirm_address(f"neuf-{person}")

    def taken_together(email, user):
        meet.wait(timeout=5)
        return stock(email, user)

    monkeypatch.setattr(addresses, "is_taken", taken_together)
    return [partial(confirm_address, f"ancien-{person}") for person in "ab"]


def test_address_taken_by_two_at_once_goes_to_one_and_the_other_is_told(one_address_for_two):
    found = together(*one_address_for_two)
    (refusal,) = [each for each in found if isinstance(each, Exception)]
    assert isinstance(refusal, DomainError) and "refaites la demande" in refusal.message
    assert User.objects.filter(email=NEW).count() == 1


def test_control_without_the_guard_the_second_taker_is_an_error(one_address_for_two, monkeypatch):
    def unguarded(user, email):
        addresses.is_taken(email, user)
        addresses._write_down(user, email)

    monkeypatch.setattr(addresses, "_store", unguarded)
    found = together(*one_address_for_two)
    assert [isinstance(each, IntegrityError) for each in found].count(True) == 1
