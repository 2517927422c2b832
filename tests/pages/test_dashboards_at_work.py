"""The dashboards of buyers and companies: what is shown, and every number equals its list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.enums import MeetingSide, MeetingStatus
from needs.enums import NeedStatus
from suppliers.enums import SolutionStatus
from tests.factories import (
    CompanyFactory,
    MatchFactory,
    NeedFactory,
    PublicBuyerFactory,
    SolutionFactory,
    buyer_user,
    company_user,
)
from tests.pages.scenes import (
    MINE,
    closing_in,
    groups_of,
    labels,
    meeting,
    need_in,
    opened,
    organisation_of,
    rows_of_state,
    sections,
)

pytestmark = pytest.mark.usefixtures("dated_data")


# Buyers


def test_buyer_sees_what_to_do_in_order(client):
    user = buyer_user()
    buyer = organisation_of(user).buyer
    need_in(buyer, NeedStatus.RETURNED, title="Repris", moderation_reason="Dites combien d'écoles.")
    NeedFactory(buyer=buyer, title="Brouillon")
    need_in(buyer, NeedStatus.CLOSED, title="Clos")
    closing_in(buyer, 7, title="Bientôt")
    closing_in(buyer, 2, title="Tout de suite")
    closing_in(buyer, 8, title="Plus tard")
    company = CompanyFactory()
    meeting(buyer, company)
    meeting(buyer, CompanyFactory(), awaiting=MeetingSide.COMPANY)
    NeedFactory(title="D'un autre")
    (section,) = sections(client, user)
    assert [(group.anchor, group.count, labels(group)) for group in section.groups] == [
        ("besoins-a-reprendre", 1, ["Repris"]),
        ("reponses-attendues", 1, [f"Répondre à {company}"]),
        ("clotures", 2, ["Tout de suite", "Bientôt"]),
        ("suites", 1, ["Clos"]),
        ("brouillons-de-besoin", 1, ["Brouillon"]),
    ]
    assert groups_of(section)["besoins-a-reprendre"].tasks[0].note == "Dites combien d'écoles."
    assert [task.status for task in groups_of(section)["clotures"].tasks] == [
        "clôture dans 2 jours",
        "clôture dans 7 jours",
    ]


def test_buyer_state_numbers_equal_their_lists(client):
    user = buyer_user()
    buyer = organisation_of(user).buyer
    for number, status in enumerate(NeedStatus, start=1):
        for _each in range(number):
            need_in(buyer, status)
    NeedFactory(published=True)
    (section,) = sections(client, user)
    total, *states = section.counters
    assert (total.value, total.url) == (client.get(MINE).context["page_obj"].paginator.count, MINE)
    assert sorted(state.value for state in states) == list(range(1, len(NeedStatus) + 1))
    assert [rows_of_state(client, state.url) for state in states] == [state.value for state in states]


def test_buyer_group_that_is_cut_leads_to_the_whole_list(client):
    user = buyer_user()
    NeedFactory.create_batch(6, buyer=organisation_of(user).buyer)
    response = opened(client, user)
    (group,) = response.context["sections"][0].groups
    assert (group.count, len(group.tasks), group.is_cut) == (6, 5, True)
    assert rows_of_state(client, group.url) == group.count
    assert "6 brouillons de besoin à terminer" in response.text
    assert f'<a href="{MINE}?etat=draft">Voir les 6' in response.text


@pytest.mark.parametrize("side", list(MeetingSide))
def test_meeting_numbers_equal_the_list_of_meetings(client, side):
    user = buyer_user() if side == MeetingSide.BUYER else company_user()
    organisation = organisation_of(user)

    def make(**fields):
        if side == MeetingSide.BUYER:
            return meeting(organisation.buyer, CompanyFactory(), **fields)
        return meeting(PublicBuyerFactory(), organisation.company, **fields)

    for _each in range(6):
        make(awaiting=side)
    for _each in range(2):
        make(awaiting=side.other)
    for days in [1, 2, 3]:
        make(status=MeetingStatus.CONFIRMED, days=days)
    make(status=MeetingStatus.CONFIRMED, days=-3)
    (section,) = sections(client, user)
    page = client.get(reverse("meetings:list")).context
    days = [day for week in page["upcoming"] for day in week["days"]]
    shown = [len(page["mine"]), len(page["theirs"]), sum(len(day["rows"]) for day in days)]
    counted = [each.value for each in section.counters if each.url.startswith(reverse("meetings:list"))]
    due = groups_of(section)["reponses-attendues"]
    assert counted == shown == [6, 2, 3]
    assert (due.count, len(due.tasks)) == (6, 5)


def test_buyer_sees_newest_close_solutions_of_own_open_needs(client):
    user = buyer_user()
    mine = NeedFactory(buyer=organisation_of(user).buyer, published=True, title="Mien")
    closed = need_in(organisation_of(user).buyer, NeedStatus.CLOSED)
    now = timezone.now()
    for age, title in [(3, "Ancienne"), (1, "Récente"), (2, "Moyenne")]:
        solution = SolutionFactory(published=True, published_at=now - timedelta(days=age), title=title)
        MatchFactory(need=mine, solution=solution, score=0.9 if title == "Ancienne" else 0.5)
    MatchFactory(need=mine, solution=SolutionFactory(status=SolutionStatus.ARCHIVED))
    MatchFactory(need=closed)
    MatchFactory()
    (section,) = sections(client, user)
    listing = next(each for each in section.listings if each.anchor == "correspondances")
    assert [(row.title, row.label) for row in listing.rows] == [
        ("Récente", "Correspondance à examiner"),
        ("Moyenne", "Correspondance à examiner"),
        ("Ancienne", "Correspondance forte"),
    ]
    assert [client.get(row.url).status_code for row in listing.rows] == [200, 200, 200]


def test_buyer_number_of_close_solutions_equals_their_list(client):
    user = buyer_user()
    need = NeedFactory(buyer=organisation_of(user).buyer, published=True)
    MatchFactory.create_batch(3, need=need)
    MatchFactory(need=need, solution=SolutionFactory(status=SolutionStatus.ARCHIVED))
    (section,) = sections(client, user)
    (row,) = section.listings[-1].rows
    count = client.get(row.url).context["page_obj"].paginator.count
    assert (row.meta, count) == ("Solutions proches : 3", 3)


def test_buyer_without_anything_has_first_steps_that_leave_when_done(client):
    user = buyer_user()
    buyer = organisation_of(user).buyer
    assert [step.status for step in sections(client, user)[0].steps] == ["À faire", "Ensuite"]
    need = NeedFactory(buyer=buyer)
    assert [step.status for step in sections(client, user)[0].steps] == ["Fait", "À faire"]
    need.status = NeedStatus.SUBMITTED
    need.save(update_fields=["status"])
    response = opened(client, user)
    assert response.context["sections"][0].steps == ()
    assert "Premiers pas" not in response.text


def test_buyer_with_nothing_to_do_is_told_where_to_go(client):
    user = buyer_user()
    NeedFactory(buyer=organisation_of(user).buyer, published=True)
    page = opened(client, user).text
    assert "Rien ne vous attend en ce moment." in page
    assert f'<a href="{reverse("suppliers:solution_list")}">Voir ce que les entreprises proposent</a>' in page


# Companies


def test_company_sees_what_to_do_in_order(client):
    user = company_user()
    company = organisation_of(user).company
    SolutionFactory(
        company=company, status=SolutionStatus.RETURNED, title="Reprise", moderation_reason="Citez un client."
    )
    SolutionFactory(company=company, title="Brouillon")
    SolutionFactory(company=company, submitted=True, title="Envoyée")
    SolutionFactory(company=company, published=True)
    SolutionFactory(title="D'une autre")
    buyer = PublicBuyerFactory()
    meeting(buyer, company, awaiting=MeetingSide.COMPANY)
    (section,) = sections(client, user)
    assert [(group.anchor, group.count, labels(group)) for group in section.groups] == [
        ("fiches-a-reprendre", 1, ["Reprise"]),
        ("reponses-attendues", 1, [f"Répondre à {buyer}"]),
        ("brouillons-de-fiche", 1, ["Brouillon"]),
        ("fiches-en-relecture", 1, ["Envoyée"]),
    ]
    assert section.groups[0].tasks[0].note == "Citez un client."


def test_company_numbers_equal_their_lists(client):
    user = company_user()
    company = organisation_of(user).company
    for number, status in enumerate(SolutionStatus, start=1):
        for _each in range(number):
            SolutionFactory(company=company, status=status, published_at=timezone.now())
    NeedFactory.create_batch(2, published=True)
    response = opened(client, user)
    (section,) = response.context["sections"]
    lists = {group.anchor: len(group.tasks) for group in section.groups}
    for counter in section.counters:
        if counter.url.startswith("#"):
            assert response.text.count(f'id="{counter.url[1:]}"') == 1
            assert lists[counter.url[1:]] == counter.value
        else:
            assert client.get(counter.url).context["page_obj"].paginator.count == counter.value
    assert [counter.value for counter in section.counters] == [21, 3, 1, 2, 5, 2]


def test_company_sees_newest_needs_close_to_own_solutions(client):
    user = company_user()
    solution = SolutionFactory(company=organisation_of(user).company, published=True)
    now = timezone.now()
    for age, title in [(3, "Ancien"), (1, "Récent")]:
        need = NeedFactory(published=True, published_at=now - timedelta(days=age), title=title)
        MatchFactory(need=need, solution=solution)
    MatchFactory(need=NeedFactory(status=NeedStatus.CLOSED, published_at=now), solution=solution)
    MatchFactory()
    (section,) = sections(client, user)
    listing = next(each for each in section.listings if each.anchor == "correspondances")
    assert [row.title for row in listing.rows] == ["Récent", "Ancien"]
    assert [client.get(row.url).status_code for row in listing.rows] == [200, 200]


def test_company_first_steps_leave_when_done(client):
    user = company_user()
    company = organisation_of(user).company
    assert [step.status for step in sections(client, user)[0].steps] == ["À faire", "À faire", "Ensuite"]
    company.presentation = "Nous écoutons l'eau."
    company.save(update_fields=["presentation"])
    SolutionFactory(company=company, submitted=True)
    user = type(user).objects.get(pk=user.pk)
    assert sections(client, user)[0].steps == ()
