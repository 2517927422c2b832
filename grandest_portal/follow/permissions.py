"""Who hears about a thing, and the button that its page offers. Nobody reads who follows, nor how many."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.follow.models import Follow


def followers_of(kind, pk):
    """The active persons who follow the thing `pk` of a kind (« need », « solution »): those to tell."""
    people = Follow.objects.of_thing(kind, pk).values("user")
    return User.objects.filter(is_active=True, pk__in=people).order_by("pk")


def follow_button(user, kind, thing):
    """{url, label, about, following} of the button on the page of a public thing; None for anonymous people.

    The caller says that the thing is public: what nobody else reads is not followed.
    """
    if not user.is_authenticated:
        return None
    following = Follow.objects.of(user).of_thing(kind, thing.pk).exists()
    return {
        "url": reverse("follow:unfollow" if following else "follow:follow", args=[kind, thing.pk]),
        "label": _("Ne plus suivre") if following else _("Suivre"),
        "about": str(thing),
        "following": following,
    }
