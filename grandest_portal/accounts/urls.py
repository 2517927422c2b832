"""French addresses for django-allauth's pages; its own names are kept, its templates and mails use them."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from grandest_portal.accounts.views import addresses, entrance, safety, zone

urlpatterns = [
    path("inscription/", views.signup, name="account_signup"),
    path("connexion/", views.login, name="account_login"),
    path("connexion/code/", login_not_required(views.request_login_code), name="account_request_login_code"),
    path("connexion/code/saisir/", entrance.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("connexion/second-facteur/", mfa.authenticate, name="mfa_authenticate"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("confirmer-identite/", views.reauthenticate, name="account_reauthenticate"),
    path("confirmer-identite/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer-identite/cle/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("adresse/", addresses.change_address, name="account_email"),
    path("fuseau/", zone.zone, name="account_zone"),
    path("adresse/envoyee/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^adresse/confirmer/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("adresse/pas-moi/<str:key>/", entrance.disown, name="account_disown"),
    path("adresse/changer/<str:token>/", addresses.confirm, name="account_address_confirm"),
    path("adresse/arreter/<str:token>/", addresses.stop, name="account_address_stop"),
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
    path("securite/", safety.index, name="mfa_index"),
    path("securite/application/activer/", entrance.activate_totp, name="mfa_activate_totp"),
    path("securite/application/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("securite/codes-de-secours/", safety.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "securite/codes-de-secours/renouveler/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("securite/cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("securite/cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/renommer/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("securite/cles/<int:pk>/retirer/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("securite/sessions/", safety.sessions, name="usersessions_list"),
    path("securite/sessions/fermer/", safety.end_sessions, name="usersessions_end_others"),
    path("securite/sessions/<int:pk>/fermer/", safety.end_sessions, name="usersessions_end"),
]
