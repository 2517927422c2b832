"""The audit trail and the jobs, to be read; a job that was given up may be asked for again."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.audit import record
from grandest_portal.core.models import AuditEntry, Job, JobStatus
from grandest_portal.core.moderation import EngineRoomAdmin, StaffReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(StaffReadOnlyAdmin):
    list_display = ["at", "verb", "kind", "object_pk", "actor", "sealed"]
    list_filter = ["kind", "verb", "at"]
    search_fields = ["object_pk", "request_id", "verb"]
    list_select_related = ["value__actor", "seal"]
    ordering = ["-id"]

    @admin.display(description=_("par"))
    def actor(self, entry):
        value = getattr(entry, "value", None)
        return (value.actor_label or _("le système")) if value else _("effacé")

    @admin.display(description=_("scellé"), boolean=True)
    def sealed(self, entry):
        return hasattr(entry, "seal")


@admin.register(Job)
class JobAdmin(EngineRoomAdmin):
    list_display = ["created_at", "name", "status", "attempts", "run_at", "last_error"]
    list_filter = ["status", "name"]
    ordering = ["-id"]
    actions = ["retry"]

    def has_retry_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    @admin.action(description=_("Essayer de nouveau"), permissions=["retry"])
    def retry(self, request, queryset):
        with transaction.atomic():
            failed = list(queryset.filter(status=JobStatus.FAILED).select_for_update().order_by("pk"))
            for job in failed:
                record(job, "job.retried", by=request.user, before={"status": job.status})
            Job.objects.filter(pk__in=[job.pk for job in failed]).update(
                status=JobStatus.PENDING, attempts=0, run_at=timezone.now(), key=""
            )
        messages.success(request, _("Travaux relancés : %(count)d") % {"count": len(failed)})
