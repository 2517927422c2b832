"""The favourite of the reader's organisation on the page of a thing, and « Enregistrer cette recherche » on a list."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from grandest_portal.accounts.permissions import approved_organisation_of, hat_of
from grandest_portal.follow.models import Favourite, SavedSearch
from grandest_portal.follow.permissions import can_keep_favourites
from grandest_portal.follow.presentation import signature
from grandest_portal.follow.searches import SEARCHES, kept, written

register = template.Library()


@register.inclusion_tag("favourites/button.html", takes_context=True)
def favourite_button(context, kind, pk, about):
    """For the approved people of an organisation; one query. Others have none."""
    user = context["request"].user
    organisation = approved_organisation_of(user)
    if organisation is None:
        return {"organisation": None}
    favourite = Favourite.objects.of(organisation).of_thing(kind, pk).for_list().first()
    return {
        "organisation": organisation,
        "favourite": favourite,
        "by": favourite and signature(favourite),
        "keeps": can_keep_favourites(user),
        "add_url": reverse("favourites:add", args=[kind, pk]),
        "about": about,
        "hidden": [{"name": "acting", "value": hat_of(user)}],
    }


@register.inclusion_tag("searches/save.html", takes_context=True)
def save_search(context, kind):
    """On a list page whose filter set is `filter`: the button that saves what it shows, or the way to sign in."""
    request = context["request"]
    query = written(kept(SEARCHES[kind], context["filter"].data))
    if not request.user.is_authenticated:
        here = SEARCHES[kind].address(query)
        return {"saved": None, "login_url": f"{reverse('account_login')}?{urlencode({'next': here})}"}
    saved = SavedSearch.objects.of(request.user).filter(kind=kind, query=query).first()
    return {
        "saved": saved,
        "login_url": "",
        "url": reverse("searches:save", args=[kind]),
        "hidden": [{"name": "query", "value": query}],
    }
