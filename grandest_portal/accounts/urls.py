"""French addresses for django-allauth's pages; its own names are kept, its templates and mails use them."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("inscription/", views.signup, name="account_signup"),
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("confirmer-identite/", views.reauthenticate, name="account_reauthenticate"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("adresse/", views.email, name="account_email"),
    path("adresse/envoyee/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^adresse/confirmer/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
