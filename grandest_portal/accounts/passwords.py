"""Passwords: long, free of rules, holding nothing a stranger would try first (ASVS 5.0, 6.2; NIST SP 800-63B)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import organisation_of
from grandest_portal.reference.models import Parameter
from grandest_portal.reference.text import plain

LONGEST = 128
# A shorter word would be found by chance in an honest sentence.
SHORTEST_WORD = 4


class LongestPasswordValidator:
    """Refuses what is longer than LONGEST characters, rather than cutting it unseen."""

    def validate(self, password, user=None):
        if len(password) > LONGEST:
            raise ValidationError(
                _("Ce mot de passe compte %(length)d caractères : gardez-en %(longest)d au plus.")
                % {"length": len(password), "longest": LONGEST},
                code="password_too_long",
            )

    def get_help_text(self):
        return _(
            "Il compte au plus %(longest)d caractères ; espaces, accents et signes sont gardés tels quels."
        ) % {"longest": LONGEST}


def words_of(text):
    return {word for word in plain(text).split() if len(word) >= SHORTEST_WORD}


def service_words():
    """The words of the service, which the Region may change; those of its name while none are set."""
    try:
        text = Parameter.objects.value("password_context_words", timezone.localdate())
    except LookupError:
        text = settings.SERVICE_NAME
    return words_of(str(text))


def words_about(user):
    """What a stranger knows of the person: name, address without its ending, organisation."""
    if user is None:
        return set()
    local, _at, domain = user.email.partition("@")
    found = words_of(user.full_name) | words_of(local) | words_of(domain.rpartition(".")[0])
    organisation = organisation_of(user) if user.pk else None
    return found | words_of(organisation.name) if organisation else found


class ContextWordsValidator:
    """Refuses a password that holds a word of the service, of the person or of the organisation."""

    def validate(self, password, user=None):
        letters = plain(password).replace(" ", "")
        found = sorted(word for word in service_words() | words_about(user) if word in letters)
        if found:
            raise ValidationError(
                _(
                    "Ce mot de passe contient « %(word)s », que l'on essaierait en premier : choisissez d'autres mots."
                )
                % {"word": found[0]},
                code="password_given_away",
            )

    def get_help_text(self):
        return _(
            "Votre mot de passe ne contient ni le nom du service, ni le vôtre, ni celui de votre organisation."
        )
