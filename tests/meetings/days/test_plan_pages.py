"""The pages of timetables: the organiser's, and the one that explains a version to everybody."""

import json
import re
from datetime import date, time

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from meetings.days import planning
from meetings.days.filling import Fill, fill_of
from meetings.days.plan_enums import PlanStatus
from meetings.days.plan_public import sealed_digest
from meetings.days.problem import problem_of
from meetings.models import DayPlan, DayRefusal, DayWish
from tests.factories import MembershipFactory, partner_user
from tests.meetings.days.scenes import closed_day, with_plan
from tests.meetings.days.test_planning import asked, occupied, wished
from tests.meetings.pages import logged_in, said, text
from tests.meetings.scenes import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data", "clock")]


def url(name, *args):
    return reverse(f"days:{name}", args=args)


@pytest.fixture
def draft():
    return with_plan(closed_day(), status=PlanStatus.DRAFT)


def browser(plan):
    return logged_in(plan.day.author)


def test_asked_from_the_page_before_the_wishes_are_over():
    day = wished(closed_day())
    client = logged_in(day.author)
    page = text(client.get(url("plan_ask", day.pk)))
    assert "au plus 6 rencontres, pour 24 places" in page and "très pleine" not in page
    refused = client.post(url("plan_ask", day.pk), {})
    assert refused.status_code == 422 and "avant leur fin" in text(refused)
    response = client.post(url("plan_ask", day.pk), {"early": "on"})
    plan = DayPlan.objects.get()
    assert response.url == url("plan", day.pk, 1) and plan.asked_by == day.author
    page = text(client.get(response.url))
    assert "En file d'attente" in page and "Arrêter le calcul" in page and "http-equiv" not in page
    again = client.post(url("plan_ask", day.pk), {"early": "on"})
    assert again.status_code == 422 and "déjà en cours" in text(again)
    client.post(url("plan_stop", day.pk, 1))
    assert fresh(plan).status == PlanStatus.STOPPED
    assert client.post(url("plan_stop", day.pk, 1)).status_code == 409


def test_a_full_day_is_announced_with_its_number():
    day = wished(closed_day(buyers=3, rooms=[("Salle A", 3, True)], closes_at=time(10), breaks=[]))
    page = text(logged_in(day.author).get(url("plan_ask", day.pk)))
    assert "Journée très pleine : 100 % des places, plus de 95 %" in page


def test_how_full_is_counted_from_wishes_and_presences():
    problem = {
        "slots": 2,
        "tables": 2,
        "buyers": [{"id": "B1.1", "unavailable": [0]}, {"id": "B2.1", "unavailable": []}],
        "companies": [{"id": f"C{n}", "unavailable": []} for n in (3, 4)],
        "wishes": [
            {"buyer": buyer, "company": company, "weight": 1}
            for buyer in ("B1.1", "B2.1")
            for company in ("C3", "C4")
        ],
    }

    fill = fill_of(problem, date(2027, 2, 1))
    assert (fill.meetings, fill.places, fill.percent, fill.is_hard) == (3, 4, 75, False)
    assert Fill(4, 4, 0.95).is_hard and not Fill(95, 100, 0.95).is_hard


def test_the_list_has_the_figures_of_each_version(run_jobs):
    plan = asked()
    run_jobs()
    page = text(browser(plan).get(url("plans", plan.day_id)))
    assert "6 / 6" in page and "prouvé" in page and "6 rencontres, 0 entreprises sans, 0 attentes" in page
    assert str(plan.day.author) in page


def test_a_version_reads_by_tables_and_by_buyer(draft):
    client = browser(draft)
    page = text(client.get(url("plan", draft.day_id, 1)))
    assert page.count("<tr>") == 9 and page.count("Déplacer…") == 6 and "Salle B" in page
    by_buyer = text(client.get(url("plan", draft.day_id, 1) + "?vue=acheteurs"))
    assert by_buyer.count("<table") == 2 and by_buyer.count("Déplacer…") == 6


def test_readers_read_and_change_nothing(draft):
    organisation = draft.day.organiser
    reader = logged_in(MembershipFactory(organisation=organisation, role="reader").user)
    page = text(reader.get(url("plan", draft.day_id, 1)))
    assert "Déplacer…" not in page and "Publier" not in page
    assert reader.post(url("plan_publish", draft.day_id, 1), {"compared": ""}).status_code == 403
    stranger = logged_in(partner_user())
    assert stranger.get(url("plans", draft.day_id)).status_code == 403


