"""Reference data in the admin: vocabularies are read, dated figures and wordings are edited."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.moderation import StaffReadOnlyAdmin
from grandest_portal.reference.actions import save_edited_row, save_sector_code
from grandest_portal.reference.forms import ModerationReasonForm, ParameterForm, PracticeCheckForm
from grandest_portal.reference.models import (
    ActivityCode,
    AssessmentQuestion,
    CPVCode,
    FormerCommune,
    Keyword,
    LegalForm,
    LoadedFile,
    MailDomain,
    ModerationReason,
    Parameter,
    PracticeCheck,
    PurchaseRoute,
    Sector,
    SectorCode,
    SensitiveRule,
    Territory,
    Threshold,
    Wording,
)


class SearchByQuerySetAdmin(StaffReadOnlyAdmin):
    """The search box uses the model's own search: accents do not matter."""

    search_fields = ["pk"]
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False


@admin.register(Territory)
class TerritoryAdmin(SearchByQuerySetAdmin):
    list_display = ["name", "kind", "code", "parent", "epci", "population"]
    list_filter = ["kind"]
    list_select_related = ["parent", "epci"]
    ordering = ["search_name", "kind", "code"]
    search_help_text = _("Début des mots du nom, code INSEE ou code postal.")
    exclude = ["search_name"]


@admin.register(CPVCode)
class CPVCodeAdmin(SearchByQuerySetAdmin):
    list_display = ["full_code", "label", "level", "sector"]
    list_filter = ["level", "sector"]
    list_select_related = ["sector"]
    ordering = ["code"]
    search_help_text = _("Premiers chiffres du code ou mots du libellé.")
    exclude = ["search", "search_plain"]

    @admin.display(description=_("code complet"), ordering="code")
    def full_code(self, code):
        return code.full


@admin.register(ActivityCode)
class ActivityCodeAdmin(StaffReadOnlyAdmin):
    list_display = ["key", "label", "nomenclature"]
    list_filter = ["nomenclature"]
    search_fields = ["key", "label"]
    ordering = ["nomenclature", "key"]


@admin.register(FormerCommune)
class FormerCommuneAdmin(StaffReadOnlyAdmin):
    list_display = ["name", "code", "commune"]
    list_select_related = ["commune"]
    search_fields = ["name", "code"]
    ordering = ["search_name", "code"]
    exclude = ["search_name"]


@admin.register(LoadedFile)
class LoadedFileAdmin(StaffReadOnlyAdmin):
    list_display = ["name", "loaded_at", "sha256"]
    ordering = ["name"]


class EditedAdmin(admin.ModelAdmin):
    """Rows that people add and edit, with a trace; what names a row is written once, and none is deleted."""

    named_by = ["key"]

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return self.named_by if obj else []

    def save_model(self, request, obj, form, change):
        save_edited_row(obj, by=request.user)


@admin.register(Sector)
class SectorAdmin(EditedAdmin):
    list_display = ["name", "key", "position"]
    search_fields = ["name", "key"]
    ordering = ["position", "name", "pk"]


@admin.register(SectorCode)
class SectorCodeAdmin(EditedAdmin):
    """Without a deletion, every division keeps a sector: an exception is undone by the division's own sector."""

    named_by = ["prefix"]
    list_display = ["prefix", "sector"]
    list_filter = ["sector"]
    list_select_related = ["sector"]
    search_fields = ["prefix"]
    search_help_text = _("Chiffres du code.")
    ordering = ["prefix"]

    def save_model(self, request, obj, form, change):
        save_sector_code(obj, by=request.user)


class DatedAdmin(EditedAdmin):
    """A row that was in force is closed by its end date, never deleted: past needs were written under it."""

    ordering = ["key", "-starts_on"]
    date_hierarchy = "starts_on"
    # « 1,5 » as well as « 1.5 »
    formfield_overrides = {models.DecimalField: {"localize": True}}


@admin.register(Threshold)
class ThresholdAdmin(DatedAdmin):
    list_display = ["key", "value", "unit", "starts_on", "ends_on", "legal_text", "confidence"]
    list_filter = ["confidence", "unit", "key"]
    search_fields = ["key", "legal_text", "note"]


@admin.register(Parameter)
class ParameterAdmin(DatedAdmin):
    form = ParameterForm
    list_display = ["key", "label", "value", "unit", "starts_on", "ends_on"]
    list_filter = ["unit", "starts_on"]
    search_fields = ["key", "label", "note"]


@admin.register(Wording)
class WordingAdmin(DatedAdmin):
    list_display = ["key", "text", "source", "starts_on"]
    list_filter = ["starts_on"]
    search_fields = ["key", "text", "source"]


@admin.register(LegalForm)
class LegalFormAdmin(DatedAdmin):
    list_display = ["key", "label", "standing", "starts_on", "ends_on"]
    list_filter = ["standing"]
    search_fields = ["key", "label", "note"]


@admin.register(MailDomain)
class MailDomainAdmin(DatedAdmin):
    list_display = ["key", "holder", "nature", "starts_on", "ends_on"]
    list_filter = ["nature"]
    search_fields = ["key", "holder", "note"]


@admin.register(ModerationReason)
class ModerationReasonAdmin(DatedAdmin):
    form = ModerationReasonForm
    list_display = ["label", "key", "uses", "kinds", "position", "enabled", "starts_on", "ends_on"]
    list_filter = ["enabled"]
    search_fields = ["key", "label", "text", "source"]
    ordering = ["position", "key", "-starts_on"]


@admin.register(SensitiveRule)
class SensitiveRuleAdmin(DatedAdmin):
    list_display = ["label", "key", "test", "values", "kinds", "enabled", "starts_on", "ends_on"]
    list_filter = ["enabled", "test"]
    search_fields = ["key", "label", "note"]
    ordering = ["position", "key", "-starts_on"]


@admin.register(PracticeCheck)
class PracticeCheckAdmin(DatedAdmin):
    form = PracticeCheckForm
    list_display = ["key", "theme", "wording", "stage", "severity", "mode", "enabled", "starts_on", "ends_on"]
    list_filter = ["stage", "severity", "mode", "enabled", "theme"]
    search_fields = ["key", "wording", "why", "mend", "source"]


@admin.register(AssessmentQuestion)
class AssessmentQuestionAdmin(DatedAdmin):
    list_display = ["wording", "key", "family", "theme", "position", "enabled", "starts_on", "ends_on"]
    list_filter = ["family", "enabled", "theme"]
    search_fields = ["key", "wording", "why", "source"]
    ordering = ["position", "key", "-starts_on"]


@admin.register(PurchaseRoute)
class PurchaseRouteAdmin(DatedAdmin):
    list_display = [
        "label",
        "key",
        "legal_text",
        "threshold_keys",
        "position",
        "enabled",
        "starts_on",
        "ends_on",
    ]
    list_filter = ["enabled", "asks_offer"]
    search_fields = ["key", "label", "explanation", "conditions", "legal_text"]
    ordering = ["position", "key", "-starts_on"]


@admin.register(Keyword)
class KeywordAdmin(DatedAdmin):
    list_display = ["label", "sector", "starts_on", "ends_on"]
    list_filter = ["sector"]
    list_select_related = ["sector"]
    search_fields = ["label", "key"]
    ordering = ["search_plain", "-starts_on"]
    exclude = ["search_plain"]
