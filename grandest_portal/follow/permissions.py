"""Who hears about a thing, who keeps favourites, and the button of a page. Nobody reads who follows, nor how many."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import approved_organisation_of, speaking_organisation_of
from grandest_portal.follow.models import Follow


def followers_of(kind, pk):
    """The active persons who follow the thing `pk` of a kind (« need », « solution »): those to tell."""
    people = Follow.objects.of_thing(kind, pk).values("user")
    return User.objects.filter(is_active=True, pk__in=people).order_by("pk")


def follow_button(user, kind, thing, following=None):
    """{url, label, about, following, kind, pk} of the button on the page of a public thing; None for anonymous people.

    `following` is asked of the database unless the caller has read it with the thing.

    The caller says that the thing is public: what nobody else reads is not followed.
    """
    if not user.is_authenticated:
        return None
    if following is None:
        following = Follow.objects.of(user).of_thing(kind, thing.pk).exists()
    return {
        "url": reverse("follow:unfollow" if following else "follow:follow", args=[kind, thing.pk]),
        "label": _("Ne plus suivre") if following else _("Suivre"),
        "about": str(thing),
        "following": following,
        "kind": kind,
        "pk": thing.pk,
    }


def can_see_favourites(user):
    """The approved people of an organisation, readers and delegates included, for its own."""
    return approved_organisation_of(user) is not None


def can_keep_favourites(user):
    """Those who speak for an organisation: approved, not readers."""
    return speaking_organisation_of(user) is not None


def can_edit_favourite(user, favourite):
    """Those who speak for the organisation that keeps it; the same for one of its lists."""
    organisation = speaking_organisation_of(user)
    return organisation is not None and organisation.pk == favourite.organisation_id
