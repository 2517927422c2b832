"""What a message is: a title, sentences, one link. The in-app notice, the text mail and the HTML mail are drawn
from the same sentences, so they cannot say different things."""

from dataclasses import dataclass
from email.encoders import encode_base64
from typing import ClassVar

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.models import Membership, User
from grandest_portal.notifications.models import Notification

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


class Mail(EmailMultiAlternatives):
    """A mail whose calendar part travels in base64: Django would send it as 8-bit text, which relays may rewrite."""

    def message(self):
        mime = super().message()
        for part in mime.walk():
            if part.get_content_type() == "text/calendar":
                part.set_payload(part.get_payload(decode=True))
                del part["Content-Transfer-Encoding"]
                encode_base64(part)
        return mime


@dataclass(frozen=True)
class Message:
    """One thing to tell. Subclasses are frozen dataclasses that hold the objects concerned.

    `kind` names the type (« needs.published »); `title()` and each of `paragraphs()` are plain French
    sentences; `path()` is the page to open; `why` says why the person gets it.
    """

    kind: ClassVar[str] = ""
    link_label: ClassVar = gettext_lazy("Ouvrir la page")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous avez un compte sur ce service.")

    def title(self):
        raise TypeError(f"{type(self).__name__} has no title")

    def paragraphs(self):
        return []

    def path(self):
        return reverse("pages:dashboard")

    def calendar(self, user):
        """(method, bytes) of a calendar file for `user`, or None."""
        return None

    @transaction.atomic
    def send_to(self, users):
        """Write a notice and a mail for each active person, once each, in the current transaction."""
        people = {user.pk: user for user in users if user is not None and user.is_active}
        for _pk, user in sorted(people.items()):
            with translation.override(user.language or settings.LANGUAGE_CODE):
                self._tell(user)
        return len(people)

    def _tell(self, user):
        title, paragraphs = (
            " ".join(str(self.title()).split())[:250],
            [str(line) for line in self.paragraphs()],
        )
        Notification.objects.create(
            user=user, kind=self.kind, title=title, body="\n\n".join(paragraphs), path=self.path()
        )
        mail = compose(user, title, paragraphs, self.path(), str(self.link_label), str(self.why))
        calendar = self.calendar(user)
        if calendar:
            method, content = calendar
            mail.attach_alternative(content.decode(), f"text/calendar; method={method}")
            mail.attach("rendez-vous.ics", content, f"application/ics; method={method}")
        mail.send()


def compose(user, title, paragraphs, path, link_label, why):
    """The mail of a message for one person: text and HTML with the same sentences."""
    context = {
        "title": title,
        "paragraphs": paragraphs,
        "link_url": settings.SITE_URL + path,
        "link_label": link_label,
        "why": why,
        "greeting": _("Bonjour %(name)s,") % {"name": user.full_name} if user.full_name else _("Bonjour,"),
        "service_name": settings.SERVICE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "language": user.language or settings.LANGUAGE_CODE,
    }
    mail = Mail(subject=title, body=render_to_string("emails/message.txt", context), to=[user.email])
    mail.attach_alternative(INLINER.inline(render_to_string("emails/message.html", context)), "text/html")
    return mail


def moderators():
    return User.objects.filter(is_staff=True, is_active=True).order_by("pk")


@dataclass(frozen=True)
class MembershipRequested(Message):
    """To moderators: somebody asks to speak for an organisation."""

    membership: Membership
    kind: ClassVar[str] = "accounts.membership_requested"
    link_label: ClassVar = gettext_lazy("Vérifier la demande")

    def title(self):
        return _("%(user)s demande à représenter %(organisation)s") % {
            "user": self.membership.user,
            "organisation": self.membership.organisation,
        }

    def paragraphs(self):
        organisation = self.membership.organisation
        return [
            _("Organisation : %(name)s, %(kind)s %(number)s.")
            % {
                "name": organisation.name,
                "kind": organisation.get_identifier_kind_display(),
                "number": organisation.identifier,
            },
            _("Fonction déclarée : %(position)s.")
            % {"position": self.membership.position or _("non précisée")},
            *self.partner_lines(organisation),
        ]

    def partner_lines(self, organisation):
        if not hasattr(organisation, "partner"):
            return []
        return [
            _("Rôle demandé : structure d'accompagnement (%(kind)s). La Région décide qui le tient.")
            % {"kind": organisation.partner.get_kind_display()}
        ]

    def path(self):
        return reverse("admin:accounts_membership_change", args=[self.membership.pk])


@dataclass(frozen=True)
class MembershipApproved(Message):
    """To the person: you may now speak for your organisation."""

    membership: Membership
    kind: ClassVar[str] = "accounts.membership_approved"
    link_label: ClassVar = gettext_lazy("Ouvrir mon tableau de bord")

    def title(self):
        return _("Vous représentez maintenant %(organisation)s") % {
            "organisation": self.membership.organisation
        }

    def paragraphs(self):
        if hasattr(self.membership.organisation, "partner"):
            return [
                _(
                    "Votre rattachement a été vérifié. Vous pouvez suivre ce qui est publié et suggérer des "
                    "rapprochements au nom de votre structure."
                )
            ]
        return [
            _("Votre rattachement a été vérifié. Vous pouvez publier et prendre des rendez-vous en son nom."),
        ]


@dataclass(frozen=True)
class MembershipRefused(Message):
    """To the person: the request was refused, with the reason."""

    membership: Membership
    kind: ClassVar[str] = "accounts.membership_refused"
    link_label: ClassVar = gettext_lazy("Ouvrir mon tableau de bord")

    def title(self):
        return _("Votre demande pour %(organisation)s n'a pas été acceptée") % {
            "organisation": self.membership.organisation
        }

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.membership.decision_reason},
            _("Vous pouvez corriger votre demande, ou nous écrire si cette décision vous semble une erreur."),
        ]
