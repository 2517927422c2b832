"""The page of a solution asks ten queries at most, whoever reads it and however much hangs from its sheet."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.attachments.actions import add_attachment
from grandest_portal.reference.models import PurchaseRoute
from suppliers.audience import KIND
from suppliers.enums import AccessStatus, OriginStatus, SolutionStatus
from suppliers.models import AccessRequest, Assessment, Origin, SolutionRoute
from tests.accounts.teams import delegate
from tests.core.files import corpus
from tests.factories import SuggestionFactory, UserFactory, buyer_user, company_user, partner_user
from tests.suppliers.helpers import code, member, refer, solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("innovation")]
QUERIES = 10
MOST = {"visitor": 3}


def organisation_of(user):
    return user.memberships.get().organisation


def verified(user):
    organisation = organisation_of(user)
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    return user


def two_hats():
    user = verified(buyer_user())
    delegate(organisation_of(buyer_user()), user=user)
    return user


READERS = {
    "visitor": lambda solution: None,
    "buyer": lambda solution: verified(buyer_user()),
    "buyer with two hats": lambda solution: two_hats(),
    "own": lambda solution: member(solution.company),
    "other company": lambda solution: company_user(),
    "partner": lambda solution: partner_user(),
    "moderator": lambda solution: UserFactory(moderator=True),
}


def join(solution, rank, audience, by):
    file = SimpleUploadedFile(f"{audience}-{rank}.pdf", corpus.pdf(f"{audience} {rank}"))
    add_attachment(
        KIND, solution.pk, upload=file, by=by, purpose="public", audience=audience, is_accessible=True
    )


def fill(solution, rows, reader):
    """So much of each sort hangs from the sheet: all audiences, all that a company may say of it."""
    by = member(solution.company)
    ways = list(PurchaseRoute.objects.exclude(threshold_keys=[]).values_list("key", flat=True))
    for rank in range(rows):
        refer(solution, rank)
        for audience in ("everyone", "buyers", "request"):
            join(solution, rank, audience, by)
        way = ways[rank % len(ways)]
        SolutionRoute.objects.create(
            solution=solution, route=way, reference=f"R-{rank}", stated_at=timezone.now()
        )
        SuggestionFactory(solution=solution)
    solution.cpv.add(*(code(f"4842{rank}000", "Logiciels") for rank in range(rows)))
    Assessment.objects.create(
        solution=solution,
        company=solution.company,
        status="signed",
        signed_at=timezone.now(),
        seal="0" * 64,
        note={"solution_version": 1},
        audience="request",
    )
    Origin.objects.create(
        solution=solution,
        company=solution.company,
        partner=organisation_of(partner_user()).partner,
        key="k",
        source="Salon",
        status=OriginStatus.CONFIRMED,
        imported_at=timezone.now(),
        decided_at=timezone.now(),
    )
    for membership in reader.memberships.all() if reader else []:
        AccessRequest.objects.create(
            solution=solution,
            organisation=membership.organisation,
            reason="Un essai.",
            status=AccessStatus.REFUSED,
            decided_at=timezone.now(),
            answer="Plus tard.",
        )


@pytest.fixture
def solution():
    return solution_in(
        SolutionStatus.PUBLISHED, security="Chiffré.", audiences={"security": "request"}, references="Une."
    )


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize("role", READERS)
def test_the_page_keeps_its_budget_for_everybody(solution, role, rows, django_assert_max_num_queries):
    reader = READERS[role](solution)
    if rows:
        fill(solution, rows, reader)
    client = Client()
    if reader:
        client.force_login(reader)
    with django_assert_max_num_queries(MOST.get(role, QUERIES)):
        response = client.get(reverse("suppliers:solution_detail", args=[solution.pk]))
    assert response.status_code == 200
