"""Notification (read in the portal) and OutgoingEmail (the outbox): both written in the business transaction."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.notifications.enums import EmailStatus


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def for_list(self):
        return self.order_by("-created_at", "-pk")


class Notification(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="notifications", verbose_name=_("personne"))
    kind = models.CharField(_("type"), max_length=60)
    title = models.CharField(_("titre"), max_length=250)
    body = models.TextField(_("texte"), blank=True)
    path = models.CharField(_("page"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("reçue le"), auto_now_add=True)
    read_at = models.DateTimeField(_("lue le"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notifications_list"),
            models.Index(fields=["user"], name="notifications_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self):
        return self.title


class OutgoingEmail(models.Model):
    """A complete message waiting for, or given to, the SMTP server. Its Message-ID never changes."""

    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    sender = models.CharField(_("expéditeur"), max_length=320)
    recipients = models.JSONField(_("destinataires"))
    subject = models.CharField(_("objet"), max_length=998)
    mime = models.BinaryField(_("message complet"))
    status = models.CharField(_("état"), max_length=10, choices=EmailStatus, default=EmailStatus.PENDING)
    created_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    last_error = models.CharField(_("dernière erreur"), max_length=300, blank=True)
    # The last mail to a person who left: nothing of it may outlive its delivery.
    forgotten_after = models.BooleanField(_("oublié après l'envoi"), default=False)

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        indexes = [models.Index(fields=["status", "created_at"], name="notifications_outbox")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=EmailStatus.values), name="notifications_email_status"
            )
        ]

    def __str__(self):
        return self.subject
