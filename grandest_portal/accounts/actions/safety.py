"""What happens besides when a password or a second factor changed: it is recorded, other sessions end, and a new
password stops a change of address under way."""

from django.db import transaction

from grandest_portal.accounts.actions.addresses import drop_address_change
from grandest_portal.accounts.actions.sessions import close_sessions
from grandest_portal.core.audit import record

# django-allauth's notifications of a change (the prefix of their templates) and our words for it.
VERBS = {
    "account/email/password_changed": "user.password_changed",
    "account/email/password_set": "user.password_changed",
    "account/email/password_reset": "user.password_reset",
    "mfa/email/totp_activated": "user.second_factor_added",
    "mfa/email/totp_deactivated": "user.second_factor_removed",
    "mfa/email/webauthn_added": "user.second_factor_added",
    "mfa/email/webauthn_removed": "user.second_factor_removed",
    "mfa/email/recovery_codes_generated": "user.recovery_codes_generated",
}
NEW_PASSWORD = {"user.password_changed", "user.password_reset"}


@transaction.atomic
def note_safety_change(user, notification, *, keep=None):
    """Record a change of password or second factor and end the sessions of `user` other than `keep` (a key)."""
    verb = VERBS[notification]
    record(user, verb, by=user)
    if verb in NEW_PASSWORD:
        drop_address_change(user, by=user)
    close_sessions(user, by=user, keep=keep)
