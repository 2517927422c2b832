"""The page after login, by what the person is: what is shown, and every number equals its list."""

import itertools
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.enums import MembershipStatus, Side
from grandest_portal.core.listing import PAGE_SIZE
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting
from needs.enums import NeedStatus
from suppliers.enums import SolutionStatus
from tests.factories import (
    CompanyFactory,
    MatchFactory,
    MembershipFactory,
    NeedFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    SolutionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

DASHBOARD = reverse("pages:dashboard")
MINE = reverse("needs:mine")

pytestmark = pytest.mark.usefixtures("dated_data")


def organisation_of(user):
    return user.memberships.get().organisation


def opened(client, user):
    client.force_login(user)
    return client.get(DASHBOARD)


def sections(client, user):
    return opened(client, user).context["sections"]


def groups_of(section):
    return {group.anchor: group for group in section.groups}


def labels(group):
    return [task.label for task in group.tasks]


def meeting(buyer, company, awaiting=MeetingSide.BUYER, status=MeetingStatus.PROPOSED, days=2):
    start = timezone.now() + timedelta(days=days)
    timed = {"starts_at": start, "ends_at": start + timedelta(minutes=30)}
    return Meeting.objects.create(
        need=NeedFactory(buyer=buyer, published=True),
        buyer=buyer,
        company=company,
        status=status,
        started_by=awaiting.other,
        awaiting=awaiting,
        expires_at=start,
        **(timed if status == MeetingStatus.CONFIRMED else {}),
    )


def need_in(buyer, status, **fields):
    extra = {"consultation_url": "https://profil.example/1", "direct_purchase_article": "R2122-8"}
    return NeedFactory(buyer=buyer, status=status, published_at=timezone.now(), **extra, **fields)


def closing_in(buyer, days, **fields):
    until = timezone.localdate() + timedelta(days=days)
    return NeedFactory(buyer=buyer, published=True, sourcing_open_until=until, **fields)


def rows_of_state(client, url):
    """How many rows « Mes besoins » draws under the state that an address names, all pages together."""
    path, _hash, anchor = url.partition("#")
    first = client.get(path)
    assert f'id="{anchor}"' in first.text
    pages = range(1, first.context["page_obj"].paginator.num_pages + 1)
    groups = [group for page in pages for group in client.get(MINE, {"page": page}).context["groups"]]
    return sum(len(group["rows"]) for group in groups if f"etat-{group['status']}" == anchor)


def test_dashboard_asks_to_sign_in(client):
    response = client.get(DASHBOARD)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={DASHBOARD}")


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


def test_buyer_state_link_opens_the_page_where_the_state_begins(client):
    user = buyer_user()
    buyer = organisation_of(user).buyer
    for _each in range(PAGE_SIZE):
        NeedFactory(buyer=buyer)
    need_in(buyer, NeedStatus.CLOSED)
    (section,) = sections(client, user)
    urls = {counter.label: counter.url for counter in section.counters}
    assert urls[NeedStatus.DRAFT.label] == f"{MINE}#etat-draft"
    assert urls[NeedStatus.CLOSED.label] == f"{MINE}?page=2#etat-closed"


def test_buyer_group_that_is_cut_leads_to_the_whole_list(client):
    user = buyer_user()
    NeedFactory.create_batch(6, buyer=organisation_of(user).buyer)
    response = opened(client, user)
    (group,) = response.context["sections"][0].groups
    assert (group.count, len(group.tasks), group.is_cut) == (6, 5, True)
    assert rows_of_state(client, group.url) == group.count
    assert "6 brouillons de besoin à terminer" in response.text
    assert f'<a href="{MINE}#etat-draft">Voir les 6' in response.text


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


# Everybody else


def test_partner_sees_what_is_public_and_new(client):
    NeedFactory(published=True, title="Besoin public")
    NeedFactory(title="Besoin caché")
    SolutionFactory(published=True, title="Fiche publique")
    SolutionFactory(title="Fiche cachée")
    response = opened(client, partner_user())
    (section,) = response.context["sections"]
    assert [[row.title for row in listing.rows] for listing in section.listings] == [
        ["Besoin public"],
        ["Fiche publique"],
    ]
    for counter in section.counters:
        assert client.get(counter.url).context["page_obj"].paginator.count == counter.value == 1
    assert "Vous accompagnez acheteurs et entreprises." in response.text


def test_moderator_sees_the_queues_as_the_desk_counts_them(client):
    need, _solution = NeedFactory(submitted=True), SolutionFactory.create_batch(2, submitted=True)
    NeedFactory()
    waiting = MembershipFactory.create_batch(3, waiting=True)
    (section,) = sections(client, UserFactory(admin=True))
    counts = [client.get(each.url).context["cl"].result_count for each in section.counters]
    assert [each.value for each in section.counters] == counts
    assert sorted(counts) == [1, 2, len(waiting)]
    assert section.button_url == reverse("admin:index")
    assert reverse("admin:needs_need_change", args=[need.pk]) in [
        task.url for task in section.groups[0].tasks
    ]


def test_moderator_with_an_organisation_sees_both(client):
    user = buyer_user(user__is_staff=True)
    assert [section.title for section in sections(client, user)] == [
        "Modération",
        f"Acheteur public : {organisation_of(user)}",
    ]


def open_steps(section):
    return [step.url for step in section.steps if step.url]


@pytest.mark.parametrize(
    ("side", "names"),
    [
        (Side.BUYER, ["buyers:register"]),
        (Side.COMPANY, ["suppliers:register"]),
        ("", ["buyers:register", "suppliers:register"]),
    ],
)
def test_person_without_organisation_is_led_to_registration(client, side, names):
    (section,) = sections(client, UserFactory(side=side))
    assert section.title == "Vos premiers pas"
    assert open_steps(section) == [reverse(name) for name in names]


@pytest.mark.parametrize(
    ("make", "verb"), [(buyer_user, "needs:create"), (company_user, "suppliers:solution_create")]
)
def test_waiting_person_learns_the_delay_and_what_is_possible_meanwhile(client, make, verb):
    user = make(waiting=True)
    response = opened(client, user)
    first, role = response.context["sections"]
    assert first.title == "Votre rattachement est en cours de vérification"
    assert "au plus tard dans 2 jours ouvrés" in first.steps[-1].note
    assert reverse(verb) in open_steps(role)
    assert client.get(reverse(verb)).status_code == 200


def test_waiting_person_sees_own_texts_only_and_no_meeting(client):
    buyer, company = PublicBuyerFactory(), CompanyFactory()
    user = MembershipFactory(organisation=buyer.organisation, waiting=True).user
    NeedFactory(buyer=buyer, title="D'un collègue")
    NeedFactory(buyer=buyer, author=user, title="Le mien")
    meeting(buyer, company)
    MatchFactory(need=NeedFactory(buyer=buyer, published=True))
    response = opened(client, user)
    _first, role = response.context["sections"]
    assert [labels(group) for group in role.groups] == [["Le mien"]]
    assert [counter.value for counter in role.counters] == [1, 1]
    assert role.listings == ()
    assert "D'un collègue" not in response.text.replace("&#x27;", "'")


def test_refused_person_reads_the_reason_and_may_ask_again(client):
    user = UserFactory(side=Side.COMPANY)
    MembershipFactory(
        user=user,
        status=MembershipStatus.REFUSED,
        decision_reason="Écrivez depuis l'adresse de l'entreprise.",
    )
    (section,) = sections(client, user)
    assert section.lead == "Motif : Écrivez depuis l'adresse de l'entreprise."
    assert open_steps(section) == [reverse("suppliers:register")]
    assert section.button_url == reverse("pages:contact")


def test_person_whose_later_membership_ended_starts_again(client):
    user = UserFactory(side=Side.BUYER)
    now = timezone.now()
    for days, status in [(9, MembershipStatus.REFUSED), (1, MembershipStatus.ENDED)]:
        MembershipFactory(user=user, status=status, requested_at=now - timedelta(days=days))
    (section,) = sections(client, user)
    assert section.title == "Vos premiers pas"


def test_organisation_without_role_is_told_to_write(client):
    user = MembershipFactory(organisation=OrganisationFactory()).user
    (section,) = sections(client, user)
    assert section.button_url == reverse("pages:contact")


# Cost and safety


def fill_buyer(buyer, rows):
    for _number in range(rows):
        for status in NeedStatus:
            need_in(buyer, status)
        closing_in(buyer, 3)
        meeting(buyer, CompanyFactory())
        meeting(buyer, CompanyFactory(), status=MeetingStatus.CONFIRMED)
        MatchFactory(need=NeedFactory(buyer=buyer, published=True))


@pytest.mark.parametrize("rows", [1, 3])
def test_buyer_dashboard_asks_constant_queries(client, rows, django_assert_num_queries):
    user = buyer_user()
    fill_buyer(organisation_of(user).buyer, rows)
    client.force_login(user)
    with django_assert_num_queries(17):
        client.get(DASHBOARD)


@pytest.mark.parametrize("rows", [1, 3])
def test_company_dashboard_asks_constant_queries(client, rows, django_assert_num_queries):
    user = company_user()
    company = organisation_of(user).company
    for _number in range(rows):
        for status in SolutionStatus:
            SolutionFactory(company=company, status=status, published_at=timezone.now())
        meeting(PublicBuyerFactory(), company, awaiting=MeetingSide.COMPANY)
        meeting(PublicBuyerFactory(), company, status=MeetingStatus.CONFIRMED)
        MatchFactory(solution=SolutionFactory(company=company, published=True))
    client.force_login(user)
    with django_assert_num_queries(15):
        client.get(DASHBOARD)


@pytest.mark.parametrize("rows", [1, 3])
def test_partner_dashboard_asks_constant_queries(client, rows, django_assert_num_queries):
    NeedFactory.create_batch(rows, published=True)
    SolutionFactory.create_batch(rows, published=True)
    client.force_login(partner_user())
    with django_assert_num_queries(9):
        client.get(DASHBOARD)


@pytest.mark.parametrize("rows", [1, 3])
def test_moderator_dashboard_asks_constant_queries(client, rows, django_assert_num_queries):
    NeedFactory.create_batch(rows, submitted=True)
    SolutionFactory.create_batch(rows, submitted=True)
    MembershipFactory.create_batch(rows, waiting=True)
    client.force_login(UserFactory(moderator=True))
    with django_assert_num_queries(10):
        client.get(DASHBOARD)


@pytest.mark.parametrize(
    "make", [buyer_user, company_user, partner_user, UserFactory, lambda: UserFactory(moderator=True)]
)
def test_dashboard_writes_nothing(client, make):
    client.force_login(make())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(DASHBOARD).status_code == 200
    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("make", [buyer_user, company_user, partner_user, UserFactory])
def test_dashboard_headings_go_down_one_level_at_a_time(client, make):
    levels = [int(level) for level in re.findall(r"<h([1-6])", opened(client, make()).text)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert levels.count(1) == 1
