"""Small layers around every request: health, identifier, constant headers, refusals."""

import logging
import re
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render

from grandest_portal.core import health
from grandest_portal.core.errors import DomainError
from grandest_portal.core.logs import request_id

logger = logging.getLogger(__name__)

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), payment=(), usb=()"
)
SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class HealthMiddleware:
    """`/live` and `/ready` answer before hosts, sessions or the database are looked at."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/live":
            return HttpResponse("ok", content_type="text/plain")
        if request.path == "/ready":
            ready = health.ready()
            return HttpResponse(
                "ok" if ready else "unavailable", status=200 if ready else 503, content_type="text/plain"
            )
        return self.get_response(request)


class CharsetMiddleware:
    """Forms are UTF-8; another declared charset would be decoded by rules that nobody here tested."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.content_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            return HttpResponseBadRequest("UTF-8", content_type="text/plain")
        return self.get_response(request)


class RequestIdMiddleware:
    """One identifier per request, returned to the visitor so that a complaint can be traced."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if SAFE_ID.fullmatch(given) else uuid.uuid4().hex)
        try:
            request.request_id = request_id.get()
            response = self.get_response(request)
            response["X-Request-ID"] = request.request_id
            return response
        finally:
            request_id.reset(token)


class HeadersMiddleware:
    """Headers that never change; pages of a signed-in person are kept by no cache, and forgotten at the end.

    Cookies are not in Clear-Site-Data: it would take those of every other site of the same domain.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        if signed_in and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store, private"
        if session_ended(response):
            response["Cache-Control"] = "no-store, private"
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def session_ended(response):
    """Whether the answer takes the session's cookie back: log-out, or a session that is no longer valid."""
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie.value == ""


class DomainErrorMiddleware:
    """A refusal that no view caught becomes a calm page or a message, never a crash."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        logger.info("refused: %s %s", request.method, request.resolver_match.view_name)
        back = request.META.get("HTTP_REFERER", "")
        if request.method == "POST" and back.startswith(f"{request.scheme}://{request.get_host()}/"):
            messages.error(request, exception.message)
            return HttpResponseRedirect(back)
        return render(request, "409.html", {"message": exception.message}, status=409)
