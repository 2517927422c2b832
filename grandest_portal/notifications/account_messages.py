"""What is told to the holder of an account about the account itself."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message


@dataclass(frozen=True)
class IdentityMessage(Message):
    """To the holder of an account whose ways in changed."""

    link_label: ClassVar = gettext_lazy("Ouvrir mon compte")

    def paragraphs(self):
        return [
            _(
                "Si ce n'était pas vous, changez tout de suite votre mot de passe, séparez cette identité de votre "
                "compte, puis écrivez-nous."
            )
        ]

    def path(self):
        return reverse("pages:account")


@dataclass(frozen=True)
class IdentityLinked(IdentityMessage):
    kind: ClassVar[str] = "accounts.identity_linked"

    def title(self):
        return _("Une identité ProConnect est reliée à votre compte")


@dataclass(frozen=True)
class IdentityUnlinked(IdentityMessage):
    kind: ClassVar[str] = "accounts.identity_unlinked"

    def title(self):
        return _("Une identité ProConnect n'est plus reliée à votre compte")
