"""Any sequence of verbs, allowed or not: the need is always in a state that its life and its rows agree on."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from needs import actions
from needs.enums import EDITABLE_NEED, NEED_TRANSITIONS, NeedStatus
from needs.models import Need

REASONS = st.sampled_from(["", " ", "Une raison."])
ENDS = {
    NeedStatus.CONSULTATION: "consultation_url",
    NeedStatus.DIRECT_PURCHASE: "direct_purchase_article",
    NeedStatus.ABANDONED: "abandon_reason",
    NeedStatus.AWARDED: "awarded_to",
    NeedStatus.UNAWARDED: "no_award_reason",
    NeedStatus.RETURNED: "moderation_reason",
    NeedStatus.REJECTED: "moderation_reason",
}


class Life(RuleBasedStateMachine):
    """One need; each rule tries a verb with good or bad input. `make` and `people` come from the test."""

    make = agent = moderator = None

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.deleted = False

    def teardown(self):
        transaction.set_rollback(True)
        self.stack.close()

    @initialize(days=st.sampled_from([None, 1, 9, 10]))
    def draft(self, days):
        self.need = type(self).make(sourcing_days=days)
        self.seen = [NeedStatus.DRAFT]

    def attempt(self, verb, **options):
        """Try a verb; a refusal must leave the row as it was, whoever holds an old copy of it."""
        if self.deleted:
            return
        before = Need.objects.filter(pk=self.need.pk).values().get()
        try:
            getattr(actions, verb)(self.need, **options)
        except DomainError:
            assert Need.objects.filter(pk=self.need.pk).values().get() == before
            return
        row = Need.objects.filter(pk=self.need.pk).first()
        if row is None:
            assert before["status"] == NeedStatus.DRAFT
            self.deleted = True
        elif row.status != before["status"]:
            assert before["status"] in NEED_TRANSITIONS[row.status]
            self.seen.append(NeedStatus(row.status))

    @rule(title=st.sampled_from(["", "Autre titre"]), version=st.sampled_from([None, 1, 2, 9]))
    def update(self, title, version):
        self.attempt("update_need", data={"title": title}, by=self.agent, version=version)

    @rule()
    def submit(self):
        self.attempt("submit_need", by=self.agent)

    @rule()
    def recall(self):
        self.attempt("recall_need", by=self.agent)

    @rule(days=st.integers(0, 3))
    def publish(self, days):
        self.attempt("publish_need", by=self.moderator, at=timezone.now() + timedelta(days=days))

    @rule(verb=st.sampled_from(["return_need", "reject_need"]), reason=REASONS)
    def decide(self, verb, reason):
        key = {"reject_need": {"reason_key": "hors_objet"}}.get(verb, {})
        self.attempt(verb, by=self.moderator, reason=reason, **key)

    @rule()
    def close(self):
        self.attempt("close_need", by=self.agent)

    @rule(days=st.integers(-1, 5))
    def sweep(self, days):
        actions.close_due_needs(timezone.now() + timedelta(days=days))

    @rule(
        url=st.sampled_from(["https://profil.example/1", "http://profil.example/1"]),
        days=st.sampled_from([-1, 9]),
    )
    def launch(self, url, days):
        deadline = timezone.now() + timedelta(days=days)
        self.attempt("launch_consultation", by=self.agent, url=url, deadline=deadline)

    @rule(article=st.sampled_from(["", "R2122-8"]), reason=REASONS)
    def buy(self, article, reason):
        self.attempt("record_direct_purchase", by=self.agent, article=article, reason=reason)

    @rule(reason=REASONS)
    def abandon(self, reason):
        self.attempt("abandon_need", by=self.agent, reason=reason)

    @rule(to=st.sampled_from(["", "Ondine"]), days=st.sampled_from([0, 9]))
    def award(self, to, days):
        on = timezone.localdate() + timedelta(days=days)
        self.attempt("award_need", by=self.agent, to=to, on=on, url="")

    @rule()
    def delete(self):
        self.attempt("trash_need", by=self.agent)

    @rule()
    def take_back(self):
        self.attempt("restore_need", by=self.agent)

    @rule(title=st.sampled_from(["", "Titre amendé"]), version=st.sampled_from([None, 1, 3]))
    def amend(self, title, version):
        self.attempt("amend_need", data={"title": title}, by=self.agent, version=version)

    @rule(keep=st.booleans(), reason=REASONS)
    def review(self, keep, reason):
        if keep:
            self.attempt("approve_amendments", by=self.moderator)
        else:
            self.attempt("restore_approved", by=self.moderator, reason=reason)

    @rule(reason=REASONS)
    def unaward(self, reason):
        self.attempt("unaward_need", by=self.agent, reason=reason)

    @invariant()
    def the_row_says_how_it_came_there(self):
        if self.deleted or not hasattr(self, "need"):
            return
        row = Need.objects.get(pk=self.need.pk)
        if row.status in ENDS:
            assert getattr(row, ENDS[row.status]) != ""
        if row.is_public:
            assert row.published_at is not None
            assert (row.closed_at is None) == (row.status == NeedStatus.PUBLISHED)
        else:
            assert (row.published_at, row.closed_at) == (None, None)
        assert row.is_editable == (row.status in EDITABLE_NEED)
        assert row.trashed_at is None or row.status == NeedStatus.DRAFT
        assert row.approved_version is None or row.approved_version <= row.version
        if row.is_public:
            assert row.title and row.approved_version is not None
        statuses = [
            entry.value.payload["after"]["status"]
            for entry in history_of(row)
            if "status" in entry.value.payload["after"]
        ]
        assert (statuses or [NeedStatus.DRAFT])[0] == row.status


@pytest.mark.slow
def test_no_sequence_of_verbs_reaches_an_illegal_state(make_need, agent, moderator, dated_data):
    Life.make, Life.agent, Life.moderator = staticmethod(make_need), agent, moderator
    limits = settings(
        max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Life, settings=limits)


def test_every_state_is_reached_by_its_way(make_need, agent, moderator):
    """The control of the machine: good input leads through the whole table."""
    reached = set()
    for end in [
        NeedStatus.CONSULTATION,
        NeedStatus.DIRECT_PURCHASE,
        NeedStatus.ABANDONED,
        NeedStatus.REJECTED,
    ]:
        need = make_need()
        reached.add(need.status)
        need = actions.submit_need(need, by=agent)
        reached.add(need.status)
        if end == NeedStatus.REJECTED:
            need = actions.return_need(need, by=moderator, reason="Précisez.")
            reached.add(need.status)
            need = actions.reject_need(actions.submit_need(need, by=agent), by=None, reason="Non.")
            reached.add(need.status)
            continue
        need = actions.publish_need(need, by=moderator)
        reached.add(need.status)
        need = actions.close_need(need, by=agent)
        reached.add(need.status)
        need = leave(need, end, agent)
        reached.add(need.status)
        if end != NeedStatus.ABANDONED:
            need = finish(need, end, agent)
            reached.add(need.status)
    assert reached == set(NeedStatus)


def finish(need, end, agent):
    if end == NeedStatus.CONSULTATION:
        return actions.unaward_need(need, by=agent, reason="Aucune offre.")
    return actions.award_need(need, by=agent, to="Ondine", on=timezone.localdate(), url="")


def leave(need, end, agent):
    if end == NeedStatus.CONSULTATION:
        deadline = timezone.now() + timedelta(days=9)
        return actions.launch_consultation(need, by=agent, url="https://profil.example/1", deadline=deadline)
    if end == NeedStatus.DIRECT_PURCHASE:
        return actions.record_direct_purchase(need, by=agent, article="R2122-8", reason="Petit montant.")
    return actions.abandon_need(need, by=agent, reason="Autre solution.")


def test_states_without_a_way_out_are_the_ends():
    sources = set().union(*NEED_TRANSITIONS.values())
    assert set(NeedStatus) - sources == {
        NeedStatus.REJECTED,
        NeedStatus.ABANDONED,
        NeedStatus.AWARDED,
        NeedStatus.UNAWARDED,
    }
