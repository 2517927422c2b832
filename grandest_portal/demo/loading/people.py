"""The open accounts, and a person without login for each other organisation."""

from allauth.account.models import EmailAddress
from django.utils import timezone

from buyers.actions import register_buyer
from grandest_portal.accounts.actions import acknowledge, approve_membership, register_partner
from grandest_portal.accounts.enums import IdentifierKind, PartnerKind, Side
from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.demo.accounts import PASSWORD
from grandest_portal.demo.loading.content import fictional_siret
from suppliers.actions import register_company

OPEN_BUYERS = {"valbrune": ("acheteur", "Camille Renard"), "vezelle": ("acheteur2", "Dominique Salvi")}
OPEN_COMPANIES = {
    "ondine": ("pme", "Inès Marchal"),
    "mediroute": ("pme2", "Karim Lotz"),
    "wortbruecke": ("firma", "Anna Becker"),
}
PARTNER = {
    "key": "partenaire",
    "name": "Agence de l'innovation (démonstration)",
    "street": "1 place de la Rencontre",
    "postal_code": "67000",
    "city": "Strasbourg",
    "website": "https://agence.example",
}


def create_user(email, full_name, **fields):
    user = User.objects.create_user(email, PASSWORD, full_name=full_name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    acknowledge(user, at=timezone.now())
    record(user, "user.created", by=None, after={"demonstration": True})
    return user


def person_for(key, openings, side):
    """The open account of an organisation, or an inactive person who only signs its texts."""
    if key in openings:
        name, full_name = openings[key]
        return create_user(f"{name}@demo.example", full_name, side=side)
    return create_user(f"{key}@organisation.example", "Personne fictive", side=side, is_active=False)


def organisation_data(row, number):
    french = row.get("country", "FR") == "FR"
    return {
        "name": row["name"],
        "country": row.get("country", "FR"),
        "identifier_kind": IdentifierKind.SIRET if french else row["identifier_kind"],
        "identifier": fictional_siret(number) if french else row["identifier"],
        "street": row["street"],
        "postal_code": row["postal_code"],
        "city": row["city"],
        "website": row["website"],
    }


def load_buyers(rows, moderator):
    """{key: user} of the buyers, each membership verified."""
    users = {}
    for number, row in enumerate(rows, start=1):
        user = person_for(row["key"], OPEN_BUYERS, Side.BUYER)
        data = organisation_data(row, number)
        membership = register_buyer(
            user, data=data, position="Responsable des achats", kind=row["kind"], by=user
        )
        approve_membership(membership, by=moderator)
        users[row["key"]] = user
    return users


def load_companies(rows, moderator):
    """{key: user} of the companies, each membership verified."""
    users = {}
    for number, row in enumerate(rows, start=101):
        user = person_for(row["key"], OPEN_COMPANIES, Side.COMPANY)
        membership = register_company(
            user,
            data=organisation_data(row, number),
            position="Direction",
            company_data={
                "legal_form": row["legal_form"],
                "presentation": row["presentation"],
                "founded": row["founded"],
                "headcount": row["employees"],
            },
            by=user,
        )
        approve_membership(membership, by=moderator)
        users[row["key"]] = user
    return users


def load_partner(moderator):
    """The person who speaks for the partner."""
    user = create_user("partenaire@demo.example", "Paul Weiss", side=Side.PARTNER)
    membership = register_partner(
        user,
        data=organisation_data(PARTNER, 90),
        position="Chargé de mission",
        kind=PartnerKind.AGENCY,
        by=user,
    )
    approve_membership(membership, by=moderator)
    return user


def load_moderators():
    create_user("moderation@demo.example", "Louise Hartmann", is_staff=True)
    create_user("admin@demo.example", "Administration technique", is_staff=True, is_superuser=True)
