"""Who was put out of a company asks to join it again: the request alone gives nothing back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.accounts.actions import end_membership
from grandest_portal.accounts.models import Membership
from grandest_portal.core.errors import DomainError
from suppliers import actions
from suppliers.enums import SolutionStatus
from suppliers.models import AccessReading, Solution, SolutionReference
from suppliers.permissions import can_prepare_solution, readers_of
from tests.access.files import let_go
from tests.factories import CompanyFactory, SolutionFactory, UserFactory
from tests.suppliers.helpers import member, solution_in
from tests.suppliers.test_access import join, with_files  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]

SECRET, CONTACT = "Secret de sécurité", "jeanne@metz.example"


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def ask(user, company):
    """The person asks to join the company; the membership that waits."""
    names = ["name", "country", "identifier_kind", "identifier", "street", "postal_code", "city", "website"]
    data = {name: getattr(company.organisation, name) for name in names}
    return actions.register_company(user, data=data, position="Chargé", company_data={}, by=user)


class Left:
    """A sheet of a company, its administrator, and its author, who was put out and asks to join again."""

    def __init__(self, status):
        self.solution = solution_in(status, security=SECRET, audiences={"security": "request"})
        company = self.solution.company
        self.boss, author = member(company), member(company, role="editor")
        Solution.objects.filter(pk=self.solution.pk).update(author=author)
        SolutionReference.objects.create(
            solution=self.solution,
            who="Metz",
            year=2024,
            result="Moins de fuites.",
            contact_name="Jeanne",
            contact_email=CONTACT,
            consent_by="Elle-même",
            consent_on=timezone.localdate(),
        )
        end_membership(author.memberships.get(), by=self.boss, reason="Départ")
        ask(fresh(author), company)
        self.author = fresh(author)
        self.solution.refresh_from_db()


@pytest.fixture
def left(client):
    def left(status):
        made = Left(status)
        client.force_login(made.author)
        return made

    return left


def test_what_is_given_on_request_stays_closed(left, client):
    pk = left(SolutionStatus.PUBLISHED).solution.pk
    page = client.get(f"/solutions/{pk}/")
    assert page.status_code == 200 and SECRET not in page.text and CONTACT not in page.text
    assert client.get(f"/solutions/{pk}/references/").status_code == 404
    assert not AccessReading.objects.exists()


@pytest.mark.usefixtures("with_files")
def test_a_document_on_request_stays_closed(left, client):
    made = left(SolutionStatus.DRAFT)
    document = join(made.solution, "Tarifs.pdf", audience="request")
    Solution.objects.update(status=SolutionStatus.PUBLISHED, published_at=timezone.now())
    answer = client.get(f"/documents/{document.pk}/?avertissement-lu")
    let_go(answer)
    assert answer.status_code == 404


@pytest.mark.parametrize("status", sorted(set(SolutionStatus) - {"published"}))
def test_no_page_of_preparation_opens(left, client, status):
    made = left(status)
    for page in ("", "modifier/solution/", "verifier/", "versions/"):
        assert client.get(f"/solutions/{made.solution.pk}/{page}").status_code == 404, page
    assert not can_prepare_solution(made.author, made.solution)
    assert str(made.solution) not in client.get("/mes-solutions/").text
    assert set(readers_of(made.solution)) == {made.boss}


def test_control_the_text_of_a_first_request_stays_the_persons_own(client):
    """The rule holds for what the request opens, not against who waits for the first time."""
    company = CompanyFactory(organisation__verified_at=timezone.now())
    member(company)
    user = UserFactory()
    ask(user, company)
    draft = SolutionFactory(company=company, author=user, security=SECRET)
    client.force_login(fresh(user))
    assert client.get(f"/solutions/{draft.pk}/modifier/solution/").status_code == 200
    assert SECRET in client.get(f"/solutions/{draft.pk}/verifier/").text


def test_the_page_of_a_new_draft_sent_again_changes_nothing(left):
    """Its token was given before the person left: it names the old draft."""
    made = left(SolutionStatus.DRAFT)
    token = uuid.uuid4()
    Solution.objects.filter(pk=made.solution.pk).update(form_token=token)
    with pytest.raises(DomainError, match="déjà servi"):
        actions.create_solution(
            made.solution.company, data={"title": "Vandalisé"}, by=made.author, token=token
        )
    assert Solution.objects.get().title == made.solution.title


def test_asking_to_join_the_company_that_took_the_sheet_opens_nothing(client):
    """Even for who asked there before writing it elsewhere: it is published by now."""
    taker = CompanyFactory(organisation__verified_at=timezone.now())
    member(taker)
    author = UserFactory()
    ask(author, taker)
    Membership.objects.filter(user=author).update(requested_at=timezone.now() - timedelta(days=9))
    sheet = solution_in(
        SolutionStatus.PUBLISHED,
        company=taker,
        author=author,
        security=SECRET,
        audiences={"security": "request"},
    )
    client.force_login(fresh(author))
    assert SECRET not in client.get(f"/solutions/{sheet.pk}/").text
    Solution.objects.update(status=SolutionStatus.ARCHIVED, archived_at=timezone.now())
    assert client.get(f"/solutions/{sheet.pk}/").status_code == 404
