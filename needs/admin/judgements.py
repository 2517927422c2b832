"""How right the bands are, as the people concerned judge them; for administrators, the judgements and their folder.

Moderators read shares only: they decide on the texts of these organisations, and what one of them thinks of another is
none of their business. Nobody here reads a note, nor who wrote it.
"""

import tempfile

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import FileResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.audit import record
from grandest_portal.core.exports import IN_MEMORY, as_file
from grandest_portal.core.moderation import EngineRoomAdmin
from grandest_portal.reference.models import ModerationReason, Parameter
from needs.enums import JudgementSide
from needs.matching.bands import LABELS, bands
from needs.matching.folder import write_folder
from needs.matching.precision import precision
from needs.models import EngineVersion, Judgement

SIDES = (
    ("", gettext_lazy("les deux côtés")),
    (JudgementSide.BUYER, gettext_lazy("les acheteurs")),
    (JudgementSide.COMPANY, gettext_lazy("les entreprises")),
)


@require_safe
def precision_page(request, site):
    """By version of the engine, then month by month: for each band, how many were judged, and what share was right."""
    today = timezone.localdate()
    ordered, least = bands(today), int(Parameter.objects.value("judgements_least", today))
    side = request.GET.get("cote", "")
    side = side if side in JudgementSide.values else ""
    whole, monthly = precision([band.key for band in ordered], least, side)
    context = site.each_context(request) | {
        "title": _("Précision des correspondances"),
        "bands": ordered,
        "least": least,
        "side": side,
        "sides": SIDES,
        "whole": whole,
        "monthly": monthly,
        "may_export": request.user.is_superuser,
    }
    return TemplateResponse(request, "admin/precision.html", context)


@require_POST
def folder_file(request):
    """The zip for `evaluate_matching`; who took it stands in the trail of the version that serves."""
    require(request.user.is_superuser)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the response
    at = timezone.now()
    count = write_folder(file, at)
    version = EngineVersion.objects.serving()
    if version is not None:
        record(version, "judgement.exported", by=request.user, after={"pairs": count})
    file.seek(0)
    name = f"avis-correspondances-{timezone.localdate(at).isoformat()}.zip"
    return as_file(FileResponse(file, content_type="application/zip"), name)


class LevelFilter(admin.SimpleListFilter):
    """The levels by the names that people read."""

    title = gettext_lazy("niveau")
    parameter_name = "niveau"

    def lookups(self, request, model_admin):
        return list(LABELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(band=self.value()) if self.value() else queryset


class ReasonFilter(admin.SimpleListFilter):
    """The reasons by their short names; one that is not offered any more keeps its last one."""

    title = gettext_lazy("raison")
    parameter_name = "raison"

    def lookups(self, request, model_admin):
        used = Judgement.objects.order_by().values("reason_key")
        rows = ModerationReason.objects.filter(key__in=used).order_by("key", "-starts_on").distinct("key")
        return sorted(rows.values_list("key", "label"), key=lambda each: each[1])

    def queryset(self, request, queryset):
        return queryset.filter(reason_key=self.value()) if self.value() else queryset


@admin.register(Judgement)
class JudgementAdmin(EngineRoomAdmin):
    """For administrators: what was said of which pair. Not by whom, and not the note."""

    list_display = [
        "reference",
        "relevant",
        "short_reason",
        "level",
        "side",
        "need",
        "solution",
        "score",
        "engine",
        "made_at",
        "ended_at",
    ]
    list_filter = ["relevant", "side", LevelFilter, "engine", ReasonFilter, "made_at", "ended_at"]
    search_fields = ["need__title", "solution__title"]
    list_select_related = ["need", "solution"]
    exclude = ["author", "organisation", "note", "band", "reason_key"]
    readonly_fields = ["level", "ended_at"]
    ordering = ["-made_at", "-pk"]

    def get_urls(self):
        view = self.admin_site.admin_view
        page = view(lambda request: precision_page(request, self.admin_site))
        return [
            path("precision/", page, name="needs_precision"),
            path("dossier/", view(folder_file), name="needs_judgements_folder"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        labels = ModerationReason.objects.filter(key=OuterRef("reason_key")).order_by("-starts_on")
        return super().get_queryset(request).annotate(reason_label=Subquery(labels.values("label")[:1]))

    @admin.display(description=gettext_lazy("raison"), ordering="reason_key")
    def short_reason(self, judgement):
        return judgement.reason_label or judgement.reason

    @admin.display(description=gettext_lazy("niveau"), ordering="band")
    def level(self, judgement):
        return LABELS.get(judgement.band, judgement.band)

    @admin.display(description=gettext_lazy("référence"), ordering="pk")
    def reference(self, judgement):
        return judgement.reference
