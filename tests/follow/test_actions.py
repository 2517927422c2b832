"""Following: once per person and thing, public things only, known to nobody else."""

import threading

import pytest
from django.contrib import admin
from django.db import IntegrityError, connections, transaction

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.follow import actions
from grandest_portal.follow.kinds import KINDS, register
from grandest_portal.follow.models import Follow
from grandest_portal.follow.permissions import follow_button, followers_of
from needs.models import Need
from tests.factories import NeedFactory, SolutionFactory, UserFactory, buyer_user


def test_follow_asked_twice_is_one_row(db):
    user, need = UserFactory(), NeedFactory(published=True)
    first = actions.follow(user, "need", need.pk)
    assert actions.follow(user, "need", need.pk) == first
    assert list(followers_of("need", need.pk)) == [user]
    assert list(followers_of("solution", need.pk)) == []


@pytest.mark.parametrize(("kind", "make"), [("need", NeedFactory), ("solution", SolutionFactory)])
def test_follow_refuses_what_is_not_public_even_to_its_writer(db, kind, make):
    user = buyer_user()
    thing = make(author=user)
    with pytest.raises(DomainError, match="n'est plus publique"):
        actions.follow(user, kind, thing.pk)
    assert Follow.objects.count() == 0


def test_unfollow_forgets_one_thing_of_one_person(db):
    first, second = UserFactory.create_batch(2)
    need, other = NeedFactory.create_batch(2, published=True)
    for user in (first, second):
        actions.follow(user, "need", need.pk)
    actions.follow(first, "need", other.pk)
    assert actions.unfollow(first, "need", need.pk) is True
    assert actions.unfollow(first, "need", need.pk) is False
    assert set(Follow.objects.values_list("user", "object_id")) == {
        (first.pk, other.pk),
        (second.pk, need.pk),
    }


def test_unfollow_hidden_keeps_what_is_public(db):
    user, other = UserFactory.create_batch(2)
    kept, left = SolutionFactory.create_batch(2, published=True)
    for person in (user, other):
        actions.follow(person, "solution", kept.pk)
        actions.follow(person, "solution", left.pk)
    Follow.objects.create(user=user, kind="elsewhere", object_id=1)
    type(left).objects.filter(pk=left.pk).update(status="archived")
    assert actions.unfollow_hidden(user) == 2
    assert list(Follow.objects.of(user).values_list("object_id", flat=True)) == [kept.pk]
    assert Follow.objects.of(other).count() == 2


def test_inactive_people_are_not_told(db):
    user, need = UserFactory(), NeedFactory(published=True)
    actions.follow(user, "need", need.pk)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert list(followers_of("need", need.pk)) == []


def test_following_leaves_no_trace_that_others_read(db):
    user, need = UserFactory(), NeedFactory(published=True)
    actions.follow(user, "need", need.pk)
    actions.unfollow(user, "need", need.pk)
    assert AuditEntry.objects.count() == 0
    assert Follow not in admin.site._registry


def test_button_is_for_signed_in_people(db, client):
    user, need = UserFactory(), NeedFactory(published=True)
    anonymous = client.get("/").wsgi_request.user
    assert follow_button(anonymous, "need", need) is None
    assert follow_button(user, "need", need)["following"] is False
    actions.follow(user, "need", need.pk)
    assert follow_button(user, "need", need)["following"] is True


def test_kinds_are_those_of_the_rooms_and_registered_once():
    assert sorted(KINDS) == ["need", "solution"]
    with pytest.raises(ValueError, match="registered twice: need"):
        register(KINDS["need"])


def follow_together(call):
    """Two threads that both find no row before either writes one; returns the names of what was raised."""
    barrier, raised = threading.Barrier(2), []

    def run():
        try:
            barrier.wait(10)
            call()
        except Exception as error:
            raised.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return raised


@pytest.mark.django_db(transaction=True)
def test_following_twice_at_once_is_one_row():
    user, need = UserFactory(), NeedFactory(published=True)
    assert follow_together(lambda: actions.follow(user, "need", need.pk)) == []
    assert Follow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_second_look_the_constraint_refuses():
    """The control: rows written blindly, as two requests would; only the constraint stands."""
    user, need = UserFactory(), NeedFactory(published=True)
    assert follow_together(lambda: Follow.objects.create(user=user, kind="need", object_id=need.pk)) == [
        "IntegrityError"
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(user=user, kind="need", object_id=need.pk)
    assert Need.objects.count() == 1
