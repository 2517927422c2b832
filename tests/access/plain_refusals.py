"""The portal's addresses, with refusals that are one line: what the walks over thousands of refused addresses ask.

The line holds all that a view says when it refuses. The whole page of a refusal, which is drawn from the person and
that sentence alone, is read by a test of its own.
"""

from django.http import HttpResponse

from grandest_portal.urls import urlpatterns

__all__ = ["handler403", "handler404", "urlpatterns"]


def handler403(request, exception):
    return HttpResponse(f"403 {exception}", status=403)


def handler404(request, exception):
    return HttpResponse(f"404 {exception}", status=404)
