"""Error pages: each says what happened and how to go on."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from grandest_portal.core.logs import request_id

# The five minutes of templates/429.html: the longest of our limits on entering an account.
RETRY_SECONDS = 300


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


@requires_csrf_token
def server_error(request):
    """Without a context of the request: nothing here may ask the database, which may be what failed."""
    return HttpResponseServerError(render_to_string("500.html", {"reference": request_id.get()}))


def too_many_requests(request):
    """The page of a rate limit, which names the wait that the page asks for."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = RETRY_SECONDS
    return response
