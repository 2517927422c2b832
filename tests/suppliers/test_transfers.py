"""A sheet handed over: proposed, answered, taken back; what binds the old company; who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.versions import versions_of
from grandest_portal.follow.actions import add_favourite, follow
from grandest_portal.follow.models import Favourite, Follow
from grandest_portal.notifications.models import Notification
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting
from needs.actions import declare_interest
from needs.enums import NeedStatus
from needs.models import Interest
from suppliers import actions
from suppliers.enums import SolutionStatus, TransferStatus
from suppliers.models import Solution, SolutionTransfer
from suppliers.permissions import can_answer_transfer, can_transfer_solution, can_withdraw_transfer
from tests.factories import CompanyFactory, InterestFactory, NeedFactory, UserFactory, buyer_user
from tests.suppliers.helpers import member, people_towards, solution_in
from tests.suppliers.test_races import at_once

SIRET, VAT = "73282932000074", "FR44732829320"


class Pair:
    def __init__(self):
        self.solution = actions.publish_solution(solution_in(SolutionStatus.SUBMITTED), by=None)
        self.giver, self.agent = self.solution.company, member(self.solution.company)
        self.taker = CompanyFactory(
            organisation__verified_at=timezone.now(),
            organisation__country="FR",
            organisation__identifier_kind="siret",
            organisation__identifier=SIRET,
        )
        self.other = member(self.taker)
        Notification.objects.all().delete()

    def propose(self, **options):
        return actions.propose_transfer(self.solution, taker=self.taker, by=self.agent, **options)

    def meeting(self, **values):
        need = NeedFactory(published=True)
        fields = {
            "need": need,
            "buyer": need.buyer,
            "company": self.giver,
            "solution": self.solution,
            "started_by": MeetingSide.COMPANY,
            "awaiting": MeetingSide.BUYER,
            "place": "salle",
            "expires_at": timezone.now() + timedelta(days=3),
        }
        return Meeting.objects.create(**fields | values)


@pytest.fixture
def pair(dated_data):
    return Pair()


def told():
    return sorted(Notification.objects.values_list("user", "kind"))


@pytest.mark.django_db
class TestTransfer:
    def test_nothing_changes_before_the_answer(self, pair):
        transfer = pair.propose(note="Nous cédons l'activité.")
        assert Solution.objects.get().company == pair.giver
        assert told() == [(pair.other.pk, "suppliers.transfer_proposed")]
        assert (transfer.status, history_of(pair.solution)[0].verb) == (
            "proposed",
            "solution.transfer_proposed",
        )

    def test_acceptance_moves_the_sheet_with_all_that_hangs_on_it(self, pair):
        follow(buyer := buyer_user(), "solution", pair.solution.pk)
        add_favourite(buyer.memberships.get().organisation, "solution", pair.solution.pk, by=buyer)
        before = versions_of(pair.solution, public_only=False).count()
        past = InterestFactory(company=pair.giver, solution=pair.solution, need__status=NeedStatus.ABANDONED)
        transfer = pair.propose()
        Notification.objects.all().delete()
        actions.accept_transfer(transfer, by=pair.other)
        solution = Solution.objects.get()
        assert (solution.company, solution.status, solution.version) == (pair.taker, "published", 1)
        assert versions_of(solution, public_only=False).count() == before == 1
        assert (Follow.objects.count(), Favourite.objects.count()) == (1, 1)
        assert Interest.objects.get(pk=past.pk).company == pair.giver
        assert told() == sorted((user.pk, "suppliers.transfer_accepted") for user in (pair.agent, pair.other))
        entry = history_of(solution)[0]
        assert (entry.verb, entry.value.payload["after"]) == (
            "solution.transferred",
            {"company": pair.taker.pk},
        )

    def test_decline_and_withdrawal_leave_it_where_it_is(self, pair):
        declined = actions.decline_transfer(pair.propose(), by=pair.other, reason="Pas notre métier.")
        withdrawn = actions.withdraw_transfer(pair.propose(), by=pair.agent)
        assert (declined.status, declined.answer, withdrawn.status) == (
            "declined",
            "Pas notre métier.",
            "withdrawn",
        )
        assert Solution.objects.get().company == pair.giver
        assert "suppliers.transfer_declined" in {kind for user, kind in told() if user == pair.agent.pk}
        assert "suppliers.transfer_withdrawn" in {kind for user, kind in told() if user == pair.other.pk}

    @pytest.mark.parametrize("verb", ["accept_transfer", "decline_transfer", "withdraw_transfer"])
    def test_answer_is_given_once(self, pair, verb):
        transfer = pair.propose()
        actions.decline_transfer(transfer, by=pair.other)
        with pytest.raises(DomainError, match="n'est plus possible"):
            getattr(actions, verb)(transfer, by=pair.other)

    def test_one_offer_at_a_time(self, pair):
        pair.propose()
        with pytest.raises(DomainError, match="attend déjà sa réponse"):
            pair.propose()

    @pytest.mark.parametrize("status", sorted(set(SolutionStatus) - {"published", "archived"}))
    def test_other_states_are_refused(self, pair, status):
        pair.solution = solution_in(status, company=pair.giver)
        with pytest.raises(DomainError, match="publiée ou archivée"):
            pair.propose()

    def test_company_that_holds_it_or_has_nobody_is_refused(self, pair):
        with pytest.raises(DomainError, match="déjà celle"):
            actions.propose_transfer(pair.solution, taker=pair.giver, by=pair.agent)
        alone = CompanyFactory(organisation__verified_at=timezone.now())
        member(alone, role="reader")
        with pytest.raises(DomainError, match="Personne ne représente"):
            actions.propose_transfer(pair.solution, taker=alone, by=pair.agent)

    def test_open_interest_stands_in_the_way(self, pair):
        interest = InterestFactory(company=pair.giver, solution=pair.solution)
        with pytest.raises(DomainError, match="Un intérêt déclaré avec cette fiche"):
            pair.propose()
        Interest.objects.filter(pk=interest.pk).update(status="withdrawn", withdrawn_at=timezone.now())
        transfer = pair.propose()
        InterestFactory(company=pair.giver, solution=pair.solution)
        with pytest.raises(DomainError, match="Un intérêt déclaré avec cette fiche"):
            actions.accept_transfer(transfer, by=pair.other)
        assert Solution.objects.get().company == pair.giver

    def test_open_meeting_stands_in_the_way_and_a_past_one_does_not(self, pair):
        soon = timezone.now() + timedelta(days=1)
        confirmed = {
            "status": MeetingStatus.CONFIRMED,
            "starts_at": soon,
            "ends_at": soon + timedelta(hours=1),
        }
        meeting = pair.meeting(**confirmed)
        with pytest.raises(DomainError, match="Un rendez-vous autour de cette fiche"):
            pair.propose()
        past = timezone.now() - timedelta(days=1)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
        actions.accept_transfer(pair.propose(), by=pair.other)
        assert Meeting.objects.get().company == pair.giver

    def test_archived_sheet_comes_back_under_its_new_company(self, pair):
        actions.archive_solution(pair.solution, by=pair.agent)
        actions.accept_transfer(pair.propose(), by=pair.other)
        actions.submit_solution(pair.solution, by=pair.other)
        assert actions.publish_solution(pair.solution, by=None).company == pair.taker


@pytest.mark.django_db
class TestPages:
    def test_company_is_found_by_its_siret_or_vat_number(self, pair, client):
        client.force_login(pair.agent)
        url = f"/solutions/{pair.solution.pk}/transmettre/"
        typed = {
            "country": "FR",
            "identifier_kind": "siret",
            "identifier": "732 829 320 00074",
            "note": "Merci.",
        }
        unknown = client.post(url, typed | {"identifier": "55210055400021"})
        assert unknown.status_code == 422
        answer = client.post(url, typed)
        transfer = SolutionTransfer.objects.get()
        assert (answer.url, transfer.note) == (f"/transmissions/{transfer.pk}/", "Merci.")
        assert client.get(url).url == answer.url
        type(pair.taker.organisation).objects.filter(pk=pair.taker.organisation_id).update(
            identifier_kind="vat", identifier=VAT
        )
        assert actions.company_at("vat", VAT, "FR") == pair.taker

    def test_other_side_accepts_on_the_page(self, pair, client):
        transfer = pair.propose(note="Merci.")
        client.force_login(pair.other)
        url = f"/transmissions/{transfer.pk}/"
        page = client.get(url).text
        assert "Accepter la fiche" in page and "Merci." in page
        assert client.post(url, {"withdraw": "1"}).status_code == 302
        assert SolutionTransfer.objects.get().is_proposed
        assert client.post(url, {"accept": "1"}).url == url
        assert Solution.objects.get().company == pair.taker
        assert "Accepter la fiche" not in client.get(url).text

    def test_both_find_it_among_their_sheets(self, pair, client):
        transfer = pair.propose()
        for user in (pair.agent, pair.other):
            client.force_login(user)
            assert f"/transmissions/{transfer.pk}/" in client.get("/mes-solutions/").text

    def test_giver_takes_it_back_and_never_accepts(self, pair, client):
        transfer = pair.propose()
        client.force_login(pair.agent)
        client.post(f"/transmissions/{transfer.pk}/", {"accept": "1"})
        assert SolutionTransfer.objects.get().is_proposed
        client.post(f"/transmissions/{transfer.pk}/", {"withdraw": "1"})
        assert SolutionTransfer.objects.get().status == TransferStatus.WITHDRAWN

    def test_what_is_open_is_said_before_anything_is_typed(self, pair, client):
        InterestFactory(company=pair.giver, solution=pair.solution)
        client.force_login(pair.agent)
        page = client.get(f"/solutions/{pair.solution.pk}/transmettre/").text
        assert "Un intérêt déclaré avec cette fiche" in page and "Proposer la fiche" not in page

    def test_moderators_see_it(self, pair, client):
        pair.propose()
        client.force_login(UserFactory(moderator=True))
        assert str(pair.solution) in client.get("/admin/suppliers/solutiontransfer/").text
        page = client.get(f"/admin/suppliers/solution/{pair.solution.pk}/change/").text
        assert "Transmissions de cette fiche" in page

    def test_who_may(self, pair):
        people = people_towards(pair.solution) | {
            "taker": pair.other,
            "taker's reader": member(pair.taker, role="reader"),
        }
        transfer = pair.propose()
        able = {
            name: {role for role, user in people.items() if may(user, thing)}
            for name, may, thing in [
                ("propose", can_transfer_solution, pair.solution),
                ("answer", can_answer_transfer, transfer),
                ("withdraw", can_withdraw_transfer, transfer),
            ]
        }
        assert able == {"propose": {"own, approved"}, "answer": {"taker"}, "withdraw": {"own, approved"}}


@pytest.mark.django_db(transaction=True)
class TestRace:
    def interest(self, pair):
        need = NeedFactory(published=True)
        return lambda: declare_interest(need, by=pair.agent, note="Nous proposons.", solution=pair.solution)

    def test_interest_at_the_same_instant_and_the_transfer_never_both_stand(self, pair):
        transfer = pair.propose()
        outcomes = at_once(self.interest(pair), lambda: actions.accept_transfer(transfer, by=pair.other))
        assert [type(each) for each in outcomes] == [type(None), DomainError]
        assert Interest.objects.get().solution.company == pair.giver

    def test_interest_after_the_transfer_is_refused(self, pair):
        transfer = pair.propose()
        outcomes = at_once(lambda: actions.accept_transfer(transfer, by=pair.other), self.interest(pair))
        assert [type(each) for each in outcomes] == [type(None), DomainError]
        assert not Interest.objects.exists()

    def test_control_without_the_lock_an_interest_stands_on_a_sheet_of_another_company(self, pair):
        need = NeedFactory(published=True)

        def unguarded():
            InterestFactory(need=need, company=pair.giver, solution=pair.solution)

        transfer = pair.propose()
        outcomes = at_once(lambda: actions.accept_transfer(transfer, by=pair.other), unguarded)
        assert outcomes == [None, None]
        assert Interest.objects.get().solution.company != Interest.objects.get().company
