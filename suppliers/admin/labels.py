"""Labels on the moderation desk: their kinds are edited, those of companies are checked against their evidence."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.attachments.presentation import row_of
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.moderation import ModerationAdmin, Verb
from grandest_portal.reference.admin import DatedAdmin
from suppliers.actions import LABEL_KIND, check_label, refuse_label
from suppliers.enums import LABEL_TRANSITIONS, LabelStatus
from suppliers.label_pages import clue_sentence
from suppliers.models import CompanyLabel, Label


@admin.register(Label)
class LabelAdmin(DatedAdmin):
    list_display = ["name", "key", "issuer", "position", "starts_on", "ends_on"]
    search_fields = ["key", "name", "issuer", "source"]
    ordering = ["position", "key", "-starts_on"]


@admin.register(CompanyLabel)
class CompanyLabelAdmin(ModerationAdmin):
    """The number of the patent, the link and the documents are read; nothing is typed over."""

    waiting_status = LabelStatus.STATED
    waiting_since = "stated_at"
    list_display = ["reference", "label", "detail", "company", "status", "starts_on", "ends_on", "stated_at"]
    list_filter = ["status", "label", "stated_at"]
    search_fields = ["detail", "number", "company__organisation__name"]
    list_select_related = ["label", "company__organisation"]
    readonly_fields = ["reference", "status", "stated_at", "checked_at", "reason"]
    received_verbs = ("label.stated", "label.changed", "label.evidence_changed")
    decided_verbs = ("label.checked", "label.refused")
    verbs = (
        Verb(
            "check",
            _("Confirmer : la preuve le montre"),
            check_label,
            frozenset(LABEL_TRANSITIONS[LabelStatus.CHECKED]),
            ngettext_lazy("%(count)d label vérifié.", "%(count)d labels vérifiés.", "count"),
            access_key="p",
            named=_("Label vérifié : %(thing)s"),
        ),
        Verb(
            "refuse",
            _("Ne pas confirmer, avec une raison"),
            refuse_label,
            frozenset(LABEL_TRANSITIONS[LabelStatus.REFUSED]),
            ngettext_lazy("%(count)d label non confirmé.", "%(count)d labels non confirmés.", "count"),
            needs_reason=True,
            hint=_("L'entreprise lira ce qui manque à la preuve ; sa page ne montrera plus ce label."),
            access_key="r",
            named=_("Label non confirmé : %(thing)s"),
        ),
    )

    @admin.display(description=_("référence"), ordering="pk")
    def reference(self, label):
        return label.reference

    def stamp(self, thing):
        """With its state: who decides second reads what was decided first."""
        return f"{super().stamp(thing)} {thing.status}"

    def decidable(self, user, thing):
        return can_moderate(user, thing.company.organisation)

    def verbs_for(self, user, thing):
        return super().verbs_for(user, thing) if self.decidable(user, thing) else []

    def panels(self, request, thing):
        context = {
            "label": thing,
            "documents": [row_of(each) for each in documents_of(LABEL_KIND, thing.pk)],
            "clue": clue_sentence(),
        }
        return [*super().panels(request, thing), render_to_string("admin/panels/company_label.html", context)]
