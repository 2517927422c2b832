"""Error pages: each says what happened and how to go on."""

from django.shortcuts import render

# The five minutes of templates/429.html: the longest of our limits on entering an account.
RETRY_SECONDS = 300


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def too_many_requests(request):
    """The page of a rate limit, which names the wait that the page asks for."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = RETRY_SECONDS
    return response
