"""The audit trail and the jobs, to be read; a job that was given up may be asked for again."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.audit import record
from grandest_portal.core.history import actor_of, hidden_from
from grandest_portal.core.models import AuditEntry, Job, JobStatus
from grandest_portal.core.moderation import EngineRoomAdmin, StaffReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(StaffReadOnlyAdmin):
    list_display = ["at", "verb", "kind", "object_pk", "actor", "sealed"]
    list_filter = ["kind", "verb", "at"]
    search_fields = ["object_pk", "request_id", "verb"]
    list_select_related = ["value__actor", "seal"]
    ordering = ["-id"]

    def get_changelist_instance(self, request):
        """The page of the list, each row with whether its author is hidden from this person."""
        page = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        hidden = hidden_from(request.user, page.result_list)
        for entry in page.result_list:
            entry.is_hidden = entry.pk in hidden
        return page

    @admin.display(description=_("par"))
    def actor(self, entry):
        return actor_of(entry, hidden=entry.is_hidden)

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
