"""« Signaler » on what people read, and what a rejected text says of the way to contest."""

from django import template
from django.urls import reverse

from grandest_portal.reports.appeals import appeal_of, appeal_words, rejection_of
from grandest_portal.reports.kinds import KINDS

register = template.Library()


@register.inclusion_tag("reports/link.html")
def report_link(kind, pk, about=""):
    """The link of a thing of a registered kind; nothing for another. `about` is read after it, where several stand."""
    return {"url": reverse("reports:report", args=[kind, pk]) if kind in KINDS else "", "about": about}


@register.inclusion_tag("reports/rejection.html")
def rejection(kind, thing, may_appeal, url):
    """How a standing rejection is contested, or what became of it; nothing for a thing that is not rejected."""
    found = rejection_of(KINDS[kind], thing)
    appeal = appeal_of(KINDS[kind], thing) if found else None
    return {
        "rejected": found is not None,
        "sentences": appeal_words(found.at) if found and not appeal else [],
        "appeal": appeal,
        "url": url if may_appeal and found and not appeal else "",
    }
