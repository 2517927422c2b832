"""Needs may be followed: how the list of follows shows one, and what its followers are told."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.follow.actions import hold
from grandest_portal.follow.enums import Topic
from grandest_portal.follow.kinds import Kind, register
from grandest_portal.follow.messages import FollowedNews
from grandest_portal.follow.permissions import followers_of
from needs.dialog.messages import askers_of
from needs.display import row_of, state_label
from needs.enums import NeedStatus
from needs.messages import people_of_need
from needs.models import Need, Question

KIND = "need"
EVENTS = {
    NeedStatus.CLOSED: _("Les échanges sont clos. L'acheteur dira la suite sur la page du besoin."),
    NeedStatus.CONSULTATION: _(
        "La consultation est lancée. La page du besoin y mène et donne la date limite."
    ),
    NeedStatus.DIRECT_PURCHASE: _("Un achat direct est annoncé. Son fondement et ses raisons sont publiés."),
    NeedStatus.ABANDONED: _("Le besoin est abandonné. L'acheteur en a publié la raison."),
    NeedStatus.AWARDED: _("Le marché est attribué. Le titulaire est publié sur la page du besoin."),
    NeedStatus.UNAWARDED: _("Rien n'est attribué. L'acheteur en a publié la raison."),
}
AMENDED = _("Le texte de ce besoin ou ses documents ont changé. Sa page dit quand et en quoi.")
CORRECTED = _("L'adresse ou la date limite de la consultation a été corrigée. La page du besoin y mène.")
JOINED = _("Un autre acheteur public a annoncé le même besoin. Sa page dit lequel.")


def page_of_need(pk):
    return reverse("needs:detail", args=[pk])


def tell_followers(need, event, topic=Topic.STATE, *, at=None):
    """Tell those who follow the need, its buyer's own people excepted: they have a message of their own.

    It waits for the one mail of each person's window.
    """
    own = [user.pk for user in people_of_need(need)]
    news = FollowedNews(str(need), event, page_of_need(need.pk))
    people = followers_of(KIND, need.pk).exclude(pk__in=own)
    hold(people, KIND, need.pk, topic, news, at=at or timezone.now())


def followed_row(need, on):
    """As in the public list, with the state always said: some followed needs are over."""
    label, tone = state_label(need)
    return row_of(need, on) | {"label": label, "tone": tone}


def asked(user, pk):
    """True for who speaks for a company whose question is in the thread of the need."""
    questions = Question.objects.in_thread().filter(need=pk).select_related("company")
    return askers_of(questions).filter(pk=user.pk).exists()


register(
    Kind(
        key=KIND,
        label=_("besoin"),
        visible=lambda user: Need.objects.public().for_list().prefetch_related("territories"),
        url=page_of_need,
        row=followed_row,
        asked=asked,
    )
)
