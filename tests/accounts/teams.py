"""A verified organisation with its people, for the tests of teams."""

from django.utils import timezone

from tests.factories import MembershipFactory, OrganisationFactory, PublicBuyerFactory


def verified(**fields):
    return OrganisationFactory(verified_at=timezone.now(), **fields)


def verified_buyer():
    return PublicBuyerFactory(organisation=verified()).organisation


def member(organisation, role="editor", **fields):
    return MembershipFactory(organisation=organisation, role=role, **fields)


def administrator(organisation, **fields):
    return member(organisation, "administrator", **fields)


def delegate(organisation, *, role="editor", ends_on=None, **fields):
    fields.setdefault("agency", "Cabinet Exemple")
    return member(organisation, role, kind="delegated", ends_on=ends_on or timezone.localdate(), **fields)
