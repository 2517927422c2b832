"""What a message is: a title, sentences, one link. The in-app notice, the text mail and the HTML mail are drawn
from the same sentences, so they cannot say different things."""

import re
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

from grandest_portal.accounts.models import User
from grandest_portal.core.reader import read_by
from grandest_portal.notifications.models import Notification

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


# A mail reader makes a link of an address, whoever wrote it.
ADDRESS = re.compile(r"\S*(?:://|www\.)\S*", re.IGNORECASE)


def without_links(text):
    return ADDRESS.sub("[…]", text)


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


class OwnAddress(str):
    """A paragraph that is the address of one of our pages: the HTML part makes a link of it, and of nothing else."""

    __slots__ = ()


def own_address(path):
    return OwnAddress(settings.SITE_URL + path)


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

    def leave_path(self):
        """The page that stops such messages without logging in (RFC 8058), for those that were asked for; or ""."""
        return ""

    def calendar(self, user):
        """(method, bytes) of a calendar file for `user`, or None."""
        return None

    def files(self, user):
        """[(name, bytes, type)] of what goes with the mail to `user`."""
        return []

    def in_group(self):
        """The paragraphs that stand for this message in a mail that tells several."""
        return [self.title(), *self.paragraphs(), own_address(self.path())]

    def notices(self):
        """The messages of which the portal keeps a notice each."""
        return [self]

    @transaction.atomic
    def send_to(self, users):
        """Write a notice and a mail for each active person, once each, in the current transaction."""
        people = {user.pk: user for user in users if user is not None and user.is_active}
        for _pk, user in sorted(people.items()):
            with translation.override(user.language or settings.LANGUAGE_CODE), read_by(user):
                self._tell(user)
        return len(people)

    def _tell(self, user):
        title, paragraphs = self._words()
        for each in self.notices():
            each._notify(user)
        leave_url = settings.SITE_URL + self.leave_path() if self.leave_path() else ""
        mail = compose(user, title, paragraphs, self.path(), str(self.link_label), str(self.why), leave_url)
        calendar = self.calendar(user)
        if calendar:
            method, content = calendar
            mail.attach_alternative(content.decode(), f"text/calendar; method={method}")
            mail.attach("rendez-vous.ics", content, f"application/ics; method={method}")
        for file in self.files(user):
            mail.attach(*file)
        mail.send()

    def _words(self):
        return without_links(" ".join(str(self.title()).split()))[:250], [
            line if isinstance(line, OwnAddress) else str(line) for line in self.paragraphs()
        ]

    def _notify(self, user):
        title, paragraphs = self._words()
        Notification.objects.create(
            user=user, kind=self.kind, title=title, body="\n\n".join(paragraphs), path=self.path()
        )


@dataclass(frozen=True)
class Grouped(Message):
    """Several messages in one mail, under the title `heading`, with `target` to open; a notice for each."""

    parts: tuple
    heading: str
    target: str
    kind: ClassVar[str] = "notifications.grouped"

    def title(self):
        return self.heading

    def paragraphs(self):
        return [line for each in self.parts for line in each.in_group()]

    def path(self):
        return self.target

    def notices(self):
        return self.parts


def compose(user, title, paragraphs, path, link_label, why, leave_url=""):
    """The mail of a message for one person: text and HTML with the same sentences.

    `leave_url` is where mail readers, and the person, stop such mails by one POST.
    """
    context = {
        "title": title,
        "paragraphs": [{"text": each, "is_link": isinstance(each, OwnAddress)} for each in paragraphs],
        "link_url": settings.SITE_URL + path,
        "link_label": link_label,
        "why": why,
        "leave_url": leave_url,
        "greeting": _("Bonjour %(name)s,") % {"name": user.full_name} if user.full_name else _("Bonjour,"),
        "service_name": settings.SERVICE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "language": user.language or settings.LANGUAGE_CODE,
    }
    mail = Mail(subject=title, body=render_to_string("emails/message.txt", context), to=[user.email])
    if leave_url:
        mail.extra_headers = {
            "List-Unsubscribe": f"<{leave_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail.attach_alternative(INLINER.inline(render_to_string("emails/message.html", context)), "text/html")
    return mail


def moderators():
    return User.objects.filter(is_staff=True, is_active=True).order_by("pk")
