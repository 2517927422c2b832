"""Who reads a suggestion where, and how a partner makes one."""

import pytest
from django.test import Client
from django.urls import reverse

from grandest_portal.accounts.enums import MembershipRole
from needs.actions import withdraw_suggestion
from needs.models import Suggestion
from suppliers.models import Solution
from tests.factories import (
    MatchFactory,
    MembershipFactory,
    NeedFactory,
    SolutionFactory,
    SuggestionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

WHY = "Un motif que nul autre ne lit"
TYPED = {"reason": WHY, "interest": "link", "interest_text": "Adhésion de l'entreprise."}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.text.replace("&#x27;", "'")


def pages_of(pair):
    return [
        f"/besoins/{pair.need.pk}/",
        f"/solutions/{pair.solution.pk}/",
        f"/besoins/{pair.need.pk}/correspondances/{pair.solution.pk}/",
        "/suggestions/",
    ]


def pages_that_show(user, pair, words):
    client = signed_in(user)
    return [words in text_of(client.get(page)) for page in pages_of(pair)]


def test_both_sides_the_partner_and_moderators_read_it_on_their_pages(pair):
    MatchFactory(need=pair.need, solution=pair.solution)
    pair.suggest(reason=WHY)
    shown = {role: pages_that_show(user, pair, WHY) for role, user in pair.people.items()}
    shown["moderator"] = pages_that_show(UserFactory(moderator=True), pair, WHY)
    assert shown == {
        "partner": [True, True, False, True],
        "buyer": [True, True, True, True],
        "company": [True, True, True, True],
        "moderator": [True, True, True, True],
    }


def test_nobody_else_reads_it_anywhere(pair, client):
    MatchFactory(need=pair.need, solution=pair.solution)
    suggestion = pair.suggest(reason=WHY)
    others = {
        "buyer": buyer_user(),
        "company": company_user(),
        "partner": partner_user(),
        "person": UserFactory(),
        "waiting for the buyer": MembershipFactory(
            organisation=pair.need.buyer.organisation, waiting=True
        ).user,
        "waiting for the company": MembershipFactory(
            organisation=pair.solution.company.organisation, waiting=True
        ).user,
        "waiting for the partner": MembershipFactory(
            organisation=pair.partner.organisation, waiting=True
        ).user,
    }
    shown = {role: pages_that_show(user, pair, WHY) for role, user in others.items()}
    assert shown == dict.fromkeys(others, [False] * 4)
    url = f"/suggestions/{suggestion.pk}/"
    assert {role: signed_in(user).get(url).status_code for role, user in others.items()} == dict.fromkeys(
        others, 404
    )
    assert WHY not in client.get(f"/besoins/{pair.need.pk}/").text + client.get(pages_of(pair)[1]).text


def test_page_says_all_and_leads_to_the_pair_only_when_it_is_stored(pair):
    suggestion = pair.suggest(reason=WHY, interest="link", interest_text="Adhésion de l'entreprise.")
    url, match_url = f"/suggestions/{suggestion.pk}/", pages_of(pair)[2]
    page = text_of(signed_in(pair.people["buyer"]).get(url))
    for words in (
        WHY,
        "Adhésion de l'entreprise.",
        str(pair.partner),
        "Une suggestion ne donne aucun avantage",
    ):
        assert words in page
    assert match_url not in page
    MatchFactory(need=pair.need, solution=pair.solution)
    leads = {role: match_url in signed_in(user).get(url).text for role, user in pair.people.items()}
    assert leads == {"partner": False, "buyer": True, "company": True}


def test_title_of_a_solution_that_left_the_census_is_not_read_by_others(pair):
    suggestion = pair.suggest()
    Solution.objects.filter(pk=pair.solution.pk).update(status="archived", title="Texte pas encore relu")
    for page in (f"/suggestions/{suggestion.pk}/", "/suggestions/", f"/besoins/{pair.need.pk}/"):
        assert "Texte pas encore relu" not in text_of(signed_in(pair.people["partner"]).get(page))
        assert "Texte pas encore relu" not in text_of(signed_in(pair.people["buyer"]).get(page))
    page = text_of(signed_in(pair.people["partner"]).get(f"/suggestions/{suggestion.pk}/"))
    assert "Solution plus publiée" in page and "Elle n'est plus publiée." in page


@pytest.mark.parametrize("direction", ["to_buyer", "to_company"])
def test_partner_goes_from_a_page_to_a_sent_suggestion(pair, direction):
    client = signed_in(pair.people["partner"])
    here, chosen = (pair.need, pair.solution) if direction == "to_buyer" else (pair.solution, pair.need)
    room, first = (
        ("besoins", "Suggérer une solution")
        if direction == "to_buyer"
        else ("solutions", "Suggérer un besoin")
    )
    assert first in client.get(f"/{room}/{here.pk}/").text
    choice = client.get(f"/{room}/{here.pk}/suggerer/", {"q": chosen.title})
    form_url = f"/{room}/{here.pk}/suggerer/{chosen.pk}/"
    assert form_url in choice.text
    assert "ne donne aucun avantage" in client.get(form_url).text
    response = client.post(form_url, TYPED, follow=True)
    suggestion = Suggestion.objects.get()
    assert response.redirect_chain == [(f"/suggestions/{suggestion.pk}/", 302)]
    assert (suggestion.direction, suggestion.reason, suggestion.interest_text) == (
        direction,
        WHY,
        "Adhésion de l'entreprise.",
    )


def test_choice_offers_what_is_open_to_all_and_nothing_else(pair):
    client = signed_in(pair.people["partner"])
    SolutionFactory()
    SolutionFactory(submitted=True)
    NeedFactory()
    NeedFactory(published=True, source="open_data", source_id="1")
    found = client.get(f"/besoins/{pair.need.pk}/suggerer/").context["rows"]
    assert [row["title"] for row in found] == [pair.solution.title]
    found = client.get(f"/solutions/{pair.solution.pk}/suggerer/").context["rows"]
    assert [row["title"] for row in found] == [pair.need.title]
    empty = client.get(f"/besoins/{pair.need.pk}/suggerer/", {"q": "orgue baroque"})
    assert "Rien ne correspond" in empty.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Dites pourquoi vous rapprochez"),
        ({"interest": ""}, "Dites si vous avez un lien d'intérêt, ou aucun."),
        ({"interest": "peut-être"}, "Sélectionnez un choix valide"),
        ({"interest_text": ""}, "Décrivez ce lien d'intérêt"),
    ],
)
def test_form_refuses_with_a_sentence_and_keeps_what_was_typed(pair, changes, sentence):
    url = f"/besoins/{pair.need.pk}/suggerer/{pair.solution.pk}/"
    response = signed_in(pair.people["partner"]).post(url, TYPED | {"reason": "Gardé."} | changes)
    assert (response.status_code, Suggestion.objects.count()) == (422, 0)
    assert sentence in text_of(response)
    assert "reason" in changes or "Gardé." in response.text


