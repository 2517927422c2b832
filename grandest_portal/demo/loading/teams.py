"""A team in the demonstration: departments, a colleague who reads, a consultant who acts by delegation."""

from datetime import timedelta

from django.utils import timezone

from grandest_portal.accounts import actions
from grandest_portal.accounts.enums import MembershipRole, Side
from grandest_portal.demo.loading.people import create_user

DELEGATION_DAYS = 120
DEPARTMENTS = [
    "Direction de l'eau",
    "Direction du patrimoine scolaire",
    "Direction des systèmes d'information",
]


def load_team(administrator):
    """The team of the organisation that `administrator` runs, made of people who were really invited."""
    organisation = administrator.memberships.get().organisation
    departments = [actions.open_department(organisation, name=name, by=administrator) for name in DEPARTMENTS]
    reader = create_user("lecteur@demo.example", "Sacha Humbert", side=Side.BUYER)
    join(organisation, reader, administrator, role=MembershipRole.READER, department=departments[0])
    consultant = create_user("conseil@demo.example", "Noor Lambert", side=Side.BUYER)
    join(
        organisation,
        consultant,
        administrator,
        role=MembershipRole.EDITOR,
        agency="Cabinet Passerelle (démonstration)",
        ends_on=timezone.localdate() + timedelta(days=DELEGATION_DAYS),
    )


def join(organisation, user, administrator, **terms):
    invitation = actions.invite(organisation, email=user.email, by=administrator, **terms)
    return actions.accept_invitation(invitation, by=user)
