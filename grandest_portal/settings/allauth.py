"""django-allauth: sign-up and login by e-mail address, second factors, sessions.

The address is verified before the first login; members of the staff hold a second factor.
"""

from grandest_portal.settings import environment

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_USER_MODEL = "accounts.User"
# Unique whatever the case: a constraint on Lower("email") says more than unique=True.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "grandest_portal.accounts.passwords.LongestPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "grandest_portal.accounts.passwords.ContextWordsValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:dashboard"
LOGOUT_REDIRECT_URL = "pages:home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "grandest_portal.accounts.forms.SignupDetailsForm"
ACCOUNT_FORMS = {
    "login": "grandest_portal.accounts.forms.entrance.LoginForm",
    "signup": "grandest_portal.accounts.forms.entrance.SignupForm",
    "change_password": "grandest_portal.accounts.forms.entrance.ChangePasswordForm",
    "set_password": "grandest_portal.accounts.forms.entrance.SetPasswordForm",
    "reset_password": "grandest_portal.accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "grandest_portal.accounts.forms.entrance.ResetPasswordKeyForm",
    "reauthenticate": "grandest_portal.accounts.forms.entrance.ReauthenticateForm",
    "request_login_code": "grandest_portal.accounts.forms.entrance.RequestLoginCodeForm",
    "confirm_login_code": "grandest_portal.accounts.forms.entrance.ConfirmLoginCodeForm",
}
ACCOUNT_ADAPTER = "grandest_portal.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    # A change of address writes to two mailboxes.
    "manage_email": "10/m/user",
    # The links of a change of address.
    "address_link": "30/m/ip",
}

MFA_ADAPTER = "grandest_portal.accounts.second_factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rencontre Grand Est"
# One step before and after: a telephone's clock is seldom right. A used step never serves again.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "activate_totp": "grandest_portal.accounts.forms.second_factors.ActivateTOTPForm",
    "authenticate": "grandest_portal.accounts.forms.second_factors.AuthenticateForm",
    "reauthenticate": "grandest_portal.accounts.forms.second_factors.ReauthenticateForm",
    "add_webauthn": "grandest_portal.accounts.forms.second_factors.AddPasskeyForm",
    "edit_webauthn": "grandest_portal.accounts.forms.second_factors.EditPasskeyForm",
}
# Moderators and administrators reach no page of the staff before a second factor, in this very session.
STAFF_MFA_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXY_COUNT", 0)
