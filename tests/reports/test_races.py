"""Two people at once: one report case, one first opinion, one answer. Each guard has a control."""

import pytest
from django.db import IntegrityError, transaction

from grandest_portal.core.errors import DomainError
from grandest_portal.reports.actions import (
    advise,
    dismiss_case,
    lift_rejection,
    maintain_rejection,
    report_thing,
)
from grandest_portal.reports.actions import file_appeal as contest
from grandest_portal.reports.enums import CaseStatus
from grandest_portal.reports.models import Appeal, Case, Report, SecondLook
from needs.actions import publish_need, reject_need
from tests.needs.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)
WHAT = {"by": None, "reason_key": "signale_autre", "text": "Voir le titre."}


def refusals(results):
    return [result for result in results if isinstance(result, DomainError)]


def test_reports_at_once_are_one_case(need, needs_kind):
    results = together(*[lambda: report_thing(needs_kind, need, **WHAT)] * 4)
    assert [type(each) for each in results] == [Report] * 4, results
    assert (Case.objects.count(), Report.objects.count()) == (1, 4)


def test_control_without_the_constraint_two_cases_would_stand(need):
    """The control: what each of two people would write without looking; the database refuses the second."""
    fields = {"kind": "need", "object_pk": need.pk, "title": "x", "status": CaseStatus.OPEN}
    Case.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(**fields)


def test_two_answers_at_once_are_one(need, needs_kind, moderator, other):
    case = report_thing(needs_kind, need, **WHAT).case
    results = together(
        *[lambda by=by: dismiss_case(case, by=by, reason_key="sans_manquement") for by in (moderator, other)]
    )
    assert len(refusals(results)) == 1, results


def test_two_opinions_at_once_are_one(waiting, moderator, other):
    need = waiting(procedure="direct_innovative")
    results = together(*[lambda by=by: advise(need, by=by) for by in (moderator, other)])
    assert (len(refusals(results)), SecondLook.objects.count()) == (1, 1), results


def test_an_opinion_and_a_decision_at_once_never_come_from_one_person(waiting, moderator):
    need = waiting(procedure="direct_innovative")
    results = together(lambda: advise(need, by=moderator), lambda: publish_need(need, by=moderator))
    need.refresh_from_db()
    assert (isinstance(results[1], DomainError), need.status) == (True, "submitted"), results


def test_one_appeal_and_one_answer(waiting, agent, needs_kind, moderator, other):
    need = reject_need(waiting(), by=None, reason="Refus du système.")
    filed = together(*[lambda: contest(needs_kind, need, by=agent, text="Non.")] * 2)
    assert (len(refusals(filed)), Appeal.objects.count()) == (1, 1), filed
    appeal = Appeal.objects.get()
    answers = together(
        lambda: lift_rejection(appeal, by=moderator, reason="Levé."),
        lambda: maintain_rejection(appeal, by=other, reason="Maintenu."),
    )
    assert len(refusals(answers)) == 1, answers
    need.refresh_from_db()
    assert {"lifted": "returned", "maintained": "rejected"}[Appeal.objects.get().status] == need.status


def test_control_an_answer_without_lock_overwrites_the_other(waiting, agent, needs_kind):
    """The control: two old copies of the row, each sure that it still waits."""
    need = reject_need(waiting(), by=None, reason="Refus du système.")
    contest(needs_kind, need, by=agent, text="Non.")
    copies = [Appeal.objects.get(), Appeal.objects.get()]
    assert [each.status for each in copies] == ["open", "open"]
    for copy, status in zip(copies, ["lifted", "maintained"], strict=True):
        Appeal.objects.filter(pk=copy.pk).update(status=status, reason="x", decided_at=copy.created_at)
    assert Appeal.objects.get().status == "maintained"
