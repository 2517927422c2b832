"""« Signaler »: who may, what is refused, what is recorded, who is told."""

from datetime import timedelta
from html import unescape

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from grandest_portal.notifications.models import Notification
from grandest_portal.reports.actions import act_on_case, dismiss_case, report_thing
from grandest_portal.reports.forms import SIGNER
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.messages import ReportAnswered, ReportsWaiting
from grandest_portal.reports.models import Case, Report
from grandest_portal.reports.tasks import tell_moderators
from tests.factories import MembershipFactory, SuggestionFactory, UserFactory, company_user
from tests.screens import confirmed

WHAT = {"reason_key": "signale_trompeur", "text": "Le titre cite un label qui n'existe pas."}


def page(kind, thing):
    return reverse("reports:report", args=[kind, thing.pk])


def stamp(seconds):
    """As if the page had been opened that long ago."""
    value = f"form:{signing.b62_encode(int(timezone.now().timestamp() - seconds))}"
    return f"{value}:{SIGNER.signature(value)}"


@pytest.fixture
def case(need, needs_kind):
    return report_thing(needs_kind, need, by=company_user(), **WHAT).case


def test_a_person_reports_and_the_case_is_recorded(need, needs_kind):
    person = company_user()
    report = report_thing(needs_kind, need, by=person, **WHAT)
    assert (report.case.kind, report.case.object_pk, report.case.status) == ("need", need.pk, "open")
    assert (report.reporter, report.reason_label) == (person, "Contenu faux ou trompeur")
    assert history_of(report.case).get().verb == "case.opened"


def test_reports_about_one_thing_are_one_case(need, solution, needs_kind):
    reports = [report_thing(needs_kind, need, by=by, **WHAT) for by in [company_user(), None, None]]
    assert len({report.case_id for report in reports}) == 1
    assert [entry.verb for entry in history_of(reports[0].case)] == ["case.reported"] * 2 + ["case.opened"]


def test_a_person_reports_a_thing_once_until_it_is_answered(need, needs_kind, moderator):
    person = company_user()
    case = report_thing(needs_kind, need, by=person, **WHAT).case
    with pytest.raises(DomainError, match="déjà signalé"):
        report_thing(needs_kind, need, by=person, **WHAT)
    dismiss_case(case, by=moderator, reason_key="sans_manquement")
    assert report_thing(needs_kind, need, by=person, **WHAT).case != case


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason_key": ""}, "reason_key"),
        ({"reason_key": "sans_manquement"}, "reason_key"),
        ({"text": "  "}, "text"),
    ],
)
def test_a_report_says_why_by_the_list_and_in_words(need, needs_kind, change, field):
    with pytest.raises(DomainError) as refusal:
        report_thing(needs_kind, need, by=None, **{**WHAT, **change})
    assert (refusal.value.field, Case.objects.count()) == (field, 0)


def test_a_visitor_without_account_gets_a_number(client, need):
    shown = client.get(page("need", need))
    assert 'name="started"' in shown.text and "Laissez ce champ vide" in shown.text
    answer = client.post(page("need", need), {**WHAT, "started": stamp(10)}, follow=True)
    report = Report.objects.get()
    assert report.reporter is None
    assert report.reference in answer.text and "Sans compte" in answer.text


@pytest.mark.parametrize(
    "robot",
    [
        {"started": ""},
        {"started": "x:y:z"},
        {"started": "form:1aaaaa:AAAAAAAA"},
        {"started": "now"},
        {"started": "old"},
        {"started": "good", "site": "https://spam.example"},
    ],
)
def test_a_robot_is_refused_and_what_was_typed_stays(client, need, robot):
    ages = {"now": stamp(0), "old": stamp(25 * 3600), "good": stamp(10)}
    typed = {**WHAT, **robot, "started": ages.get(robot["started"], robot["started"])}
    answer = client.post(page("need", need), typed)
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert WHAT["text"] in answer.text.replace("&#x27;", "'")


def test_who_was_too_fast_sends_again_the_same_page(client, need, time_machine):
    time_machine.move_to(timezone.now())
    first = client.get(page("need", need)).context["form"].stamp
    again = client.post(page("need", need), {**WHAT, "started": first}).context["form"].stamp
    assert again == first
    time_machine.shift(timedelta(seconds=10))
    assert client.post(page("need", need), {**WHAT, "started": again}).status_code == 302


def test_a_person_with_an_account_is_not_asked_for_proofs(client, need):
    person = company_user()
    client.force_login(person)
    assert 'name="started"' not in client.get(page("need", need)).text
    answer = client.post(page("need", need), WHAT, follow=True)
    assert "Vous serez prévenu" in answer.text and Report.objects.get().reporter == person


