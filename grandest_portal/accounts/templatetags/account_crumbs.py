"""`{% load account_crumbs %}{% account_crumbs %}`: where a page of « Mon compte » stands, by the name of its address.

A table rather than the views' `crumbs`, because django-allauth writes most of these views.
"""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

ACCOUNT = ("pages:account", _("Mon compte"))
SAFETY = ("mfa_index", _("Sécurité du compte"))
KEYS = ("mfa_list_webauthn", _("Clés d'accès"))
CODES = ("mfa_view_recovery_codes", _("Codes de secours"))
DATA = ("privacy:data", _("Vos données"))
ERASURE = ("privacy:erasure", _("Supprimer votre compte"))

# The pages above, then the words for the page itself.
TRAILS = {
    "mfa_index": [ACCOUNT, SAFETY[1]],
    "account_email": [ACCOUNT, SAFETY, _("Adresse électronique")],
    "account_change_password": [ACCOUNT, SAFETY, _("Mot de passe")],
    "account_set_password": [ACCOUNT, SAFETY, _("Mot de passe")],
    "mfa_activate_totp": [ACCOUNT, SAFETY, _("Activer une application de codes")],
    "mfa_deactivate_totp": [ACCOUNT, SAFETY, _("Désactiver l'application de codes")],
    "mfa_view_recovery_codes": [ACCOUNT, SAFETY, CODES[1]],
    "mfa_generate_recovery_codes": [ACCOUNT, SAFETY, CODES, _("Nouveaux codes")],
    "mfa_list_webauthn": [ACCOUNT, SAFETY, KEYS[1]],
    "mfa_add_webauthn": [ACCOUNT, SAFETY, KEYS, _("Ajouter")],
    "mfa_edit_webauthn": [ACCOUNT, SAFETY, KEYS, _("Renommer")],
    "mfa_remove_webauthn": [ACCOUNT, SAFETY, KEYS, _("Retirer")],
    "usersessions_list": [ACCOUNT, SAFETY, _("Sessions ouvertes")],
    "proconnect_identities": [ACCOUNT, _("Identités ProConnect")],
    "proconnect_link": [ACCOUNT, ("proconnect_identities", _("Identités ProConnect")), _("Relier")],
    "data": [ACCOUNT, DATA[1]],
    "export": [ACCOUNT, DATA, _("Télécharger")],
    "erasure": [ACCOUNT, DATA, ERASURE[1]],
    "confirm_erasure": [ACCOUNT, DATA, ERASURE, _("Confirmer")],
    "describe": [("organisation:team", _("Équipe")), _("Modifier l'organisation")],
}


@register.inclusion_tag("components/breadcrumb.html", takes_context=True)
def account_crumbs(context):
    match = context["request"].resolver_match
    return {"crumbs": [crumb_of(step) for step in TRAILS.get(match.url_name, [ACCOUNT])]}


def crumb_of(step):
    if isinstance(step, tuple):
        return {"label": step[1], "url": reverse(step[0])}
    return {"label": step}
