"""The outbox, for those who keep the service running."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.audit import record
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.moderation import EngineRoomAdmin
from grandest_portal.notifications.enums import EmailStatus
from grandest_portal.notifications.models import Notification, OutgoingEmail


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(EngineRoomAdmin):
    list_display = ["created_at", "subject", "status", "sent_at", "last_error"]
    list_filter = ["status", "created_at"]
    search_fields = ["subject", "message_id"]
    fields = [
        "message_id",
        "sender",
        "recipients",
        "subject",
        "status",
        "created_at",
        "sent_at",
        "last_error",
    ]
    ordering = ["-id"]
    actions = ["send_again"]

    def has_send_again_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    @admin.action(description=_("Essayer d'envoyer de nouveau"), permissions=["send_again"])
    def send_again(self, request, queryset):
        with transaction.atomic():
            waiting = queryset.exclude(status=EmailStatus.SENT).select_for_update().order_by("pk")
            emails = list(waiting)
            for email in emails:
                record(email, "mail.sent_again", by=request.user, before={"status": email.status})
                enqueue("notifications.deliver_email", email.pk)
            OutgoingEmail.objects.filter(pk__in=[email.pk for email in emails]).update(
                status=EmailStatus.PENDING
            )
        messages.success(request, _("Courriels relancés : %(count)d") % {"count": len(emails)})


@admin.register(Notification)
class NotificationAdmin(EngineRoomAdmin):
    list_display = ["created_at", "user", "kind", "title", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    ordering = ["-id"]

    def get_queryset(self, request):
        """Whom a person follows is nobody else's business, whatever the administrator's rights."""
        return super().get_queryset(request).exclude(kind__startswith="follow.")