def test_reports_are_limited_by_the_hour(client, need, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "report": (2, 3600)}
    codes = [client.post(page("need", need), {**WHAT, "started": stamp(10)}).status_code for _try in range(3)]
    assert (codes, client.get(page("need", need)).status_code) == ([302, 302, 429], 200)


@pytest.mark.parametrize("typed", [{"text": "a\x00b"}, {"text": "mot " * 10_000}, {"reason_key": "x" * 5000}])
def test_bad_input_is_answered_calmly(client, need, typed):
    answer = client.post(page("need", need), {**WHAT, **typed, "started": stamp(10)})
    assert answer.status_code in {302, 400, 422}


def test_the_number_of_somebody_else_is_not_guessed(client, db):
    assert client.get(reverse("reports:received", args=["SIG-1"])).status_code == 404
    assert client.get(reverse("reports:received", args=["SIG-1:forged"])).status_code == 404


def test_public_pages_lead_to_the_form(client, need, solution):
    for thing, kind, url in [
        (need, "need", f"/besoins/{need.pk}/"),
        (solution, "solution", f"/solutions/{solution.pk}/"),
        (solution.company, "company", f"/entreprises/{solution.company_id}/"),
    ]:
        assert f'href="{page(kind, thing)}"' in client.get(url).text


def test_moderators_are_told_together(need, solution, needs_kind, moderator, time_machine):
    time_machine.move_to("2026-10-05 08:00:00+00:00", tick=False)
    for _number in range(3):
        report_thing(needs_kind, need, by=None, **WHAT)
    assert Job.objects.filter(name="reports.tell_moderators").count() == 1
    assert tell_moderators() == 1
    assert Notification.objects.get(user=moderator).title == "3 nouveaux signalements"
    Job.objects.all().delete()
    time_machine.shift(timedelta(minutes=5))
    report_thing(needs_kind, need, by=None, **WHAT)
    due = Job.objects.get(name="reports.tell_moderators").run_at
    assert due.isoformat() == "2026-10-05T09:00:00+00:00"
    time_machine.move_to(due)
    assert tell_moderators() == 1
    assert tell_moderators() == 0
    assert Notification.objects.filter(kind=ReportsWaiting.kind).count() == 2


def test_nobody_is_told_of_what_was_answered_meanwhile(case, moderator):
    dismiss_case(case, by=moderator, reason_key="deja_corrige")
    assert tell_moderators() == 0


DECISIONS = [
    (
        dismiss_case,
        {"reason_key": "sans_manquement", "reason": "Lu deux fois."},
        "dismissed",
        "case.dismissed",
    ),
    (act_on_case, {"reason": "L'acheteur a corrigé le titre."}, "acted", "case.acted"),
]


@pytest.mark.parametrize(("decide", "options", "status", "verb"), DECISIONS)
def test_an_answer_is_kept_recorded_and_told_to_those_who_reported(
    case, agent, moderator, decide, options, status, verb
):
    reporter = case.reports.get().reporter
    case = decide(case, by=moderator, **options)
    case.refresh_from_db()
    assert (case.status, case.decided_by) == (status, moderator)
    assert options["reason"] in case.reason
    entry = history_of(case).first()
    assert (entry.verb, entry.value.payload["reason"]) == (verb, case.reason)
    told = Notification.objects.get(kind=ReportAnswered.kind)
    assert told.user == reporter and options["reason"] in told.body
    assert not Notification.objects.filter(user=agent, kind__startswith="reports").exists()


@pytest.mark.parametrize(
    ("decide", "options"),
    [
        (dismiss_case, {"reason_key": ""}),
        (dismiss_case, {"reason_key": "signale_autre"}),
        (act_on_case, {"reason": " "}),
    ],
)
def test_an_answer_says_why(case, moderator, decide, options):
    with pytest.raises(DomainError):
        decide(case, by=moderator, **options)
    assert Case.objects.get().status == "open"


@pytest.mark.parametrize(("decide", "options", "status", "verb"), DECISIONS)
def test_a_case_is_answered_once(case, moderator, decide, options, status, verb):
    decide(case, by=moderator, **options)
    for again, more, *_rest in DECISIONS:
        with pytest.raises(DomainError, match="n'est plus possible"):
            again(case, by=moderator, **more)


def colleague_of_the_buyer(case):
    return MembershipFactory(organisation=case.thing.buyer.organisation, user__is_staff=True).user


def reporter_on_the_staff(case):
    user = case.reports.get().reporter
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


