"""Who speaks for an organisation, in which role and since when."""

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import (
    InvitationStatus,
    MembershipKind,
    MembershipRole,
    MembershipStatus,
)
from grandest_portal.accounts.models.organisations import Organisation
from grandest_portal.accounts.models.people import User


class Department(models.Model):
    """A service inside an organisation, so that a big buyer's people find one another."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="departments", verbose_name=_("organisation")
    )
    name = models.CharField(_("nom du service"), max_length=120)
    closed_at = models.DateTimeField(_("fermé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "organisation",
                condition=Q(closed_at=None),
                name="accounts_department_name",
                violation_error_message=_("Un service porte déjà ce nom."),
            )
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(status=MembershipStatus.APPROVED)

    def live(self):
        """Approved or waiting: the person may already prepare things."""
        return self.filter(status__in=[MembershipStatus.APPROVED, MembershipStatus.REQUESTED])

    def own(self):
        return self.filter(kind=MembershipKind.OWN)

    def delegated(self):
        return self.filter(kind=MembershipKind.DELEGATED)

    def valid(self, on):
        """Those that no end date has passed: a delegation counts until its last day, that day included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def administrators(self):
        return self.approved().filter(role=MembershipRole.ADMINISTRATOR)

    def asked_by(self, author, organisation):
        """Waiting requests of the person and organisation named by two outer columns: for Exists()."""
        return self.filter(
            status=MembershipStatus.REQUESTED, user=OuterRef(author), organisation=OuterRef(organisation)
        )

    def for_list(self):
        return self.select_related("user", "organisation").order_by("-requested_at", "-pk")

    def for_team(self):
        """The people of an organisation: the own ones by name, then those who act by delegation."""
        return self.select_related("user", "department").order_by("-kind", "user__full_name", "pk")


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("personne"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    kind = models.CharField(
        _("nature"), max_length=10, choices=MembershipKind, default=MembershipKind.OWN, editable=False
    )
    role = models.CharField(_("rôle"), max_length=20, choices=MembershipRole, default=MembershipRole.EDITOR)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("service")
    )
    agency = models.CharField(_("cabinet ou structure"), max_length=160, blank=True)
    ends_on = models.DateField(_("délégation jusqu'au"), null=True, blank=True)
    status = models.CharField(
        _("état"), max_length=10, choices=MembershipStatus, default=MembershipStatus.REQUESTED
    )
    position = models.CharField(_("fonction"), max_length=120, blank=True)
    requested_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decision_reason = models.TextField(_("motif"), blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=["requested", "approved"], kind="own"),
                name="accounts_membership_one_live_per_user",
                violation_error_message=_("Cette personne est déjà rattachée à une organisation."),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(status__in=["requested", "approved"]),
                name="accounts_membership_once_per_organisation",
                violation_error_message=_("Cette personne agit déjà pour cette organisation."),
            ),
            models.CheckConstraint(
                condition=Q(kind="own", ends_on=None) | Q(kind="delegated", ends_on__isnull=False),
                name="accounts_membership_delegation_ends",
                violation_error_message=_("Une délégation a une date de fin."),
            ),
            models.CheckConstraint(
                condition=Q(kind="own") | ~Q(role="administrator"),
                name="accounts_membership_delegate_is_no_administrator",
                violation_error_message=_("Une personne déléguée n'administre pas l'organisation."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=MembershipStatus.values), name="accounts_membership_status"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.organisation}"

    @property
    def is_delegated(self):
        return self.kind == MembershipKind.DELEGATED

    @property
    def is_approved(self):
        return self.status == MembershipStatus.APPROVED


class InvitationQuerySet(models.QuerySet):
    def pending(self, at):
        return self.filter(status=InvitationStatus.PENDING, expires_at__gt=at)

    def overdue(self, at):
        return self.filter(status=InvitationStatus.PENDING, expires_at__lte=at)

    def waiting_for(self, user, at):
        """Those that an account may answer: the ones sent to an address that it proved."""
        proved = EmailAddress.objects.annotate(address=Lower("email")).filter(
            user=user, verified=True, address=Lower(OuterRef("email"))
        )
        return self.pending(at).filter(Exists(proved))

    def for_list(self):
        return self.select_related("organisation", "invited_by", "department").order_by("-created_at", "-pk")


class Invitation(models.Model):
    """An administrator asks a person, known by their address, to speak for the organisation.

    Its link holds no secret: it opens only for the account that proved this address.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("adresse électronique"), max_length=254)
    kind = models.CharField(_("nature"), max_length=10, choices=MembershipKind, default=MembershipKind.OWN)
    role = models.CharField(_("rôle"), max_length=20, choices=MembershipRole, default=MembershipRole.EDITOR)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    agency = models.CharField(_("cabinet ou structure"), max_length=160, blank=True)
    ends_on = models.DateField(_("délégation jusqu'au"), null=True, blank=True)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("invité par")
    )
    status = models.CharField(
        _("état"), max_length=10, choices=InvitationStatus, default=InvitationStatus.PENDING
    )
    created_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    expires_at = models.DateTimeField(_("valable jusqu'au"))
    decided_at = models.DateTimeField(_("répondue le"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(status="pending"),
                name="accounts_invitation_one_pending",
                violation_error_message=_("Une invitation attend déjà la réponse de cette personne."),
            ),
            models.CheckConstraint(
                condition=Q(kind="own", ends_on=None)
                | (Q(kind="delegated", ends_on__isnull=False) & ~Q(role="administrator")),
                name="accounts_invitation_delegation_ends",
            ),
            models.CheckConstraint(
                condition=Q(status__in=InvitationStatus.values), name="accounts_invitation_status"
            ),
        ]

    def __str__(self):
        return f"{self.email} – {self.organisation}"
