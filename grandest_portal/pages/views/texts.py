"""Pages that explain, and the two files that machines ask for."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.accounts.notices import in_force
from grandest_portal.core import personal
from grandest_portal.core.sharing import shared
from grandest_portal.pages import method as facts
from grandest_portal.pages import privacy as kept
from grandest_portal.pages.sitemaps import SITEMAPS, pieces
from grandest_portal.reference.delays import moderation_promise

# What is personal, and what repeats public pages in another shape; their own pages say noindex besides.
NOT_FOR_ENGINES = (
    "/admin/",
    "/compte/",
    "/notifications/",
    "/besoins/comparer/",
    "/solutions/comparer/",
    "/besoins/export.",
    "/solutions/export.",
)
SECURITY_VALID = timedelta(days=180)


@require_safe
@login_not_required
def contact(request):
    context = {
        "phone": settings.CONTACT_PHONE,
        "email": settings.CONTACT_EMAIL,
        "relay_url": settings.CONTACT_RELAY_URL,
        "share": shared(reverse("pages:contact"), _("Nous contacter")),
    }
    return render(request, "pages/contact.html", context)


@require_safe
@login_not_required
def method(request):
    today = timezone.localdate()
    context = {
        "bands": facts.bands_in_force(today),
        "engine": facts.engine(),
        "wordings": facts.wordings(today),
        "minimum_stems": facts.parameter("minimum_stems", today),
        "promise": moderation_promise(today),
        "share": shared(reverse("pages:method"), _("Comment ça marche")),
    }
    return render(request, "pages/method.html", context)


@require_safe
@login_not_required
def ranking(request):
    """How a match is computed: what enters, what never does, the formula, what was measured."""
    today = timezone.localdate()
    version = facts.serving_version()
    context = {
        "version": version,
        "semantic": version.definition is not None and version.definition.semantic,
        "rows": facts.measured_bands(version.key, today),
        "figures": facts.figures_of(version.key),
        "parameters": {key: facts.parameter(key, today) for key in ("minimum_stems", "match_most")},
        "share": shared(reverse("pages:ranking"), _("Comment le classement est calculé")),
    }
    return render(request, "pages/ranking.html", context)


@require_safe
@login_not_required
def accessibility(request):
    return render(request, "pages/accessibility.html", {"email": settings.CONTACT_EMAIL})


@require_safe
@login_not_required
def privacy(request):
    today = timezone.localdate()
    context = {
        "texts": kept.texts(today),
        "records": personal.records(),
        "durations": kept.durations(today),
        "notices": in_force(today),
    }
    return render(request, "pages/privacy.html", context)


@require_safe
@login_not_required
def rights(request):
    months = facts.parameter("rights_answer_months", timezone.localdate())
    return render(request, "pages/rights.html", {"email": settings.CONTACT_EMAIL, "months": months})


@require_safe
@login_not_required
def legal(request):
    return render(
        request, "pages/legal.html", {"email": settings.CONTACT_EMAIL, "phone": settings.CONTACT_PHONE}
    )


@require_safe
@login_not_required
def sitemap(request):
    return render(request, "pages/sitemap.html", {"signed_in": request.user.is_authenticated})


@require_safe
@login_not_required
def robots(request):
    """What search engines may read: everything public; nothing of a demonstration, which is fiction."""
    closed = ["/"] if settings.DEMO_MODE else NOT_FOR_ENGINES
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.DEMO_MODE:
        lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('pages:search_engines')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
def search_engines(request):
    """The index: an address per piece of each kind of page, under the portal's own name."""
    context = {"sitemaps": pieces()}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


@require_safe
@login_not_required
def search_engines_part(request, section):
    return sitemaps.sitemap(request, SITEMAPS, section)


@require_safe
@login_not_required
def security(request):
    """Where to report a flaw (RFC 9116); the date of expiry moves on each day that the service lives."""
    expires = datetime.combine(timezone.localdate() + SECURITY_VALID, time.min, tzinfo=UTC)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, de, en",
        f"Canonical: {settings.SITE_URL}{reverse('pages:security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
