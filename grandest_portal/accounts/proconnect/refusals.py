"""Why an answer of the provider opens nothing: a code for the log, a sentence for the person."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """What the person can do about it; the page says it."""

    CANCELLED = "cancelled"
    STATE = "state"
    UNAVAILABLE = "unavailable"
    ANSWER = "answer"
    IDENTITY = "identity"
    SESSION = "session"


SENTENCES = {
    Reason.CANCELLED: _("Vous avez interrompu l'identification. Aucun compte n'a été ouvert."),
    Reason.STATE: _(
        "Cette identification n'a pas été commencée dans ce navigateur, elle a déjà servi ou elle est trop "
        "ancienne. Recommencez depuis la page de connexion."
    ),
    Reason.UNAVAILABLE: _(
        "ProConnect ne répond pas comme attendu en ce moment. Réessayez dans quelques minutes, ou connectez-vous "
        "avec votre mot de passe."
    ),
    Reason.ANSWER: _(
        "La réponse de ProConnect n'a pas pu être vérifiée : par sécurité, elle n'est pas acceptée. Recommencez, "
        "et écrivez-nous si cela se reproduit."
    ),
    Reason.IDENTITY: _(
        "ProConnect n'a pas transmis une adresse électronique utilisable. Adressez-vous au service informatique de "
        "votre organisation, ou créez un compte avec un mot de passe."
    ),
    Reason.SESSION: _(
        "Vous n'êtes plus dans la session où vous aviez commencé. Revenez à « Mon compte » et recommencez."
    ),
}

STATUSES = {Reason.UNAVAILABLE: 503}


class Refusal(Exception):
    """Nothing is opened or changed. `code` names the check that failed; it never holds anything received."""

    def __init__(self, code, reason=Reason.ANSWER):
        super().__init__(code)
        self.code = code
        self.reason = reason

    @property
    def sentence(self):
        return SENTENCES[self.reason]

    @property
    def status(self):
        return STATUSES.get(self.reason, 400)