@pytest.mark.parametrize("who", [colleague_of_the_buyer, reporter_on_the_staff, lambda case: UserFactory()])
@pytest.mark.parametrize(("decide", "options", "status", "verb"), DECISIONS)
def test_nobody_answers_about_the_own_organisation_or_the_own_report(
    case, who, decide, options, status, verb
):
    with pytest.raises(DomainError, match="autre personne"):
        decide(case, by=who(case), **options)
    assert Case.objects.get().status == "open"


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_lists_cases_at_the_same_cost(
    client, moderator, solution, needs_kind, agent, rows, django_assert_num_queries, waiting
):
    for _row in range(rows):
        report_thing(needs_kind, waiting(), by=None, **WHAT)
    client.force_login(moderator)
    with django_assert_num_queries(7):
        page = client.get(reverse("admin:reports_case_changelist"))
    assert page.context["cl"].result_count == rows


def test_desk_shows_all_reports_of_a_case_and_answers_it(client, case, needs_kind, need, moderator):
    report_thing(needs_kind, need, by=None, reason_key="signale_autre", text="Deuxième voix.")
    client.force_login(moderator)
    shown = client.get(reverse("admin:reports_case_change", args=[case.pk]))
    assert "Deuxième voix." in shown.text and "sans compte" in shown.text
    assert f'href="/besoins/{need.pk}/"' in shown.text
    url = reverse("admin:reports_case_decide", args=[case.pk, "dismiss"])
    assert client.post(url, confirmed(case)).status_code == 422
    client.post(url, confirmed(case, reason_key="sans_manquement"))
    assert Case.objects.get().status == "dismissed"


def test_a_case_outlives_its_thing(client, moderator, needs_kind, waiting):
    need = waiting()
    case = report_thing(needs_kind, need, by=None, **WHAT).case
    need.delete()
    client.force_login(moderator)
    assert (
        "Ce contenu n'existe plus." in client.get(reverse("admin:reports_case_change", args=[case.pk])).text
    )
    assert dismiss_case(case, by=moderator, reason_key="deja_corrige").status == "dismissed"


def test_a_suggestion_is_reported_by_those_who_read_it(client, db):
    suggestion = SuggestionFactory()
    url = page("suggestion", suggestion)
    codes = [client.get(url).status_code]
    own = MembershipFactory(organisation=suggestion.need.buyer.organisation).user
    for user in [company_user(), own]:
        client.force_login(user)
        codes.append(client.get(url).status_code)
    assert codes == [404, 404, 200]
    assert f'href="{url}"' in client.get(f"/suggestions/{suggestion.pk}/").text


def test_a_company_is_reported_once_its_page_is_public(client, solution):
    unknown = company_user().memberships.get().organisation.company
    found = [client.get(page("company", each)).status_code for each in (solution.company, unknown)]
    assert found == [200, 404]


def test_a_report_that_came_after_the_page_was_opened_is_read_first(
    client, case, needs_kind, need, moderator
):
    client.force_login(moderator)
    opened = client.get(reverse("admin:reports_case_change", args=[case.pk])).context["stamp"]
    report_thing(needs_kind, need, by=None, reason_key="signale_autre", text="Deuxième voix.")
    url = reverse("admin:reports_case_decide", args=[case.pk, "dismiss"])
    data = {"confirm": "1", "reason_key": "sans_manquement"}
    assert "relisez-le" in client.post(url, {**data, "version": opened}, follow=True).text
    assert Case.objects.get().status == "open"
    again = client.get(reverse("admin:reports_case_change", args=[case.pk])).context["stamp"]
    client.post(url, {**data, "version": again})
    assert Case.objects.get().status == "dismissed"


def test_the_answer_to_a_report_says_who_reads_it(client, case, moderator):
    client.force_login(moderator)
    text = client.get(reverse("admin:reports_case_change", args=[case.pk])).text.replace("&#x27;", "'")
    assert "Les personnes qui ont signalé liront pourquoi" in text
    assert "Les personnes qui ont signalé liront ce qui a été fait" in text
    assert "publication" not in text.split('id="decision"')[1]


def test_the_desk_names_kinds_in_french(client, need, moderator):
    case = report_thing(KINDS["need"], need, by=None, reason_key="signale_autre", text="Voir le titre.").case
    client.force_login(moderator)
    text = client.get("/admin/reports/case/").text
    assert '<a href="?kind=need">Besoin</a>' in text and ">need<" not in text
    assert str(case.title) in unescape(client.get("/admin/reports/case/?kind=need").text)
    # The control: the filter filters.
    assert list(client.get("/admin/reports/case/?kind=solution").context["cl"].queryset) == []