def test_reader_of_a_partner_has_no_button_and_no_form(pair):
    user = MembershipFactory(organisation=pair.partner.organisation, role=MembershipRole.READER).user
    client = signed_in(user)
    assert "Suggérer une solution" not in client.get(f"/besoins/{pair.need.pk}/").text
    url = f"/besoins/{pair.need.pk}/suggerer/{pair.solution.pk}/"
    assert (client.get(url).status_code, client.post(url, TYPED).status_code) == (403, 403)
    suggestion = pair.suggest()
    assert client.get(f"/suggestions/{suggestion.pk}/").status_code == 200
    assert client.get(f"/suggestions/{suggestion.pk}/retirer/").status_code == 403


def test_withdrawal_shows_on_the_pages(pair):
    suggestion = pair.suggest(reason=WHY)
    client = signed_in(pair.people["partner"])
    url = f"/suggestions/{suggestion.pk}/retirer/"
    assert client.post(url, {"reason": ""}).status_code == 422
    response = client.post(url, {"reason": "La fiche a changé."}, follow=True)
    assert "Retirée par le partenaire le" in response.text
    assert client.get(url).status_code == 403
    page = text_of(signed_in(pair.people["buyer"]).get(f"/besoins/{pair.need.pk}/"))
    assert WHY in page and "Retirée" in page


def test_need_page_shows_five_and_leads_to_the_others(pair):
    SuggestionFactory.create_batch(6, need=pair.need)
    response = signed_in(pair.people["buyer"]).get(f"/besoins/{pair.need.pk}/")
    more = f"/suggestions/?besoin={pair.need.pk}"
    assert more in response.text
    SuggestionFactory()
    assert signed_in(pair.people["buyer"]).get(more).context["page_obj"].paginator.count == 6


@pytest.mark.parametrize(
    "query", ["?besoin=x", "?besoin=²", "?besoin=" + "9" * 40, "?solution=-1", "?page=x"]
)
def test_odd_addresses_are_calm(pair, query):
    assert signed_in(pair.people["buyer"]).get(f"/suggestions/{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(pair, rows, django_assert_num_queries):
    SuggestionFactory.create_batch(rows, partner=pair.partner)
    client = signed_in(pair.people["partner"])
    with django_assert_num_queries(7):
        client.get("/suggestions/")


@pytest.mark.parametrize("rows", [1, 3])
def test_need_page_costs_the_same_queries_however_many(pair, rows, django_assert_num_queries):
    SuggestionFactory.create_batch(rows, need=pair.need)
    client = signed_in(pair.people["buyer"])
    with django_assert_num_queries(8):
        client.get(f"/besoins/{pair.need.pk}/")


def test_desk_reads_and_decides_nothing(pair):
    suggestion = pair.suggest(reason=WHY)
    withdraw_suggestion(suggestion, by=pair.people["partner"], reason="Erreur de fiche.")
    client = signed_in(UserFactory(moderator=True))
    page = client.get(reverse("admin:needs_suggestion_change", args=[suggestion.pk])).text
    assert WHY in page and "Erreur de fiche." in page
    assert 'name="_save"' not in page
