"""Asking to join an organisation opens nothing of it: its SIRET is public, anybody may type it."""

import pytest

from grandest_portal.core.errors import DomainError
from needs import actions
from needs.models import Need
from tests.access.scene import build
from tests.factories import MembershipFactory, NeedFactory, UserFactory


@pytest.fixture
def scene(dated_data):
    return build()


@pytest.mark.parametrize("owner", ["need published", "solution published"])
def test_waiting_person_reads_no_match_of_the_organisation(client, scene, owner):
    need, solution = scene.things["need published"], scene.things["solution published"]
    organisation = (need.buyer if owner == "need published" else solution.company).organisation
    client.force_login(MembershipFactory(organisation=organisation, waiting=True).user)
    pages = [
        f"/besoins/{need.pk}/correspondances/",
        f"/solutions/{solution.pk}/correspondances/",
        f"/besoins/{need.pk}/correspondances/{solution.pk}/",
    ]
    assert [client.get(page).status_code for page in pages] == [403, 403, 404]


@pytest.mark.parametrize("status", ["requested", "refused"])
def test_need_of_a_person_without_right_is_not_published(dated_data, status):
    need = NeedFactory(submitted=True)
    organisation = need.buyer.organisation
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=need.created_at)
    author = MembershipFactory(organisation=organisation, status=status).user
    Need.objects.filter(pk=need.pk).update(author=author)
    with pytest.raises(DomainError, match="ne représente pas encore"):
        actions.publish_need(need, by=UserFactory(moderator=True))


def test_need_of_an_approved_person_is_published(dated_data):
    """The control: the same need, its author approved."""
    need = NeedFactory(submitted=True)
    organisation = need.buyer.organisation
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=need.created_at)
    Need.objects.filter(pk=need.pk).update(author=MembershipFactory(organisation=organisation).user)
    assert actions.publish_need(need, by=UserFactory(moderator=True)).status == "published"
