"""Suggesting and withdrawing: who may, what is refused, what is recorded, who is told, and what stays untouched."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from buyers.models import PublicBuyer
from grandest_portal.accounts.enums import MembershipRole
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter
from needs import actions
from needs.matching.bands import band_of, bands
from needs.models import Match, Need, Suggestion
from suppliers.models import Company, Solution
from tests.factories import (
    MembershipFactory,
    NeedFactory,
    SolutionFactory,
    SuggestionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.needs.matching.engines import refresh_need
from tests.needs.suggestions.conftest import organisation_of


def told():
    return {row.user_id: row for row in Notification.objects.all()}


@pytest.mark.parametrize("direction", ["to_buyer", "to_company"])
def test_both_sides_are_told_the_same_who_why_and_interest(pair, direction):
    MembershipFactory(organisation=pair.need.buyer.organisation, waiting=True)
    suggestion = pair.suggest(
        direction=direction, interest="link", interest_text="Nous finançons cette entreprise."
    )
    rows = told()
    assert set(rows) == {pair.people["buyer"].pk, pair.people["company"].pk}
    assert {(row.title, row.body, row.path) for row in rows.values()} == {
        (
            f"{pair.partner} suggère un rapprochement : {pair.solution} – {pair.need}",
            rows[pair.people["buyer"].pk].body,
            f"/suggestions/{suggestion.pk}/",
        )
    }
    body = rows[pair.people["buyer"].pk].body
    for words in (
        "Pourquoi : L'essai répond à la situation décrite.",
        "Lien d'intérêt déclaré : Nous finançons cette entreprise.",
        f"Suggéré par : {pair.people['partner']}, {pair.partner}.",
        "Une suggestion ne donne aucun avantage",
    ):
        assert words in body
    assert body.startswith(f"{pair.partner} propose à ")


def test_suggestion_is_recorded_for_a_later_register(pair):
    suggestion = pair.suggest()
    (entry,) = history_of(suggestion)
    assert (entry.verb, entry.value.actor) == ("suggestion.made", pair.people["partner"])
    assert entry.value.payload["after"] == {
        "partner": pair.partner.pk,
        "need": pair.need.pk,
        "solution": pair.solution.pk,
        "direction": "to_buyer",
        "reason": "L'essai répond à la situation décrite.",
        "declared_interest": "none",
        "interest_text": "",
    }


def test_suggestion_changes_no_match_no_score_no_band_no_order(pair):
    for text in ("fuite", "fuite d'eau", "compteurs relevés la nuit"):
        SolutionFactory(published=True, novelty=text)
    refresh_need(pair.need.pk, timezone.now())

    def matches():
        ordered = bands(timezone.localdate())
        return [
            (row.pk, row.solution_id, row.score, row.tie_break, band_of(row.score, ordered).key)
            for row in Match.objects.of_need(pair.need)
        ]

    before, last = matches(), Match.objects.of_need(pair.need).last().solution
    pair.suggest(solution=last)
    assert matches() == before
    assert not Job.objects.filter(name__startswith="needs.match").exists()
    refresh_need(pair.need.pk, timezone.now())
    assert matches() == before
    assert len(before) == 4


def reader():
    return partner_user(role=MembershipRole.READER)


def waiting():
    return partner_user(waiting=True)


@pytest.mark.parametrize("make", [reader, waiting, buyer_user, company_user, UserFactory, partner_user])
def test_only_writing_people_of_that_partner_suggest(pair, make):
    with pytest.raises(DomainError, match="Seules les personnes validées"):
        pair.suggest(by=make())
    assert (Suggestion.objects.count(), Notification.objects.count()) == (0, 0)


@pytest.mark.parametrize("make", [reader, waiting])
def test_reader_and_waiting_person_of_the_same_partner_do_not_suggest(pair, make):
    user = make()
    partner = organisation_of(user).partner
    with pytest.raises(DomainError, match="Seules les personnes validées"):
        pair.suggest(partner=partner, by=user)


@pytest.mark.parametrize("role", [MembershipRole.ADMINISTRATOR, MembershipRole.EDITOR])
def test_administrator_and_editor_suggest(pair, role):
    user = MembershipFactory(organisation=pair.partner.organisation, role=role).user
    assert pair.suggest(by=user).author == user


def test_pair_that_is_not_open_to_all_is_refused(pair):
    Need.objects.filter(pk=pair.need.pk).update(status="closed")
    with pytest.raises(DomainError, match="ne sont pas ouverts"):
        pair.suggest()
    Need.objects.filter(pk=pair.need.pk).update(status="published", source="open_data", source_id="1")
    with pytest.raises(DomainError, match="données ouvertes"):
        pair.suggest()
    Need.objects.filter(pk=pair.need.pk).update(source="portal")
    Solution.objects.filter(pk=pair.solution.pk).update(status="archived")
    with pytest.raises(DomainError, match="n'est plus publiée"):
        pair.suggest()


@pytest.mark.parametrize("role", ["buyer", "company"])
def test_own_organisation_is_no_side(pair, role):
    own = pair.partner.organisation
    if role == "buyer":
        pair.need = NeedFactory(
            published=True, buyer=PublicBuyer.objects.create(organisation=own, kind="other")
        )
    else:
        pair.solution = SolutionFactory(published=True, company=Company.objects.create(organisation=own))
    with pytest.raises(DomainError, match="l'une des deux parties"):
        pair.suggest()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": "  "}, "reason"), ({"interest": "link", "interest_text": " "}, "interest_text")],
)
def test_words_that_miss_are_refused_beside_their_field(pair, changes, field):
    with pytest.raises(DomainError) as refusal:
        pair.suggest(**changes)
    assert refusal.value.field == field


def test_text_of_an_interest_that_is_denied_is_not_stored(pair):
    assert pair.suggest(interest="none", interest_text="Reste d'une saisie").interest_text == ""


def test_same_pair_once_until_withdrawn(pair):
    first = pair.suggest()
    with pytest.raises(DomainError, match="déjà suggéré"):
        pair.suggest(direction="to_company")
    actions.withdraw_suggestion(first, by=pair.people["partner"], reason="Erreur de fiche.")
    assert pair.suggest() != first
    with pytest.raises(IntegrityError, match="needs_suggestion_one_live"), transaction.atomic():
        SuggestionFactory(partner=pair.partner, need=pair.need, solution=pair.solution)


def test_day_has_a_limit_that_is_data_and_counts_withdrawn_ones(pair):
    Parameter.objects.filter(key="partner_suggestions_per_day").update(value=2)
    actions.withdraw_suggestion(pair.suggest(), by=pair.people["partner"], reason="Erreur.")
    pair.suggest()
    with pytest.raises(DomainError, match="ses 2 suggestions du jour : revenez demain"):
        pair.suggest(solution=SolutionFactory(published=True))
    other = partner_user()
    assert pair.suggest(partner=organisation_of(other).partner, by=other).pk
    Suggestion.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert pair.suggest(solution=SolutionFactory(published=True)).pk


def test_withdrawal_has_a_reason_told_to_both_and_recorded(pair):
    suggestion = pair.suggest()
    Notification.objects.all().delete()
    with pytest.raises(DomainError, match="Dites pourquoi vous la retirez"):
        actions.withdraw_suggestion(suggestion, by=pair.people["partner"], reason=" ")
    actions.withdraw_suggestion(suggestion, by=pair.people["partner"], reason="La fiche a changé.")
    assert set(told()) == {pair.people["buyer"].pk, pair.people["company"].pk}
    assert "Raison : La fiche a changé." in told()[pair.people["buyer"].pk].body
    assert [entry.verb for entry in history_of(suggestion)] == ["suggestion.withdrawn", "suggestion.made"]
    with pytest.raises(DomainError, match="déjà retirée"):
        actions.withdraw_suggestion(suggestion, by=pair.people["partner"], reason="Encore.")


@pytest.mark.parametrize("role", ["buyer", "company"])
def test_only_its_partner_withdraws(pair, role):
    suggestion = pair.suggest()
    for user in (pair.people[role], partner_user()):
        with pytest.raises(DomainError, match="Seules les personnes validées"):
            actions.withdraw_suggestion(suggestion, by=user, reason="Non.")


@pytest.mark.parametrize(
    "fields",
    [
        {"direction": "sideways"},
        {"declared_interest": "link"},
        {"declared_interest": "none", "interest_text": "x"},
        {"withdrawal_reason": "sans date"},
    ],
)
def test_database_refuses_what_must_not_be(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionFactory(**fields)
