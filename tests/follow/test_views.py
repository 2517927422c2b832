"""« Suivre » on the pages, « Mes suivis », and what never shows."""

import re

import pytest

from grandest_portal.follow import actions
from grandest_portal.follow.models import Follow
from needs.models import Match
from tests.factories import (
    MatchFactory,
    NeedFactory,
    SolutionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

pytestmark = pytest.mark.usefixtures("dated_data")
URL = "/mes-suivis/"
TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|form_token)" value="[\w-]+"')


@pytest.fixture
def user(client, db):
    user = UserFactory()
    client.force_login(user)
    return user


def text_of(response):
    return response.text.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("kind", "make", "page"), [("need", NeedFactory, "besoins"), ("solution", SolutionFactory, "solutions")]
)
def test_button_follows_and_unfollows(client, user, kind, make, page):
    thing = make(published=True)
    here = f"/{page}/{thing.pk}/"
    assert f'action="/mes-suivis/{kind}/{thing.pk}/suivre/"' in client.get(here).text
    response = client.post(f"/mes-suivis/{kind}/{thing.pk}/suivre/", follow=True)
    assert response.redirect_chain == [(here, 302)]
    assert f'action="/mes-suivis/{kind}/{thing.pk}/ne-plus-suivre/"' in response.text
    assert f"Vous suivez « {thing} »" in text_of(response)
    response = client.post(f"/mes-suivis/{kind}/{thing.pk}/ne-plus-suivre/")
    assert (response.url, Follow.objects.count()) == (here, 0)


def test_unfollowing_from_the_list_stays_there(client, user):
    need = NeedFactory(published=True)
    actions.follow(user, "need", need.pk)
    response = client.post(f"/mes-suivis/need/{need.pk}/ne-plus-suivre/", {"back": "list"})
    assert (response.url, Follow.objects.count()) == (URL, 0)


def test_anonymous_people_see_no_button(client, db):
    need = NeedFactory(published=True)
    assert "/suivre/" not in client.get(f"/besoins/{need.pk}/").text


def test_own_draft_has_no_button(client):
    agent = buyer_user()
    client.force_login(agent)
    need = NeedFactory(author=agent, buyer=agent.memberships.get().organisation.buyer)
    assert "/suivre/" not in client.get(f"/besoins/{need.pk}/").text


def test_list_shows_kind_title_state_and_since_the_latest_first(client, user):
    need, solution = NeedFactory(published=True), SolutionFactory(published=True)
    actions.follow(user, "need", need.pk)
    actions.follow(user, "solution", solution.pk)
    actions.follow(UserFactory(), "need", NeedFactory(published=True, title="D'une autre").pk)
    response = client.get(URL)
    rows = response.context["rows"]
    assert [(str(row["kind"]), row["title"]) for row in rows] == [
        ("solution", solution.title),
        ("besoin", need.title),
    ]
    page = text_of(response)
    assert [str(row["label"]) for row in rows] == ["Publiée", "Échanges ouverts"]
    assert page.count("Suivi depuis le") == 2
    assert "D'une autre" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, user, django_assert_num_queries, rows):
    for _each in range(rows):
        actions.follow(user, "need", NeedFactory(published=True).pk)
        actions.follow(user, "solution", SolutionFactory(published=True).pk)
    with django_assert_num_queries(10):
        client.get(URL)


def test_long_list_has_pages(client, user):
    for _each in range(21):
        actions.follow(user, "need", NeedFactory(published=True).pk)
    assert len(client.get(URL).context["rows"]) == 20
    assert len(client.get(f"{URL}?page=2").context["rows"]) == 1


def test_what_left_public_view_is_one_calm_line_without_its_title(client, user):
    solution = SolutionFactory(published=True)
    actions.follow(user, "solution", solution.pk)
    type(solution).objects.filter(pk=solution.pk).update(status="archived", title="Titre secret")
    page = text_of(client.get(URL))
    assert "1 page que vous suivez n'est plus publique." in page
    assert "Titre secret" not in page
    response = client.post("/mes-suivis/oublier/", follow=True)
    assert "Vous ne suivez rien pour l'instant" in text_of(response)
    assert Follow.objects.count() == 0


def test_empty_list_says_where_to_begin(client, user):
    assert "Vous ne suivez rien pour l'instant" in text_of(client.get(URL))


def test_hidden_thing_is_unfollowed_back_to_the_list(client, user):
    solution = SolutionFactory(published=True)
    actions.follow(user, "solution", solution.pk)
    type(solution).objects.filter(pk=solution.pk).update(status="archived")
    assert client.post(f"/mes-suivis/solution/{solution.pk}/ne-plus-suivre/").url == URL


def pages_seen_by(client, user, need, solution):
    """What every list and detail page of a role says, in order."""
    client.force_login(user)
    pages = [
        "/besoins/",
        "/solutions/",
        f"/besoins/{need.pk}/",
        f"/solutions/{solution.pk}/",
        f"/entreprises/{solution.company_id}/",
        f"/besoins/{need.pk}/correspondances/",
        f"/solutions/{solution.pk}/correspondances/",
    ]
    return [TOKEN.sub("", client.get(page).text.partition("<main")[2]) for page in pages]


def test_followers_change_no_page_and_no_order_for_anybody_else(client):
    need = NeedFactory(published=True)
    solutions = SolutionFactory.create_batch(4, published=True)
    for solution in solutions:
        MatchFactory(need=need, solution=solution)
    roles = [buyer_user(), company_user(), partner_user(), UserFactory(moderator=True)]
    before = [pages_seen_by(client, role, need, solutions[0]) for role in roles]
    order = list(Match.objects.of_need(need).values_list("pk", flat=True))
    for user in UserFactory.create_batch(5):
        actions.follow(user, "need", need.pk)
        actions.follow(user, "solution", solutions[3].pk)
    assert list(Match.objects.of_need(need).values_list("pk", flat=True)) == order
    assert [pages_seen_by(client, role, need, solutions[0]) for role in roles] == before


@pytest.mark.parametrize("verb", ["suivre", "ne-plus-suivre"])
def test_number_beyond_the_database_is_calm(client, user, verb):
    response = client.post(f"{URL}need/{'9' * 30}/{verb}/")
    assert response.status_code == (404 if verb == "suivre" else 302)
