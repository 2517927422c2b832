"""The page after login, by what the person is: what is shown, and every number equals its list."""

import itertools
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.enums import MembershipRole, MembershipStatus, Side
from grandest_portal.follow.actions import follow
from meetings.enums import MeetingSide, MeetingStatus
from needs.actions import close_need
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
    SuggestionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.pages.scenes import (
    DASHBOARD,
    asked_for,
    closing_in,
    labels,
    meeting,
    need_in,
    opened,
    organisation_of,
    sections,
)
from tests.windows import end_windows

pytestmark = pytest.mark.usefixtures("dated_data")


def test_dashboard_asks_to_sign_in(client):
    response = client.get(DASHBOARD)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={DASHBOARD}")


# Everybody else


def test_partner_sees_what_is_public_and_new(client):
    NeedFactory(published=True, title="Besoin public")
    NeedFactory(title="Besoin caché")
    SolutionFactory(published=True, title="Fiche publique")
    SolutionFactory(title="Fiche cachée")
    response = opened(client, partner_user())
    (section,) = response.context["sections"]
    assert [[row.title for row in listing.rows] for listing in section.listings] == [
        [],
        [],
        ["Besoin public"],
        ["Fiche publique"],
    ]
    assert [counter.value for counter in section.counters] == [1, 1, 0, 0, 0]
    for counter in section.counters:
        assert client.get(counter.url).context["page_obj"].paginator.count == counter.value
    assert "Vous accompagnez acheteurs et entreprises." in response.text


def test_partner_sees_what_changed_and_what_became_of_suggestions(client):
    user = partner_user()
    suggestion = SuggestionFactory(partner=organisation_of(user).partner, author=user)
    SuggestionFactory()
    follow(user, "need", suggestion.need_id)
    follow(user, "solution", suggestion.solution_id)
    close_need(suggestion.need, by=None)
    end_windows()
    (section,) = sections(client, user)
    news, suggested, *_others = section.listings
    assert [(row.title, row.url) for row in news.rows] == [
        (f"«\u00a0{suggestion.need}\u00a0»", reverse("needs:detail", args=[suggestion.need_id]))
    ]
    assert [(row.url, str(row.label)) for row in suggested.rows] == [
        (reverse("needs:suggestion", args=[suggestion.pk]), "Échanges clos")
    ]
    assert [counter.value for counter in section.counters] == [1, 2, 2, 1, 0]
    for counter in section.counters:
        assert client.get(counter.url).context["page_obj"].paginator.count == counter.value
    assert section.button_url == reverse("needs:list")


@pytest.mark.parametrize("fields", [{"waiting": True}, {"role": MembershipRole.READER}])
def test_partner_who_may_not_suggest_has_no_button(client, fields):
    assert sections(client, partner_user(**fields))[-1].button_url == ""


def test_moderator_sees_the_queues_as_the_desk_counts_them(client):
    need, _solution = NeedFactory(submitted=True), SolutionFactory.create_batch(2, submitted=True)
    NeedFactory()
    waiting = MembershipFactory.create_batch(3, waiting=True)
    (section,) = sections(client, UserFactory(admin=True))
    counts = [client.get(each.url).context["cl"].result_count for each in section.counters]
    assert [each.value for each in section.counters] == counts
    assert sorted(counts)[-3:] == [1, 2, len(waiting)] and sum(counts) == 3 + len(waiting)
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
        (Side.PARTNER, ["partners:register"]),
        ("", ["buyers:register", "suppliers:register", "partners:register"]),
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
    with django_assert_num_queries(20):
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
        asked_for(SolutionFactory(company=company, published=True), PublicBuyerFactory().organisation)
    client.force_login(user)
    with django_assert_num_queries(19):
        client.get(DASHBOARD)


@pytest.mark.parametrize("rows", [1, 3])
def test_partner_dashboard_asks_constant_queries(client, rows, django_assert_num_queries):
    NeedFactory.create_batch(rows, published=True)
    SolutionFactory.create_batch(rows, published=True)
    user = partner_user()
    for suggestion in SuggestionFactory.create_batch(rows, partner=organisation_of(user).partner):
        follow(user, "need", suggestion.need_id)
    client.force_login(user)
    with django_assert_num_queries(16):
        client.get(DASHBOARD)


@pytest.mark.parametrize("rows", [1, 3])
def test_moderator_dashboard_asks_constant_queries(client, rows, django_assert_num_queries):
    NeedFactory.create_batch(rows, submitted=True)
    SolutionFactory.create_batch(rows, submitted=True)
    MembershipFactory.create_batch(rows, waiting=True)
    client.force_login(UserFactory(moderator=True))
    with django_assert_num_queries(22):
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
