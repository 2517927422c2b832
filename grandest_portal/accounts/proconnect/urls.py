"""Addresses of ProConnect; the callback and the return from log-out are registered at the provider."""

from django.urls import path

from grandest_portal.accounts.proconnect import views

urlpatterns = [
    path("", views.identities, name="proconnect_identities"),
    path("aller/", views.start, name="proconnect_start"),
    path("ajouter/", views.connect, name="proconnect_connect"),
    path("retour/", views.callback, name="proconnect_callback"),
    path("premiere-connexion/", views.first, name="proconnect_first"),
    path("relier/", views.link, name="proconnect_link"),
    path("<int:pk>/separer/", views.unlink, name="proconnect_unlink"),
    path("quitter/", views.leave, name="proconnect_leave"),
    path("quitte/", views.left, name="proconnect_left"),
]
