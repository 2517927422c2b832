"""Documents in the moderators' desk: their state, and the button that sets one aside. Their content is not here."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.attachments.actions import quarantine_attachment, rescan_attachment
from grandest_portal.attachments.enums import AttachmentStatus, Purpose
from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.permissions import can_moderate_attachment
from grandest_portal.core.moderation import ModerationAdmin, Verb


@admin.register(Attachment)
class AttachmentAdmin(ModerationAdmin):
    """What waits for a decision is what was set aside or could not be read."""

    list_display = ["reference", "shown_name", "thing", "purpose", "status", "size", "created_at"]
    list_filter = ["status", "purpose", "file_kind", "created_at"]
    search_fields = ["=id", "sha256"]
    waiting_status = AttachmentStatus.QUARANTINED
    waiting_since = "created_at"
    received_verbs = ("attachment.quarantined",)
    decided_verbs = ("attachment.rescanned", "attachment.removed")
    verbs = (
        Verb(
            "mettre-a-l-ecart",
            _("Mettre à l'écart"),
            quarantine_attachment,
            frozenset({AttachmentStatus.PENDING, AttachmentStatus.CLEAN}),
            ngettext_lazy("%(count)d document mis à l'écart.", "%(count)d documents mis à l'écart.", "count"),
            needs_reason=True,
            hint=_("La personne qui a ajouté ce document lira cette raison."),
            named=_("Document mis à l'écart : %(thing)s"),
        ),
        Verb(
            "analyser-de-nouveau",
            _("Analyser de nouveau"),
            rescan_attachment,
            frozenset({AttachmentStatus.QUARANTINED, AttachmentStatus.REFUSED}),
            ngettext_lazy(
                "%(count)d document remis en analyse.", "%(count)d documents remis en analyse.", "count"
            ),
            named=_("Document remis en analyse : %(thing)s"),
        ),
    )
    fieldsets = [
        (
            None,
            {"fields": ["reference", "shown_name", "thing", "purpose", "file_kind", "size", "created_at"]},
        ),
        (
            _("Analyse"),
            {"fields": ["status", "scan_detail", "scanned_at", "quarantine_reason", "sha256", "removed_at"]},
        ),
        (_("Accessibilité"), {"fields": ["is_accessible", "accessible_contact"]}),
    ]

    def decidable(self, user, thing):
        return can_moderate_attachment(user, thing)

    def get_queryset(self, request):
        """Of things that the person may see: what was never sent to moderators stays unknown to them. The clock
        counts without a request."""
        rows = super().get_queryset(request).defer("text")
        if request is None:
            return rows
        seen = Q(pk__in=[])
        for key, kind in KINDS.items():
            seen |= Q(kind=key, object_id__in=kind.visible(request.user).order_by().values("pk"))
        return rows.filter(seen)

    @admin.display(description=_("référence"), ordering="pk")
    def reference(self, attachment):
        return attachment.reference

    @admin.display(description=_("nom"))
    def shown_name(self, attachment):
        """Documents that an organisation keeps for itself stay its own, down to their names."""
        return attachment.name if attachment.purpose == Purpose.PUBLIC else _now("(document privé)")

    @admin.display(description=_("joint à"))
    def thing(self, attachment):
        return f"{attachment.kind} {attachment.object_id}"
