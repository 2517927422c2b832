"""The portal's addresses and, beside them, the page that all others are compared with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path


@login_not_required
def hello(request):
    return HttpResponse("Bonjour")


urlpatterns = [path("bonjour/", hello), path("", include("grandest_portal.urls"))]
