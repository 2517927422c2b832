"""Who hears of a thing, what the button on its page says, and who keeps favourites for an organisation."""

import pytest
from django.contrib.auth.models import AnonymousUser

from grandest_portal.follow.models import Favourite, Follow
from grandest_portal.follow.permissions import (
    can_edit_favourite,
    can_keep_favourites,
    can_see_favourites,
    follow_button,
    followers_of,
)
from tests.accounts.teams import delegate
from tests.factories import NeedFactory, UserFactory, buyer_user, company_user, partner_user
from tests.follow.helpers import colleague, organisation_of


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
    assert (button["kind"], button["pk"]) == ("need", need.pk)
    assert button["url"] == f"/mes-suivis/need/{need.pk}/{page}/"


def test_anonymous_people_have_no_button(db):
    assert follow_button(AnonymousUser(), "need", NeedFactory(published=True)) is None


# Who, then: sees favourites, keeps some, edits those of the first buyer.
PEOPLE = {
    "administrator": (lambda owner: owner, True, True, True),
    "editor": (lambda owner: colleague(owner, role="editor"), True, True, True),
    "reader": (lambda owner: colleague(owner, role="reader"), True, False, False),
    "waiting": (lambda owner: colleague(owner, waiting=True), False, False, False),
    "delegate": (lambda owner: delegate(organisation_of(owner)).user, True, True, True),
    "other buyer": (lambda owner: buyer_user(), True, True, False),
    "company": (lambda owner: company_user(), True, True, False),
    "partner": (lambda owner: partner_user(), True, True, False),
    "nobody": (lambda owner: UserFactory(), False, False, False),
    "moderator": (lambda owner: UserFactory(moderator=True), False, False, False),
    "administrator of the portal": (lambda owner: UserFactory(admin=True), False, False, False),
    "anonymous": (lambda owner: AnonymousUser(), False, False, False),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_with_favourites(db, name):
    make, sees, keeps, edits = PEOPLE[name]
    owner = buyer_user()
    favourite = Favourite.objects.create(organisation=organisation_of(owner), kind="need", object_id=1)
    user = make(owner)
    found = (can_see_favourites(user), can_keep_favourites(user), can_edit_favourite(user, favourite))
    assert found == (sees, keeps, edits)
    mine = name in {"administrator", "editor", "reader", "delegate"}
    assert list(Favourite.objects.visible_to(user)) == ([favourite] if mine else [])
