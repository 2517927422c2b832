"""How right the bands are, as the people concerned judge them; for administrators, the judgements and their folder.

Moderators read shares only: they decide on the texts of these organisations, and what one of them thinks of another is
none of their business. Nobody here reads a note, nor who wrote it.
"""

import tempfile

from django.contrib import admin
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
from grandest_portal.reference.models import Parameter
from needs.enums import JudgementSide
from needs.matching.bands import bands
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


@admin.register(Judgement)
class JudgementAdmin(EngineRoomAdmin):
    """For administrators: what was said of which pair. Not by whom, and not the note."""

    list_display = [
        "reference",
        "need",
        "solution",
        "side",
        "relevant",
        "reason_key",
        "band",
        "score",
        "engine",
        "made_at",
        "ended_at",
    ]
    list_filter = ["relevant", "side", "band", "engine", "reason_key", "made_at", "ended_at"]
    search_fields = ["need__title", "solution__title"]
    list_select_related = ["need", "solution"]
    exclude = ["author", "organisation", "note"]
    readonly_fields = ["ended_at"]
    ordering = ["-made_at", "-pk"]

    def get_urls(self):
        view = self.admin_site.admin_view
        page = view(lambda request: precision_page(request, self.admin_site))
        return [
            path("precision/", page, name="needs_precision"),
            path("dossier/", view(folder_file), name="needs_judgements_folder"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("référence"), ordering="pk")
    def reference(self, judgement):
        return judgement.reference