def test_moved_from_the_page_and_why_not_elsewhere(draft):
    client = browser(draft)
    meeting = draft.meetings.order_by("slot").first()
    same = draft.meetings.filter(company=meeting.company).exclude(pk=meeting.pk).get()
    where = url("plan_move", draft.day_id, 1, meeting.pair_id)
    page = text(client.get(where))
    assert "Pourquoi pas aux autres heures" in page and "rencontre déjà" in page
    refused = client.post(where, {"slot": same.slot, "table": same.table})
    assert refused.status_code == 422 and "est prise par" in text(refused)
    response = client.post(where, {"slot": 7, "table": 3})
    assert response.url == url("plan", draft.day_id, 2)
    assert "la version 1 ne change pas" in said(response)[0]
    compared = text(client.get(url("plan_compare", draft.day_id, 2)))
    assert (
        "5 rencontres à la même place, 1 déplacée" in compared
        and "De la version 1 à la version 2" in compared
    )
    assert client.get(url("plan_compare", draft.day_id, 2) + "?avec=77").status_code == 404


def test_published_from_the_page_and_refused_by_name(draft):
    client = browser(draft)
    where = url("plan_publish", draft.day_id, 1)
    assert "premier planning publié" in text(client.get(where))
    meeting = draft.meetings.order_by("slot").first()
    user = meeting.company.people.get().user
    taken = occupied(draft.day, user, meeting.slot)
    refused = client.post(where, {"compared": ""})
    assert refused.status_code == 409 and str(user) in text(refused)
    taken.delete()
    assert client.post(where, {"compared": ""}).status_code == 302
    assert fresh(draft).status == PlanStatus.PUBLISHED
    assert client.get(where).status_code == 302
    assert client.post(where, {"compared": "1"}).status_code == 409


def explained(plan, *args):
    return text(Client().get(url("plan_explained", plan.day_id, *args)))


def test_everybody_reads_how_and_nobodys_name(run_jobs):
    plan = asked()
    assert "Aucun planning n'est publié" in explained(plan)
    run_jobs()
    planning.publish_plan(plan, by=plan.day.author)
    plan = fresh(plan)
    page = explained(plan)
    for words in (str(plan.seed), "OR-Tools", "6 / 6", "prouvé", sealed_digest(plan), f"--seed {plan.seed}"):
        assert words in page
    main = re.search("<main.*</main>", page, re.S)[0]
    for each in plan.day.registrations.all():
        assert str(each.organisation) not in main
        assert not any(str(one.user) in main for one in each.people.all())
    assert str(plan.day.author) not in main and str(plan.day.organiser) not in main
    # The plain digest could be guessed in a small day.
    assert plan.input_digest not in page and plan.answer["salt"] not in page


def test_no_refusal_follows_from_it(run_jobs):
    """A company whose only wish was refused reads the page of a day where nobody wished it, number for number."""
    day = wished(closed_day())
    company = day.registrations.filter(side="company").order_by("pk").first()
    DayWish.objects.filter(giver=company).delete()
    pages = []
    for _turn in range(2):
        plan = asked(day)
        run_jobs()
        DayPlan.objects.filter(pk=plan.pk).update(seed=5)
        planning.publish_plan(fresh(plan), by=day.author)
        # The second time the company wishes a buyer, who refuses it.
        pages.append(facts(fresh(plan)))
        buyer = day.registrations.filter(side="buyer").order_by("pk").first()
        DayWish.objects.get_or_create(giver=company, taker=buyer, weight=3)
        DayRefusal.objects.get_or_create(giver=buyer, taker=company)
    assert pages[0] == pages[1] and ("Entreprises sans rencontre, quelle qu'en soit la raison", 1) in pages[0]


def facts(plan):
    from meetings.days.plan_public import public_facts

    sealed = sealed_digest(plan)
    return [(str(each["label"]), each["value"]) for each in public_facts(plan) if each["value"] != sealed][
        :-2
    ]


def test_the_data_are_written_for_whoever_checks_and_give_the_same_plan(run_jobs, tmp_path, capsys):
    plan = asked()
    run_jobs()
    plan = fresh(plan)
    call_command("write_day_problem", str(plan.day_id), "1", output=str(tmp_path))
    out = capsys.readouterr().out
    assert plan.input_digest in out and sealed_digest(plan) in out
    made = tmp_path / "plan.json"
    options = {"output": str(made), "limit": plan.limit, "seed": plan.seed}
    call_command("plan_timetable", str(tmp_path / "problem.json"), **options)

    again = json.loads(made.read_text())
    rows = {(each["buyer"], each["company"], each["slot"], each["table"] + 1) for each in again["meetings"]}
    stored = {
        (f"B{each.buyer_id}.{each.buyer_table}", f"C{each.company_id}", each.slot, each.table)
        for each in plan.meetings.all()
    }
    assert rows == stored and again["input_sha256"] == plan.input_digest


def test_the_problem_says_nothing_else_than_before(draft):
    assert draft.problem == problem_of(draft.day)
