"""Every verb of a solution's life: from which states, by whom, what is written, who is told."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from buyers import actions as buyer_actions
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.history import verb_words
from grandest_portal.core.models import AuditEntry, Job
from grandest_portal.notifications.models import Notification
from suppliers import actions
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import CompanyFactory, SolutionFactory, UserFactory
from tests.suppliers.helpers import answers, code, member, solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]

REASON = {"reason": "Dites chez qui elle a servi."}
VERBS = {
    "submit": (actions.submit_solution, {}, {"draft", "returned", "archived"}),
    "publish": (actions.publish_solution, {}, {"submitted"}),
    "return": (actions.return_solution, REASON, {"submitted"}),
    "reject": (actions.reject_solution, REASON | {"reason_key": "hors_objet"}, {"submitted"}),
    "archive": (actions.archive_solution, {}, {"published"}),
    "delete": (actions.delete_solution_draft, {}, {"draft"}),
    "update": (
        actions.update_solution,
        {"data": {"title": "Autre titre"}},
        {"draft", "returned", "archived"},
    ),
}


def told():
    return sorted(Notification.objects.values_list("user__email", "kind"))


def verbs_of(solution):
    return [entry.verb for entry in history_of(solution)]


def passes(run, status, options):
    try:
        run(solution_in(status), by=None, **options)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("name", VERBS)
def test_verb_passes_from_its_states_only(name):
    run, options, expected = VERBS[name]
    assert {str(status) for status in SolutionStatus if passes(run, status, options)} == expected


@pytest.mark.parametrize("name", VERBS)
def test_refused_verb_writes_nothing(name):
    run, options, _expected = VERBS[name]
    solution = solution_in(SolutionStatus.REJECTED)
    with pytest.raises(DomainError):
        run(solution, by=None, **options)
    assert Solution.objects.get().status == SolutionStatus.REJECTED
    assert (AuditEntry.objects.count(), Notification.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_create_keeps_answers_author_and_trace():
    company, user = CompanyFactory(), UserFactory()
    solution = actions.create_solution(company, data=answers(), by=user)
    stored = Solution.objects.get()
    held = {name: getattr(stored, name) for name in answers() if name != "cpv"}
    assert held | {"cpv": list(stored.cpv.all())} == answers()
    assert (stored.status, stored.version, stored.author, stored.company) == ("draft", 1, user, company)
    payload = history_of(solution)[0].value.payload
    assert payload["after"] == answers(cpv=["38420000"])
    assert verbs_of(solution) == ["solution.created"]


def test_create_accepts_a_first_step_alone():
    solution = actions.create_solution(CompanyFactory(), data={"title": ""}, by=None)
    assert (str(solution), solution.author, solution.cpv.count()) == ("Sans titre", None, 0)


def test_update_writes_what_changed_and_bumps_the_version():
    solution = actions.create_solution(CompanyFactory(), data=answers(), by=None)
    other = code("48000000", "Logiciels")
    actions.update_solution(
        solution, data={"trl": 9, "title": solution.title, "cpv": [other]}, by=None, version=1
    )
    stored = Solution.objects.get()
    assert (stored.trl, stored.version, list(stored.cpv.all())) == (9, 2, [other])
    payload = history_of(solution)[0].value.payload
    assert (payload["before"], payload["after"]) == (
        {"trl": 8, "cpv": ["38420000"]},
        {"trl": 9, "cpv": ["48000000"]},
    )


def test_update_without_change_leaves_version_and_trail():
    solution = actions.create_solution(CompanyFactory(), data=answers(), by=None)
    actions.update_solution(solution, data=answers(), by=None, version=1)
    assert (Solution.objects.get().version, verbs_of(solution)) == (1, ["solution.created"])


def test_update_of_an_older_version_is_refused():
    solution = solution_in(SolutionStatus.DRAFT, version=3)
    with pytest.raises(DomainError, match="entre-temps"):
        actions.update_solution(solution, data={"title": "Perdu"}, by=None, version=2)
    assert Solution.objects.get().title == solution.title


@pytest.mark.parametrize(
    ("field", "empty"),
    [("title", ""), ("problem_solved", ""), ("description", ""), ("novelty", ""), ("trl", None), ("cpv", [])],
)
def test_submit_names_the_missing_answer(field, empty):
    solution = actions.create_solution(CompanyFactory(), data=answers(**{field: empty}), by=None)
    with pytest.raises(DomainError) as refusal:
        actions.submit_solution(solution, by=None)
    label = actions.REQUIRED_ANSWERS[field]
    assert str(refusal.value) == f"Il manque encore : {label}. Complétez la fiche, puis envoyez-la."
    assert Solution.objects.get().status == SolutionStatus.DRAFT


def test_submit_tells_moderators_and_keeps_who_sent_it():
    moderator = UserFactory(moderator=True)
    solution = solution_in(SolutionStatus.DRAFT)
    sender = member(solution.company)
    actions.submit_solution(solution, by=sender)
    stored = Solution.objects.get()
    assert (stored.status, stored.author, stored.submitted_at is not None) == ("submitted", sender, True)
    assert told() == [(moderator.email, "suppliers.solution_submitted")]
    assert verbs_of(solution) == ["solution.submitted"]


def test_publish_dates_tells_and_asks_for_matching():
    solution = solution_in(SolutionStatus.SUBMITTED, moderation_reason="avant")
    user = member(solution.company)
    actions.publish_solution(solution, by=UserFactory(moderator=True))
    stored = Solution.objects.get()
    assert (stored.status, stored.moderation_reason, stored.archived_at) == ("published", "", None)
    assert stored.published_at is not None
    assert told() == [(user.email, "suppliers.solution_published")]
    assert list(Job.objects.filter(name="needs.match_solution").values_list("args", flat=True)) == [
        [solution.pk]
    ]
    assert verbs_of(solution) == ["solution.published"]


def test_publish_waits_for_the_organisation():
    solution = solution_in(SolutionStatus.SUBMITTED, company=CompanyFactory())
    with pytest.raises(DomainError, match="Vérifiez d'abord l'organisation"):
        actions.publish_solution(solution, by=UserFactory(moderator=True))


@pytest.mark.parametrize(
    ("status", "published"),
    [
        (MembershipStatus.REQUESTED, False),
        (MembershipStatus.REFUSED, False),
        (MembershipStatus.APPROVED, True),
        (MembershipStatus.ENDED, True),
    ],
)
def test_publish_waits_for_the_decision_about_who_sent_it(status, published):
    solution = solution_in(SolutionStatus.SUBMITTED)
    solution.author = member(solution.company, status=status)
    solution.save(update_fields=["author"])
    try:
        actions.publish_solution(solution, by=None)
    except DomainError as error:
        assert "décidez d'abord" in str(error)
    assert (Solution.objects.get().status == SolutionStatus.PUBLISHED) is published


@pytest.mark.parametrize("name", ["return", "reject"])
def test_decision_with_a_reason_keeps_and_tells_it(name):
    run, options, _expected = VERBS[name]
    solution = solution_in(SolutionStatus.SUBMITTED)
    user = member(solution.company)
    run(solution, by=UserFactory(moderator=True), **options)
    stored, notice = Solution.objects.get(), Notification.objects.get()
    assert stored.status == f"{name}ed" and stored.moderation_reason.endswith(REASON["reason"])
    assert (notice.user, notice.kind) == (user, f"suppliers.solution_{name}ed")
    assert stored.moderation_reason in notice.body
    assert stored.moderation_reason_key == options.get("reason_key", "")
    assert history_of(solution)[0].value.payload["reason"] == stored.moderation_reason


@pytest.mark.parametrize("name", ["publish", "return", "reject"])
def test_decision_is_refused_to_all_but_foreign_moderators(name):
    run, options, _expected = VERBS[name]
    solution = solution_in(SolutionStatus.SUBMITTED)
    own_moderator = member(solution.company, user__is_staff=True)
    for by in [own_moderator, member(solution.company), UserFactory()]:
        with pytest.raises(DomainError, match="modération"):
            run(solution, by=by, **options)
    assert Solution.objects.get().status == SolutionStatus.SUBMITTED


def test_news_reach_approved_people_and_the_author_only():
    solution = solution_in(SolutionStatus.SUBMITTED)
    company = solution.company
    approved = member(company)
    author = member(company, waiting=True, requested_at=solution.created_at)
    member(company, waiting=True)
    member(company, status=MembershipStatus.ENDED)
    member(company, user__is_active=False)
    SolutionFactory(company=company, author=approved)
    solution.author = author
    solution.save(update_fields=["author"])
    actions.return_solution(solution, by=None, **REASON)
    assert told() == sorted((user.email, "suppliers.solution_returned") for user in [approved, author])


def test_archive_asks_for_matching_and_leaves_the_way_back_open():
    solution = solution_in(SolutionStatus.PUBLISHED)
    actions.archive_solution(solution, by=None)
    assert Solution.objects.get().archived_at is not None
    assert list(Job.objects.values_list("name", "args")) == [("needs.match_solution", [solution.pk])]
    actions.update_solution(solution, data={"trl": 9}, by=None)
    actions.submit_solution(solution, by=None)
    actions.publish_solution(solution, by=None)
    stored = Solution.objects.get()
    assert (stored.status, stored.trl, stored.archived_at) == ("published", 9, None)
    assert verbs_of(solution) == [
        "solution.published",
        "solution.submitted",
        "solution.updated",
        "solution.archived",
    ]


def test_delete_erases_the_draft_and_keeps_the_trace():
    solution = solution_in(SolutionStatus.DRAFT)
    pk, title = solution.pk, solution.title
    actions.delete_solution_draft(solution, by=None)
    assert Solution.objects.count() == 0
    entry = AuditEntry.objects.select_related("value").get(object_pk=str(pk))
    assert (entry.verb, entry.value.payload["before"]["title"]) == ("solution.deleted", title)


def test_update_company_records_what_changed():
    company = CompanyFactory(legal_form="SAS", presentation="Avant")
    actions.update_company(company, data={"legal_form": "SAS", "presentation": "Après"}, by=None)
    company.refresh_from_db()
    assert company.presentation == "Après"
    assert history_of(company)[0].value.payload == {
        "before": {"presentation": "Avant"},
        "after": {"presentation": "Après"},
        "reason": "",
    }


def test_verbs_take_the_time_of_now(time_machine):
    time_machine.move_to("2026-10-03 08:00:00+00:00", tick=False)
    solution = solution_in(SolutionStatus.SUBMITTED)
    actions.publish_solution(solution, by=None)
    assert Solution.objects.get().published_at == timezone.now()


def test_every_recorded_verb_has_words():
    files = [Path(buyer_actions.__file__), *Path(actions.__file__).parent.glob("*.py")]
    sources = [path.read_text(encoding="utf-8") for path in files]
    verbs = {
        verb for source in sources for verb in re.findall(r'"((?:solution|company|buyer)\.[a-z_]+)"', source)
    }
    assert len(verbs) > 20
    assert [verb for verb in sorted(verbs) if verb_words(verb) == verb] == []
