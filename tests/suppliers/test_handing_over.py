"""What the word of the giver stood for ends when a sheet changes hands; the taker gives its own."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from suppliers import actions
from suppliers.audience import names_on_request
from suppliers.enums import AccessStatus
from suppliers.models import AccessRequest, Assessment, Solution
from tests.factories import UserFactory, buyer_user
from tests.suppliers.innovation.conftest import ANSWERS
from tests.suppliers.innovation.test_buying import DIRECT, OFFER
from tests.suppliers.test_transfers import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("innovation")]


@pytest.fixture
def pair(dated_data):
    return Pair()


SECRET, REASON = "Secret du repreneur", "Un marché confidentiel."
CONTACT = {
    "contact_name": "Jeanne Témoin",
    "contact_email": "jeanne@metz.example",
    "consent_by": "Elle-même",
}


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def asked_by_a_buyer(solution):
    buyer = buyer_user()
    organisation = buyer.memberships.get().organisation
    Organisation.objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    asked = AccessRequest.objects.create(
        solution=solution, organisation=organisation, person=buyer, reason=REASON
    )
    return asked, buyer


def hand_over(pair):
    actions.accept_transfer(pair.propose(), by=pair.other)
    return Solution.objects.get()


def on_request(solution, text):
    Solution.objects.filter(pk=solution.pk).update(security=text, audiences={"security": "request"})


class TestRequests:
    def test_a_granted_one_is_withdrawn_and_the_buyer_told(self, pair):
        on_request(pair.solution, "Texte du cédant")
        asked, buyer = asked_by_a_buyer(pair.solution)
        actions.grant_access(asked, by=pair.agent)
        Notification.objects.all().delete()
        solution = hand_over(pair)
        on_request(solution, SECRET)
        answer = logged_in(buyer).get(f"/solutions/{solution.pk}/acces/lire/")
        assert answer.status_code == 403 and SECRET not in answer.text
        asked.refresh_from_db()
        assert asked.status == AccessStatus.WITHDRAWN and str(pair.taker) in asked.answer
        assert Notification.objects.filter(user=buyer, kind="suppliers.access_withdrawn").count() == 1

    def test_one_that_waits_is_refused_and_may_be_made_anew(self, pair):
        on_request(pair.solution, "Texte du cédant")
        asked, buyer = asked_by_a_buyer(pair.solution)
        solution = hand_over(pair)
        asked.refresh_from_db()
        assert asked.status == AccessStatus.REFUSED
        assert Notification.objects.filter(user=buyer, kind="suppliers.access_answered").count() == 1
        again = actions.ask_access(solution, reason="Le même marché.", by=buyer)
        pages = logged_in(pair.other).get(f"/solutions/{solution.pk}/acces/").text
        assert "Le même marché." in pages and REASON not in pages
        assert actions.grant_access(again, by=pair.other).status == AccessStatus.GRANTED

    def test_the_taker_opens_no_page_of_a_request_made_to_the_giver(self, pair):
        asked, _buyer = asked_by_a_buyer(pair.solution)
        client = logged_in(pair.other)
        hand_over(pair)
        assert client.get(f"/solutions/{pair.solution.pk}/acces/{asked.pk}/").status_code == 404


class TestReferences:
    def test_who_agreed_with_the_giver_is_forgotten(self, pair):
        data = {"who": "Metz", "year": 2024, "day": None, "result": "Bien.", **CONTACT}
        row = actions.add_reference(
            pair.solution, data=data | {"consent_on": timezone.localdate()}, by=pair.agent
        )
        solution = hand_over(pair)
        row.refresh_from_db()
        assert (row.who, row.contact_name, row.contact_email, row.consent_on) == ("Metz", "", "", None)
        assert "contacts" not in names_on_request(solution)
        assert "jeanne@metz.example" not in logged_in(pair.other).get(f"/solutions/{solution.pk}/").text


class TestRoutes:
    def test_a_confirmed_one_is_to_be_checked_again_and_another_stays_hidden(self, pair):
        moderator = UserFactory(moderator=True)
        found = actions.state_route(pair.solution, data=OFFER, by=pair.agent)
        refused = actions.state_route(pair.solution, data=DIRECT, by=pair.agent)
        actions.check_route(found, result="confirmed", note="Vue pour le cédant.", by=moderator)
        actions.check_route(refused, result="refused", note="Introuvable.", by=moderator)
        hand_over(pair)
        found.refresh_from_db()
        refused.refresh_from_db()
        assert (found.check_result, found.check_note, found.checked_by) == ("", "", None)
        assert refused.check_result == "refused"
        assert "non vérifié" in html.unescape(Client().get(f"/solutions/{pair.solution.pk}/").text).lower()


class TestNotes:
    def note(self, pair, **options):
        draft = actions.start_assessment(pair.solution, by=pair.agent)
        draft = actions.save_answers(draft, answers=ANSWERS, by=pair.agent)
        return actions.sign_assessment(
            draft, by=pair.agent, position="Directrice", **{"audience": "everyone"} | options
        )

    def test_a_draft_is_erased(self, pair):
        actions.start_assessment(pair.solution, by=pair.agent)
        hand_over(pair)
        assert not Assessment.objects.exists()

    def test_a_signed_one_stays_the_givers(self, pair):
        note = self.note(pair)
        pk = hand_over(pair).pk
        mine = f"/solutions/{pk}/innovation/notes/{note.pk}/"
        assert logged_in(pair.agent).get(mine).status_code == 200
        assert mine in logged_in(pair.agent).get(f"/solutions/{pk}/innovation/").text
        for client in (logged_in(pair.other), logged_in(buyer_user()), Client()):
            page = client.get(f"/solutions/{pk}/").text
            assert "Directrice" not in page and f"/notes/{note.pk}/" not in page
            assert client.get(f"/solutions/{pk}/innovation/notes/{note.pk}.pdf").status_code in {302, 403}
        assert Client().get(f"/solutions/{pk}/innovation/").status_code == 404
        home = logged_in(pair.other).get(f"/solutions/{pk}/innovation/").text
        assert f"/notes/{note.pk}/" not in home and "Commencer" in home
        assert logged_in(pair.other).get(mine).status_code == 403
        assert logged_in(UserFactory(moderator=True)).get(mine).status_code == 200

    def test_the_taker_changes_nothing_of_it_and_signs_its_own(self, pair):
        note = self.note(pair)
        solution = hand_over(pair)
        with pytest.raises(DomainError, match="tenait la fiche"):
            actions.withdraw_assessment(note, by=pair.other, reason="Pas la nôtre.")
        with pytest.raises(DomainError, match="tenait la fiche"):
            actions.comment_assessment(note, text="Un mot.", by=UserFactory(moderator=True))
        draft = actions.start_assessment(solution, by=pair.other)
        assert draft.answers == {}
        answers = {"rien_d_equivalent": {"answer": "no", "explanation": "", "proof": ""}}
        draft = actions.save_answers(draft, answers=answers, by=pair.other)
        own = actions.sign_assessment(draft, by=pair.other, position="Gérant", audience="everyone")
        assert list(Assessment.objects.signed()) == [own]
        assert Assessment.objects.get(pk=note.pk).status == "signed"
        assert "Gérant" in Client().get(f"/solutions/{solution.pk}/innovation/").text

    def test_it_is_in_force_again_when_the_sheet_comes_back(self, pair):
        note = self.note(pair)
        solution = hand_over(pair)
        back = actions.propose_transfer(solution, taker=pair.giver, by=pair.other)
        actions.accept_transfer(back, by=pair.agent)
        assert list(Assessment.objects.signed()) == [note]
