"""What is told about who speaks for an organisation: requests, decisions, invitations, roles, departures."""

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.models import Invitation, Membership, User
from grandest_portal.core.dates import date_words
from grandest_portal.notifications.messages import Message, compose


def team_path(pk):
    """The page of a team, at the line of one membership: by it an erasure finds what named the person."""
    return f"{reverse('organisation:team')}#rattachement-{pk}"


@dataclass(frozen=True)
class MembershipRequested(Message):
    """To moderators, or to the administrators of the organisation: somebody asks to speak for it."""

    membership: Membership
    to_team: bool = False
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
        if self.to_team:
            return team_path(self.membership.pk)
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


@dataclass(frozen=True)
class Reader:
    """Somebody who gets a mail and may have no account: the address, and nothing else is known."""

    email: str
    full_name: str = ""
    language: str = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class InvitationSent(Message):
    """To the person invited, who may have no account: the words are the same."""

    invitation: Invitation
    kind: ClassVar[str] = "accounts.invitation_sent"
    link_label: ClassVar = gettext_lazy("Lire l'invitation")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que l'organisation nommée ci-dessus vous invite. "
        "Si vous ne la connaissez pas, n'en tenez pas compte : rien ne se fait sans vous."
    )

    def title(self):
        return _("%(organisation)s vous invite à agir en son nom") % {
            "organisation": self.invitation.organisation
        }

    def paragraphs(self):
        invitation = self.invitation
        lines = [
            _("%(inviter)s vous propose le rôle « %(role)s ».")
            % {"inviter": invitation.invited_by, "role": invitation.get_role_display()}
        ]
        if invitation.ends_on:
            lines.append(
                _("C'est une délégation limitée, au titre de %(agency)s, jusqu'au %(day)s inclus.")
                % {"agency": invitation.agency, "day": date_words(invitation.ends_on)}
            )
        return [
            *lines,
            _(
                "Connectez-vous, ou créez un compte, avec cette adresse. L'invitation est valable jusqu'au %(day)s."
            )
            % {"day": date_words(localtime(invitation.expires_at))},
        ]

    def path(self):
        return reverse("organisation:invitation", args=[self.invitation.pk])

    def send(self):
        """Tell the account that has the address, where one is; a mail leaves in either case."""
        user = User.objects.filter(email__lower=self.invitation.email.lower(), is_active=True).first()
        if user is not None:
            return self.send_to([user])
        reader = Reader(self.invitation.email)
        with translation.override(reader.language):
            lines = [str(line) for line in self.paragraphs()]
            compose(reader, str(self.title()), lines, self.path(), str(self.link_label), str(self.why)).send()
        return 1


@dataclass(frozen=True)
class InvitationAccepted(Message):
    """To the administrators: the person is now part of the team."""

    membership: Membership
    kind: ClassVar[str] = "accounts.invitation_accepted"
    link_label: ClassVar = gettext_lazy("Voir l'équipe")

    def title(self):
        return _("%(user)s agit maintenant pour %(organisation)s") % {
            "user": self.membership.user,
            "organisation": self.membership.organisation,
        }

    def paragraphs(self):
        membership = self.membership
        lines = [_("Rôle : %(role)s.") % {"role": membership.get_role_display()}]
        if membership.is_delegated:
            lines.append(
                _("Par délégation, au titre de %(agency)s, jusqu'au %(day)s inclus.")
                % {"agency": membership.agency, "day": date_words(membership.ends_on)}
            )
        return lines

    def path(self):
        return team_path(self.membership.pk)


@dataclass(frozen=True)
class MembershipChanged(Message):
    """To the person: the administration gave another role or department."""

    membership: Membership
    kind: ClassVar[str] = "accounts.membership_changed"
    link_label: ClassVar = gettext_lazy("Voir l'équipe")

    def title(self):
        return _("Votre rôle chez %(organisation)s : %(role)s") % {
            "organisation": self.membership.organisation,
            "role": self.membership.get_role_display(),
        }

    def paragraphs(self):
        if self.membership.department:
            return [_("Service : %(department)s.") % {"department": self.membership.department}]
        return [_("L'administration de l'organisation a modifié votre rattachement.")]

    def path(self):
        return reverse("organisation:team")


@dataclass(frozen=True)
class MembershipEnded(Message):
    """To the person whose membership was ended by somebody else, or ran out."""

    membership: Membership
    kind: ClassVar[str] = "accounts.membership_ended"
    link_label: ClassVar = gettext_lazy("Ouvrir mon tableau de bord")

    def title(self):
        return _("Vous ne représentez plus %(organisation)s") % {"organisation": self.membership.organisation}

    def paragraphs(self):
        reason = self.membership.decision_reason
        lines = [_("Raison : %(reason)s") % {"reason": reason}] if reason else []
        return [
            *lines,
            _(
                "Vos textes restent à l'organisation. Si c'est une erreur, écrivez à son administration ou à nous."
            ),
        ]


@dataclass(frozen=True)
class MemberLeft(Message):
    """To the administrators: somebody left, or a delegation ran out."""

    membership: Membership
    kind: ClassVar[str] = "accounts.member_left"
    link_label: ClassVar = gettext_lazy("Voir l'équipe")

    def title(self):
        return _("%(user)s ne représente plus %(organisation)s") % {
            "user": self.membership.user,
            "organisation": self.membership.organisation,
        }

    def paragraphs(self):
        return [_("Vérifiez les rendez-vous à venir que cette personne devait assurer.")]

    def path(self):
        return team_path(self.membership.pk)
