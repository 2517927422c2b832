"""Addresses of the structures that accompany both sides."""

from django.urls import path

from grandest_portal.accounts.views import partners

app_name = "partners"
urlpatterns = [
    path("inscription/", partners.register, name="register"),
    path("inscription/envoyee/", partners.registered, name="registered"),
]
