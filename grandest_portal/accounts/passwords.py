"""Passwords that the service's own name would give away."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grandest_portal.reference.text import plain

# ASVS 5.0, 6.2.11: words of the service itself are the first that somebody tries.
GIVEN_AWAY = ("grandest", "rencontre", "motdepasse")


class ContextWordsValidator:
    """Refuses a password that holds the name of the service, whatever the accents and signs between letters."""

    def validate(self, password, user=None):
        letters = plain(password).replace(" ", "")
        found = next((word for word in GIVEN_AWAY if word in letters), None)
        if found:
            raise ValidationError(
                _(
                    "Ce mot de passe contient « %(word)s », que l'on essaierait en premier : choisissez d'autres mots."
                )
                % {"word": found},
                code="password_given_away",
            )

    def get_help_text(self):
        return _("Votre mot de passe ne contient pas le nom du service.")
