"""What people are told about the end of an account: warnings, the last mail, what awaits a moderator."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.models import User
from grandest_portal.core.dates import date_words
from grandest_portal.notifications.messages import Message, compose
from grandest_portal.notifications.outbox import post


@dataclass(frozen=True)
class InactiveAccount(Message):
    """To a person who does not log in any more: the day of the erasure, and how to prevent it."""

    last_seen: datetime
    erase_on: date
    last_warning: bool
    kind: ClassVar[str] = "accounts.inactive"
    link_label: ClassVar = gettext_lazy("Me connecter et garder mon compte")

    def title(self):
        words = (
            _("Dernier rappel : votre compte sera effacé le %(day)s")
            if self.last_warning
            else _("Votre compte sera effacé le %(day)s si vous ne vous connectez pas")
        )
        return words % {"day": date_words(self.erase_on)}

    def paragraphs(self):
        return [
            _("Vous ne vous êtes pas connecté depuis le %(day)s.")
            % {"day": date_words(timezone.localtime(self.last_seen))},
            _(
                "Nous ne gardons pas les données de personnes qui ne se servent plus du portail. Pour garder "
                "votre compte, il suffit de vous connecter avant cette date."
            ),
            _("Sinon, vos données seront effacées ; ce qui est publié au nom de votre organisation reste."),
        ]

    def path(self):
        return reverse("account_login")


@dataclass(frozen=True)
class InactiveAccountHeld(Message):
    """To moderators: an account is due for erasure, and somebody must decide."""

    person: User
    reason: str
    kind: ClassVar[str] = "accounts.inactive_held"
    link_label: ClassVar = gettext_lazy("Voir le compte")

    def title(self):
        return _("Compte inactif à examiner : %(person)s") % {"person": self.person}

    def paragraphs(self):
        return [_("Ce compte devrait être effacé, mais il ne l'a pas été."), self.reason]

    def path(self):
        return reverse("admin:accounts_user_change", args=[self.person.pk])


@dataclass(frozen=True)
class AccountErased(Message):
    """To the person, once: the account is gone. A mail only, since nobody can read a notice any more."""

    kind: ClassVar[str] = "accounts.erased"
    link_label: ClassVar = gettext_lazy("Lire la page sur les données personnelles")
    why: ClassVar = gettext_lazy("C'est le dernier message que vous recevez de ce service.")

    def title(self):
        return _("Votre compte est effacé")

    def paragraphs(self):
        return [
            _("Votre nom, votre adresse et votre mot de passe ont été effacés, et vos sessions fermées."),
            _(
                "Ce que vous avez écrit au nom d'une organisation reste le sien, sous le nom d'un compte supprimé. "
                "Cette adresse elle-même est oubliée dès que ce courriel est parti."
            ),
        ]

    def path(self):
        return reverse("pages:privacy")

    @transaction.atomic
    def write_to(self, user):
        """Put the mail in the outbox, to be forgotten once sent; returns the OutgoingEmail."""
        mail = compose(
            user, str(self.title()), self.paragraphs(), self.path(), str(self.link_label), str(self.why)
        )
        return post(mail, forgotten_after=True)
