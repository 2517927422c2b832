"""Organisations and their roles, beside what the public directory says of them."""

from django.contrib import admin, messages
from django.db.models import Count, Window
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.actions import ask_directory, confirm_name
from grandest_portal.accounts.comparison import compared
from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.models import Department, DirectoryRecord, Organisation, Partner
from grandest_portal.core.errors import DomainError
from grandest_portal.core.moderation import StaffReadOnlyAdmin


def comparison_of(organisation):
    """HTML: what the person typed beside what the directory says; differences in words."""
    return render_to_string(
        "admin/comparison.html", {"comparison": compared(organisation, timezone.localdate())}
    )


class NeedsReviewFilter(admin.SimpleListFilter):
    """Organisations that a person must look at: no directory vouches for them, or their name has changed."""

    title = _("remarque")
    parameter_name = "verifier"

    def lookups(self, request, model_admin):
        return [("identifiant", _("sans SIRET")), ("nom", _("nom modifié depuis la vérification"))]

    def queryset(self, request, queryset):
        if self.value() == "identifiant":
            return queryset.exclude(identifier_kind=IdentifierKind.SIRET)
        if self.value() == "nom":
            return queryset.exclude(name_when_verified="")
        return queryset


@admin.register(Organisation)
class OrganisationAdmin(StaffReadOnlyAdmin):
    list_display = ["name", "country", "identifier_kind", "identifier", "city", "verified_at", "remark"]
    list_filter = [NeedsReviewFilter, "country", "identifier_kind", "verified_at"]
    search_fields = ["name", "identifier", "city"]
    ordering = ["name", "pk"]
    readonly_fields = ["comparison"]
    actions = ["confirm_names", "ask_directory_again"]

    @admin.display(description=_("remarque"))
    def remark(self, organisation):
        if organisation.name_when_verified:
            return _("nom modifié depuis la vérification")
        return _("à vérifier à la main") if organisation.needs_manual_review else ""

    @admin.display(description=_("comparaison avec l'annuaire"))
    def comparison(self, organisation):
        return comparison_of(organisation)

    @admin.action(description=_("Confirmer le nouveau nom"))
    def confirm_names(self, request, queryset):
        for organisation in queryset:
            try:
                confirm_name(organisation, by=request.user)
                messages.success(request, _("Nom confirmé : %(name)s") % {"name": organisation})
            except DomainError as error:
                messages.error(request, f"{organisation} : {error.message}")

    @admin.action(description=_("Interroger de nouveau l'annuaire"))
    def ask_directory_again(self, request, queryset):
        for organisation in queryset:
            ask_directory(organisation)
        messages.success(
            request, _("L'annuaire sera interrogé pour les organisations choisies qui ont un SIRET.")
        )

    def queue(self, request):
        """The line of the desk: names that nobody has read since they changed."""
        rows = (
            self.get_queryset(request).exclude(name_when_verified="").annotate(in_queue=Window(Count("pk")))
        )
        oldest = rows.order_by("updated_at", "pk").first()
        url = reverse("admin:accounts_organisation_changelist") + "?verifier=nom"
        return {
            "label": _("noms modifiés depuis la vérification"),
            "count": oldest.in_queue if oldest else 0,
            "oldest": oldest.updated_at if oldest else None,
            "overdue": 0,
            "first_url": url,
            "url": url,
        }


@admin.register(DirectoryRecord)
class DirectoryRecordAdmin(StaffReadOnlyAdmin):
    list_display = ["siret", "organisation", "outcome", "is_closed", "fetched_at"]
    list_filter = ["outcome", "is_closed", "withheld"]
    list_select_related = ["organisation"]
    search_fields = ["siret", "name", "organisation__name"]
    ordering = ["-fetched_at", "-pk"]


@admin.register(Partner)
class PartnerAdmin(StaffReadOnlyAdmin):
    list_display = ["organisation", "kind", "verified_at"]
    list_filter = ["kind", "organisation__verified_at"]
    search_fields = ["organisation__name", "organisation__identifier"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name", "pk"]

    @admin.display(description=_("vérifiée le"), ordering="organisation__verified_at")
    def verified_at(self, partner):
        return partner.organisation.verified_at


@admin.register(Department)
class DepartmentAdmin(StaffReadOnlyAdmin):
    list_display = ["name", "organisation", "closed_at"]
    search_fields = ["name", "organisation__name"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name", "name", "pk"]
