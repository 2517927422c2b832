"""Follow (one person, one thing), Favourite (one organisation, one thing, a note), SavedSearch and what it told."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.accounts.permissions import approved_organisation_of
from grandest_portal.follow.enums import Frequency, Topic
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.rhythm import starts

LONGEST_NOTE = 2000
LONGEST_QUERY = 1000


def public_to(user):
    """The follows whose thing the person may read now."""
    rows = Q(pk__in=[])
    for kind in KINDS.values():
        rows |= Q(kind=kind.key, object_id__in=kind.visible(user).order_by().values("pk"))
    return rows


class FollowQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def of_thing(self, kind, pk):
        return self.filter(kind=kind, object_id=pk)

    def readable(self, user):
        """Those of `user` whose thing is public."""
        return self.of(user).filter(public_to(user))

    def hidden(self, user):
        """Those of `user` whose thing left public view, or is gone."""
        return self.of(user).exclude(public_to(user))

    def for_list(self):
        return self.order_by("-created_at", "-pk")


class Follow(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="follows", verbose_name=_("personne"))
    kind = models.CharField(_("type"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("numéro"))
    created_at = models.DateTimeField(_("suivi depuis"), auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "object_id"],
                name="follow_follow_once",
                violation_error_message=_("Vous suivez déjà cette page."),
            )
        ]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="follow_follow_thing"),
            models.Index(fields=["user", "-created_at", "-id"], name="follow_follow_list"),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class OfOrganisation(models.QuerySet):
    """What belongs to an organisation: its approved people see it, nobody else, moderators included."""

    def of(self, organisation):
        return self.filter(organisation=organisation)

    def visible_to(self, user):
        organisation = approved_organisation_of(user)
        return self.none() if organisation is None else self.of(organisation)


class FavouriteListQuerySet(OfOrganisation):
    def for_list(self):
        return self.order_by(Lower("name"), "pk")


class FavouriteList(models.Model):
    """A named part of an organisation's favourites."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="favourite_lists", verbose_name=_("organisation")
    )
    name = models.CharField(_("nom de la liste"), max_length=80)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    objects = FavouriteListQuerySet.as_manager()

    class Meta:
        verbose_name = _("liste de favoris")
        verbose_name_plural = _("listes de favoris")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "organisation",
                name="follow_favouritelist_name",
                violation_error_message=_("Une liste de votre organisation porte déjà ce nom."),
            )
        ]

    def __str__(self):
        return self.name


class FavouriteQuerySet(OfOrganisation):
    def of_thing(self, kind, pk):
        return self.filter(kind=kind, object_id=pk)

    def readable(self, user):
        """Those whose thing is public."""
        return self.visible_to(user).filter(public_to(user))

    def hidden(self, user):
        """Those whose thing left public view, or is gone."""
        return self.visible_to(user).exclude(public_to(user))

    def for_list(self):
        return self.select_related("list", "added_by", "updated_by").order_by("-created_at", "-pk")


class Favourite(models.Model):
    """An organisation keeps a thing in view, with a note that its people share."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="favourites", verbose_name=_("organisation")
    )
    list = models.ForeignKey(
        FavouriteList,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="favourites",
        verbose_name=_("liste"),
    )
    kind = models.CharField(_("type"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("numéro"))
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    added_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("ajouté par")
    )
    updated_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("note écrite par")
    )
    created_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = _("favori")
        verbose_name_plural = _("favoris")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "object_id"],
                name="follow_favourite_once",
                violation_error_message=_("Cette page est déjà dans les favoris de votre organisation."),
            )
        ]
        indexes = [models.Index(fields=["organisation", "-created_at", "-id"], name="follow_favourite_list")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class SavedSearchQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def alerting(self):
        return self.exclude(frequency=Frequency.NONE)

    def due(self, kind, at):
        """Those of active people whose alert is due at `at`."""
        rows = Q(pk__in=[])
        for frequency, start in starts(at).items():
            rows |= Q(frequency=frequency, last_run_at__lt=start)
        return self.filter(rows, kind=kind, user__is_active=True)

    def for_list(self):
        return self.order_by(Lower("name"), "pk")


class SavedSearch(models.Model):
    """A search that a person keeps. Alerts count what is published after `since`, and were sent up to `last_run_at`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_searches", verbose_name=_("personne"))
    kind = models.CharField(_("type"), max_length=20)
    name = models.CharField(_("nom"), max_length=120)
    query = models.CharField(_("recherche"), max_length=LONGEST_QUERY, blank=True)
    frequency = models.CharField(_("alerte"), max_length=10, choices=Frequency, default=Frequency.NONE)
    since = models.DateTimeField(_("alertes depuis"), default=timezone.now)
    last_run_at = models.DateTimeField(_("dernier envoi examiné le"), default=timezone.now)
    seen_at = models.DateTimeField(_("résultats vus le"), default=timezone.now)
    created_at = models.DateTimeField(_("enregistrée le"), auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("recherche enregistrée")
        verbose_name_plural = _("recherches enregistrées")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "query"],
                name="follow_savedsearch_once",
                violation_error_message=_("Cette recherche est déjà enregistrée."),
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values),
                name="follow_savedsearch_frequency",
                violation_error_message=_("Choisissez une fréquence de la liste."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "frequency", "last_run_at"],
                name="follow_savedsearch_due",
                condition=~Q(frequency="none"),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def alerts(self):
        return self.frequency != Frequency.NONE


class ToldThing(models.Model):
    """A thing that the alert of a saved search has told: never a second time."""

    search = models.ForeignKey(
        SavedSearch, models.CASCADE, related_name="told", verbose_name=_("recherche enregistrée")
    )
    object_id = models.PositiveBigIntegerField(_("numéro"))
    told_at = models.DateTimeField(_("annoncé le"))

    class Meta:
        verbose_name = _("résultat annoncé")
        verbose_name_plural = _("résultats annoncés")
        constraints = [
            models.UniqueConstraint(
                fields=["search", "object_id"],
                name="follow_toldthing_once",
                violation_error_message=_("Ce résultat a déjà été annoncé."),
            )
        ]

    def __str__(self):
        return f"{self.search_id} {self.object_id}"


class HeldNews(models.Model):
    """What a person will be told at the end of their window, in one mail with the rest; then it is deleted.

    One row per thing and topic: of several changes, the last one is told.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="held_news", verbose_name=_("personne"))
    kind = models.CharField(_("type"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("numéro"))
    topic = models.CharField(_("sujet"), max_length=10, choices=Topic)
    content = models.JSONField(_("nouvelle"))
    held_at = models.DateTimeField(_("retenue le"))

    class Meta:
        verbose_name = _("nouvelle à annoncer")
        verbose_name_plural = _("nouvelles à annoncer")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "object_id", "topic"],
                name="follow_heldnews_once",
                violation_error_message=_("Cette nouvelle attend déjà d'être annoncée."),
            ),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="follow_heldnews_topic"),
        ]
        indexes = [models.Index(fields=["kind", "object_id", "topic"], name="follow_heldnews_thing")]

    def __str__(self):
        return f"{self.kind} {self.object_id} {self.topic}"
