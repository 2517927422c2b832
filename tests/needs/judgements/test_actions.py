"""Who may judge a match, what is kept of it, and what a change or a withdrawal leaves."""

import threading

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from grandest_portal.accounts.actions import erase_account
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.reference.models import ModerationReason
from needs.actions import judge_match, withdraw_judgement
from needs.actions.judgements import mark_of_match
from needs.models import Judgement, Match, Need
from tests.accounts.teams import delegate, member
from tests.factories import (
    JudgementFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.needs.judgements.conftest import NOTE, organisation_of
from tests.needs.test_races import together


def test_what_was_shown_is_kept_beside_what_is_said(pair):
    judgement, match = pair.judge(), pair.match
    assert (judgement.relevant, judgement.side, judgement.author, judgement.note) == (
        True,
        "buyer",
        pair.buyer,
        NOTE,
    )
    assert judgement.reason == "La solution répond à ce que le besoin demande."
    shown = (judgement.engine, judgement.score, judgement.need_hash, judgement.solution_hash)
    assert shown == (match.engine, match.score, match.need_hash, match.solution_hash)
    assert judgement.need_hash and judgement.band in {"strong", "good", "review"}


def test_each_side_says_its_own(pair):
    pair.judge()
    pair.judge(pair.company, relevant=False, reason_key="autre_sujet")
    rows = Judgement.objects.current().order_by("side").values_list("side", "relevant")
    assert list(rows) == [("buyer", True), ("company", False)]


def test_a_change_keeps_the_former_one(pair):
    first = pair.judge()
    second = pair.judge(relevant=False, reason_key="autre_sujet", note="")
    first.refresh_from_db()
    assert (first.ended_at is not None, first.relevant, first.note) == (True, True, NOTE)
    assert Judgement.objects.current().get() == second
    assert [entry.verb for entry in history_of(first)] == ["judgement.replaced", "judgement.made"]


def test_the_same_words_again_change_nothing(pair):
    assert pair.judge() == pair.judge()
    assert Judgement.objects.count() == 1


def test_withdrawn_it_stands_no_more_and_its_line_stays(pair):
    judgement = withdraw_judgement(pair.judge(), by=pair.buyer)
    assert not Judgement.objects.current().exists()
    assert Judgement.objects.get().note == NOTE
    with pytest.raises(DomainError, match="déjà remplacé ou retiré"):
        withdraw_judgement(judgement, by=pair.buyer)


def test_nobody_is_told_and_the_trail_keeps_no_note(pair):
    told = (Notification.objects.count(), OutgoingEmail.objects.count())
    withdraw_judgement(pair.judge(), by=pair.buyer)
    assert (Notification.objects.count(), OutgoingEmail.objects.count()) == told
    payloads = [entry.value.payload for entry in history_of(Judgement.objects.get())]
    assert len(payloads) == 2 and NOTE not in str(payloads)


def strangers(pair):
    buyer, company = organisation_of(pair.buyer), organisation_of(pair.company)
    return {
        "reader": member(buyer, "reader").user,
        "company reader": member(company, "reader").user,
        "waiting": member(company, waiting=True).user,
        "other buyer": buyer_user(),
        "other company": company_user(),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }


def test_only_who_may_speak_for_one_side_judges_or_withdraws(pair):
    judgement = pair.judge()
    for name, user in strangers(pair).items():
        with pytest.raises(DomainError):
            pair.judge(user)
        with pytest.raises(DomainError):
            withdraw_judgement(judgement, by=user)
        assert Judgement.objects.count() == 1, name


def test_a_delegate_judges_for_the_organisation(pair):
    user = delegate(organisation_of(pair.buyer)).user
    assert pair.judge(user).organisation == organisation_of(pair.buyer)


def test_who_stands_on_both_sides_judges_for_neither(pair):
    delegate(organisation_of(pair.company), user=pair.buyer)
    with pytest.raises(DomainError, match="d'un seul côté"):
        pair.judge()


@pytest.mark.parametrize(
    "relevant, key", [(True, "autre_sujet"), (True, "hors_objet"), (False, "repond_au_besoin")]
)
def test_a_reason_answers_what_it_was_made_for(pair, relevant, key):
    with pytest.raises(DomainError) as refused:
        pair.judge(relevant=relevant, reason_key=key)
    assert refused.value.field == "reason_key"


def test_the_list_of_reasons_is_edited_data(pair):
    ModerationReason.objects.filter(key="autre_sujet").update(enabled=False)
    with pytest.raises(DomainError, match="n'est plus dans la liste"):
        pair.judge(relevant=False, reason_key="autre_sujet")


def test_a_pair_that_is_not_shown_is_not_judged(pair):
    Need.objects.filter(pk=pair.need.pk).update(status="closed")
    with pytest.raises(DomainError, match="n'est plus montrée"):
        pair.judge()
    Need.objects.filter(pk=pair.need.pk).update(status="published")
    Match.objects.all().delete()
    with pytest.raises(DomainError, match="n'est plus montrée"):
        pair.judge()


def test_a_match_computed_again_is_read_again_first(pair):
    mark = mark_of_match(pair.match, None)
    Match.objects.update(score=0.61)
    with pytest.raises(Conflict, match="recalculée"):
        pair.judge(mark=mark)
    assert pair.judge(mark=mark_of_match(pair.match, None)).score == 0.61


def test_a_colleague_who_said_it_meanwhile_is_read_first(pair):
    mark = mark_of_match(pair.match, None)
    pair.judge(mark=mark)
    colleague = member(organisation_of(pair.buyer)).user
    with pytest.raises(Conflict, match="a changé depuis"):
        pair.judge(colleague, relevant=False, reason_key="autre_sujet", mark=mark)


def test_the_author_becomes_a_pseudonym_and_the_answer_stays(pair):
    person = member(organisation_of(pair.buyer)).user
    name = person.full_name
    pair.judge(person)
    erase_account(person, by=person)
    judgement = Judgement.objects.current().get()
    assert judgement.relevant and name not in str(judgement.author or "")


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_leave_one_judgement(pair):
    colleague = member(organisation_of(pair.buyer)).user
    mark = mark_of_match(pair.match, None)
    results = together(
        lambda: pair.judge(mark=mark),
        lambda: pair.judge(colleague, relevant=False, reason_key="autre_sujet", mark=mark),
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Judgement"]
    assert Judgement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_second_breaks_on_the_constraint(pair):
    """The control: both read that nothing stands, then both write."""
    read = threading.Barrier(2)

    def judge():
        with transaction.atomic():
            assert not Judgement.objects.current().exists()
            read.wait(10)
            return JudgementFactory(need=pair.need, solution=pair.solution, made_at=timezone.now())

    results = together(judge, judge)
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "Judgement"]
    assert any(isinstance(result, IntegrityError) for result in results)


def test_the_action_asks_no_mark_of_who_has_none(pair):
    words = {"relevant": True, "reason_key": "a_adapter", "by": pair.company}
    assert judge_match(pair.need, pair.solution, **words).side == "company"
