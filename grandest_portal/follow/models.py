"""Follow: one person wants to hear what becomes of one thing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.follow.kinds import KINDS


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
