"""A public need, people around it, and moderators."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.versions import keep_version
from grandest_portal.reference.models import CPVCode, Territory
from grandest_portal.reports.kinds import KINDS
from needs.actions import reject_need
from needs.versioning import content_of
from tests.factories import NeedFactory, SolutionFactory, UserFactory, buyer_user, company_user


@pytest.fixture(autouse=True)
def lists(dated_data):
    """The committed reasons, rules, delays and wordings."""


@pytest.fixture
def moderator(db):
    return UserFactory(moderator=True)


@pytest.fixture
def other(db):
    return UserFactory(moderator=True)


@pytest.fixture
def agent(db):
    user = buyer_user()
    organisation = user.memberships.get().organisation
    Organisation.objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    user.buyer = organisation.buyer
    return user


@pytest.fixture
def need(agent):
    return NeedFactory(buyer=agent.buyer, author=agent, published=True)


@pytest.fixture
def read_need(need):
    """The public need, complete, as a moderator read it: whatever changes now awaits moderators again."""
    code = CPVCode.objects.create(code="38420000", check_digit="5", label="Mesure du débit", level=4)
    need.cpv.set([code])
    need.territories.set([Territory.objects.create(kind="department", code="57", name="Moselle")])
    need.approved_version = need.version
    need.save(update_fields=["approved_version"])
    keep_version(need, need.version, content_of(need), by=None, public=True)
    return need


@pytest.fixture
def solution(db):
    user = company_user()
    return SolutionFactory(company=user.memberships.get().organisation.company, author=user, published=True)


@pytest.fixture
def waiting(agent):
    """Make a need that awaits moderators."""

    def make(**fields):
        day = timezone.localdate() + timedelta(days=30)
        options = {"buyer": agent.buyer, "author": agent, "sourcing_open_until": day, **fields}
        return NeedFactory(submitted=True, **options)

    return make


@pytest.fixture
def rejected(waiting, moderator):
    return reject_need(waiting(), by=moderator, reason_key="hors_objet")


@pytest.fixture
def needs_kind():
    return KINDS["need"]
