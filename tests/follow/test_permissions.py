"""Who hears of a thing, and what the button on its page says."""

import pytest
from django.contrib.auth.models import AnonymousUser

from grandest_portal.follow.models import Follow
from grandest_portal.follow.permissions import follow_button, followers_of
from tests.factories import NeedFactory, UserFactory


def follows(user, kind="need", pk=1):
    Follow.objects.create(user=user, kind=kind, object_id=pk)
    return user


def test_followers_are_the_active_people_who_follow_exactly_this_thing(db):
    expected = [follows(UserFactory()) for _each in range(3)]
    follows(UserFactory(is_active=False))
    follows(UserFactory(), kind="solution")
    follows(UserFactory(), pk=2)
    UserFactory()
    assert list(followers_of("need", 1)) == expected
    assert list(followers_of("need", 3)) == []


@pytest.mark.parametrize(
    ("following", "label", "page"), [(False, "Suivre", "suivre"), (True, "Ne plus suivre", "ne-plus-suivre")]
)
def test_button_offers_the_other_state(db, following, label, page):
    need, user = NeedFactory(published=True), UserFactory()
    if following:
        follows(user, pk=need.pk)
    follows(UserFactory(), pk=need.pk)
    follows(user, kind="solution", pk=need.pk)
    button = follow_button(user, "need", need)
    assert (button["label"], button["about"], button["following"]) == (label, str(need), following)
    assert button["url"] == f"/mes-suivis/need/{need.pk}/{page}/"


def test_anonymous_people_have_no_button(db):
    assert follow_button(AnonymousUser(), "need", NeedFactory(published=True)) is None
