"""The pages: chosen, frozen, read; few queries whatever the rows; nothing for companies."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from grandest_portal.core import once as guard
from needs.actions import ensure_engine
from needs.models import Shortlist
from suppliers.models import Solution
from tests.factories import (
    MatchFactory,
    MembershipFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.needs.shortlists.conftest import CRITERION
from tests.needs.shortlists.pages import hidden_of, logged_in, words
from tests.needs.test_races import together


def test_the_page_of_matches_leads_there_those_who_may(near, browser, agent, at):
    assert f'href="{at.freeze}"' in browser.get(at.matches).text
    reader = logged_in(MembershipFactory(organisation=agent.buyer.organisation, role="reader").user)
    assert f'href="{at.freeze}"' not in reader.get(at.matches).text


def test_the_page_shows_who_would_be_in_and_out_before(near, browser, at):
    page = words(browser.get(f"{at.freeze}?trl=7"))
    assert "2 solutions seraient retenues" in page and "3 solutions seraient écartées" in page
    assert "n'a pas le niveau de maturité demandé (TRL 7)" in page
    assert "Les entreprises ne voient pas cette liste." in page
    assert not Shortlist.objects.exists()


def test_freezing_from_the_page(near, browser, at):
    page = browser.get(f"{at.freeze}?trl=4")
    typed = hidden_of(page) | {
        "critere": CRITERION,
        f"raison_{near['Carnet de relevés'].pk}": "Ne prévient de rien.",
    }
    answer = browser.post(at.freeze, typed)
    assert answer.headers["Location"] == at.page("shortlist")
    shortlist = Shortlist.objects.get()
    assert (shortlist.filters["trl"], shortlist.kept, shortlist.left_out) == (4, 2, 3)
    read = words(browser.get(at.page("shortlist")))
    assert "Écartée à la main : Ne prévient de rien." in read
    assert "Maturité au moins : TRL 4." in read
    assert shortlist.content_hash in read and shortlist.engine_inputs in read


def test_a_forgotten_criterion_is_asked_for_and_reasons_stay(near, browser, at):
    name = f"raison_{near['Carnet de relevés'].pk}"
    typed = hidden_of(browser.get(at.freeze)) | {"critere": "", name: "Ne prévient de rien."}
    answer = browser.post(at.freeze, typed)
    assert answer.status_code == 422
    assert "Ne prévient de rien." in answer.text
    assert "Écrivez le critère" in words(answer)
    assert not Shortlist.objects.exists()


def test_a_page_that_is_out_of_date_shows_the_list_as_it_is(near, browser, at):
    typed = hidden_of(browser.get(at.freeze)) | {"critere": CRITERION}
    Solution.objects.filter(pk=near["Drone thermique"].pk).update(status="archived")
    answer = browser.post(at.freeze, typed)
    assert answer.status_code == 422 and not Shortlist.objects.exists()
    assert "ont changé depuis l'ouverture de cette page" in words(answer)
    again = browser.post(at.freeze, hidden_of(answer) | {"critere": CRITERION})
    assert again.status_code == 302
    assert Shortlist.objects.get().matched == 4


def test_forged_filters_of_a_sending_are_not_those_that_were_read(near, browser, at):
    typed = hidden_of(browser.get(at.freeze)) | {"critere": CRITERION, "trl": "9"}
    assert browser.post(at.freeze, typed).status_code == 422
    assert not Shortlist.objects.exists()


def test_versions_are_numbered_and_tell_their_differences(near, freeze, browser, at):
    freeze()
    freeze(trl=7, criterion="Un critère plus strict.")
    page = words(browser.get(at.list))
    assert page.index("Liste courte n° 2") < page.index("Liste courte n° 1")
    second = words(browser.get(at.page("shortlist", 2)))
    assert "Ce qui change depuis la liste n° 1" in second
    assert "Le critère n'est plus le même." in second and "Les filtres ne sont plus les mêmes." in second
    for title in ("Carnet de relevés", "Drone thermique", "Jumeau numérique"):
        assert f"N'y est plus : {title}" in second
    assert "Ce qui change" not in words(browser.get(at.page("shortlist", 1)))
    freeze(trl=4)
    assert "Entre : Carnet de relevés" in words(browser.get(at.page("shortlist", 3)))


def test_the_same_again_says_so(near, freeze, browser, at):
    freeze()
    freeze()
    assert "Les mêmes solutions, par le même critère." in words(browser.get(at.page("shortlist", 2)))


def test_nothing_near_reads_well(browser, at, freeze):
    assert "Aucune correspondance ne passe ces filtres" in words(browser.get(at.freeze))
    freeze()
    page = words(browser.get(at.page("shortlist")))
    assert "Aucune solution n'est retenue." in page and "0 solution correspondait" in page


@pytest.mark.parametrize("name", ["list", "freeze", *(f"shortlist{end}" for end in ("", "_verify", "_json"))])
def test_companies_and_others_read_nothing(near, freeze, agent, at, name):
    freeze()
    url = {"list": at.list, "freeze": at.freeze}.get(name) or at.page(name)
    organisation = near["Capteur d'écoute"].company.organisation
    outsiders = [
        MembershipFactory(organisation=organisation).user,
        company_user(),
        buyer_user(),
        partner_user(),
        MembershipFactory(organisation=agent.buyer.organisation, waiting=True).user,
    ]
    assert [logged_in(user).get(url).status_code for user in outsiders] == [403] * 5
    insiders = [
        UserFactory(moderator=True),
        MembershipFactory(organisation=agent.buyer.organisation, role="reader").user,
    ]
    expected = 403 if name == "freeze" else 200
    assert [logged_in(user).get(url).status_code for user in insiders] == [expected] * 2


def test_a_company_reads_no_trace_of_it_on_its_own_pages(near, freeze, need):
    freeze(removed={near["Drone thermique"].pk: "Mesure la chaleur, pas l'eau."})
    company = logged_in(MembershipFactory(organisation=near["Drone thermique"].company.organisation).user)
    for url in (
        f"/besoins/{need.pk}/",
        f"/besoins/{need.pk}/correspondances/{near['Drone thermique'].pk}/",
        f"/solutions/{near['Drone thermique'].pk}/correspondances/",
    ):
        page = words(company.get(url))
        assert "courte" not in page and "Mesure la chaleur" not in page


def queries_of(browser, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = browser.get(url)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code == 200
    return len(seen)


def test_pages_ask_constant_queries(need, freeze, browser, at):
    key = ensure_engine(timezone.now()).key
    counts = []
    for more in (2, 12):
        for _number in range(more):
            MatchFactory(need=need, engine=key)
        number = freeze(trl=4).number
        freeze()
        urls = [
            at.freeze,
            at.list,
            *(at.page(f"shortlist{end}", number) for end in ("_verify", "_json", "_xlsx")),
        ]
        urls.append(at.page("shortlist", number + 1))
        counts.append([queries_of(browser, url) for url in urls])
    assert counts[0] == counts[1], counts


def test_two_hundred_on_one_page(need, freeze, browser, at):
    key = ensure_engine(timezone.now()).key
    for _number in range(200):
        MatchFactory(need=need, engine=key)
    page = browser.get(at.freeze)
    assert page.text.count('name="raison_') == 200
    freeze()
    assert "200 dans la liste" in words(browser.get(at.page("shortlist")))


@pytest.mark.django_db(transaction=True)
def test_frozen_once_though_sent_at_once(near, agent, at):
    assert sent_at_once(agent, at) == [at.page("shortlist")] * 4
    assert Shortlist.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_token_each_sending_freezes(near, agent, at, monkeypatch):
    monkeypatch.setattr(guard, "digest_of", lambda request: None)
    assert sorted(sent_at_once(agent, at)) == [at.page("shortlist", number) for number in (1, 2, 3, 4)]


def sent_at_once(agent, at):
    clients = [logged_in(agent) for _time in range(4)]
    typed = hidden_of(clients[0].get(at.freeze)) | {"critere": CRITERION}
    answers = together(*[lambda client=client: client.post(at.freeze, typed) for client in clients])
    return [answer.headers["Location"] for answer in answers]
