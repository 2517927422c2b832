"""Inviting, delegating, giving roles and departments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import MembershipRole
from grandest_portal.accounts.models import Department
from grandest_portal.core.forms import PortalForm
from grandest_portal.core.mail_addresses import MailAddressField

ROLE_HELP = _(
    "L'administration gère l'équipe et écrit ; la rédaction écrit, publie et prend des rendez-vous ; "
    "la lecture voit tout et n'écrit rien."
)
DELEGATED_ROLES = [(role.value, role.label) for role in (MembershipRole.EDITOR, MembershipRole.READER)]


class DepartmentChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            Department.objects.none(),
            label=_("Service"),
            required=False,
            empty_label=_("Aucun service"),
            **kwargs,
        )

    def offer(self, organisation):
        self.queryset = organisation.departments.filter(closed_at=None).order_by("name")


class TeamForm(PortalForm):
    """A form about the people of one organisation, which chooses among its own departments."""

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        if "department" in self.fields:
            self.fields["department"].offer(organisation)
            if not self.fields["department"].queryset.exists():
                del self.fields["department"]


class MemberForm(TeamForm):
    role = forms.ChoiceField(
        label=_("Rôle"), choices=MembershipRole.choices, widget=forms.RadioSelect, help_text=ROLE_HELP
    )
    department = DepartmentChoice()

    def __init__(self, *args, membership, **kwargs):
        initial = {"role": membership.role, "department": membership.department_id}
        super().__init__(*args, organisation=membership.organisation, initial=initial, **kwargs)
        if membership.is_delegated:
            self.fields["role"].choices = DELEGATED_ROLES


class InvitationForm(TeamForm):
    email = MailAddressField(
        label=_("Adresse électronique professionnelle"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez l'adresse de la personne.")},
    )
    role = forms.ChoiceField(
        label=_("Rôle"),
        choices=MembershipRole.choices,
        initial=MembershipRole.EDITOR,
        widget=forms.RadioSelect,
        help_text=ROLE_HELP,
    )
    department = DepartmentChoice()


class DelegationForm(TeamForm):
    agency = forms.CharField(
        label=_("Cabinet ou structure"),
        max_length=160,
        help_text=_(
            "Son nom figure à côté de celui de la personne, dans l'historique et auprès de vos collègues."
        ),
        error_messages={"required": _("Dites pour quel cabinet ou quelle structure la personne travaille.")},
    )
    email = MailAddressField(
        label=_("Adresse électronique de la personne"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez l'adresse de la personne.")},
    )
    role = forms.ChoiceField(
        label=_("Ce qu'elle pourra faire"),
        choices=DELEGATED_ROLES,
        initial=MembershipRole.EDITOR,
        widget=forms.RadioSelect,
        help_text=_("Une délégation ne donne jamais l'administration."),
    )
    ends_on = forms.DateField(
        label=_("Dernier jour de la délégation"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Une délégation est limitée dans le temps : donnez son dernier jour."),
            "invalid": _("Écrivez la date ainsi : 31/12/2027."),
        },
    )


class DepartmentForm(PortalForm):
    name = forms.CharField(
        label=_("Nom du service"),
        max_length=120,
        help_text=_("Par exemple : direction de l'eau."),
        error_messages={"required": _("Écrivez le nom du service.")},
    )


class OptionalReasonForm(PortalForm):
    reason = forms.CharField(
        label=_("Un mot pour expliquer"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
