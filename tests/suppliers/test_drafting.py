"""The way of a solution through its pages, from the first answer to the confirmation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suppliers.enums import SolutionStatus
from suppliers.models import Company, Solution
from tests.factories import CompanyFactory, UserFactory, buyer_user, company_user
from tests.screens import seen_on
from tests.suppliers.helpers import code, member, people_towards, solution_in, terms

pytestmark = pytest.mark.django_db

FIRST = {
    "title": "Écoute",
    "problem_solved": "Les fuites restent cachées.",
    "description": "Un capteur écoute.",
}


def url(name, solution, *args):
    return reverse(f"suppliers:{name}", args=[solution.pk, *args])


@pytest.fixture
def draft():
    return solution_in(SolutionStatus.DRAFT)


@pytest.fixture
def own_client(client, draft):
    client.force_login(member(draft.company))
    return client


def test_whole_way_from_nothing_to_the_confirmation(client, dated_data):
    code()
    terms("eau")
    client.force_login(company_user())
    response = client.post("/solutions/nouvelle/", FIRST)
    solution = Solution.objects.get()
    assert response.url == url("solution_edit", solution, "nouveaute")
    second = {"version": 1, "novelty": "Sans coupure", "trl": "8", "references": ""}
    response = client.post(response.url, second)
    assert response.url == url("solution_edit", solution, "classement")
    response = client.post(response.url, {"version": 2, "cpv": "38420000-5", "keywords": "eau", "link": ""})
    assert response.url == url("solution_check", solution)
    page = client.get(response.url).content.decode()
    assert "38420000-5 Instruments de mesure du débit" in page and "TRL 8" in page
    assert "Il manque encore" not in page
    response = client.post(response.url, seen_on(client, response.url), follow=True)
    assert response.redirect_chain == [(url("solution_submitted", solution), 302)]
    page = response.content.decode()
    assert solution.reference in page and "2 jours ouvrés" in page and "en cours de vérification" in page
    solution.refresh_from_db()
    assert (solution.status, solution.version) == ("submitted", 3)


def test_confirmation_without_a_promised_delay_says_less(own_client, draft):
    check = url("solution_check", draft)
    page = own_client.post(check, seen_on(own_client, check), follow=True).content.decode()
    assert "vous répond par courriel." in page


def test_quitting_keeps_an_unfinished_step(client):
    client.force_login(company_user())
    response = client.post("/solutions/nouvelle/", FIRST | {"description": "", "quit": "1"})
    assert response.url == "/mes-solutions/"
    assert Solution.objects.values_list("title", "description").get() == ("Écoute", "")


def test_step_with_an_error_keeps_what_was_typed(own_client, draft):
    response = own_client.post(url("solution_edit", draft, "solution"), FIRST | {"title": "x" * 121})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ce titre est trop long : 120 caractères au plus." in page
    assert "x" * 121 in page and "Les fuites restent cachées." in page


def test_older_version_is_refused_with_the_text_kept(own_client, draft):
    Solution.objects.update(version=5)
    response = own_client.post(url("solution_edit", draft, "solution"), FIRST | {"version": 4})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Deux versions de ce texte" in page and "Un capteur écoute." in page
    assert Solution.objects.get().title == draft.title


def test_returning_to_one_answer_leads_back_to_the_check(own_client, draft):
    page = own_client.get(url("solution_edit", draft, "solution"), {"returning": "1"}).content.decode()
    assert 'name="returning"' in page
    response = own_client.post(
        url("solution_edit", draft, "solution"), FIRST | {"version": 1, "returning": "1"}
    )
    assert response.url == url("solution_check", draft)


def test_unknown_step_is_not_found(own_client, draft):
    assert own_client.get(url("solution_edit", draft, "autre")).status_code == 404


def test_check_lists_what_is_missing_and_refuses_to_send(own_client, draft):
    Solution.objects.update(novelty="", trl=None)
    page = own_client.get(url("solution_check", draft)).content.decode()
    step = url("solution_edit", draft, "nouveaute")
    assert f'<li><a href="{step}?returning=1#id_novelty">Ce qui est nouveau</a></li>' in page
    assert f'<li><a href="{step}?returning=1#id_trl_0">Maturité (TRL)</a></li>' in page
    assert "Envoyer en relecture" not in page
    response = own_client.post(url("solution_check", draft))
    assert response.status_code == 422
    assert "Il manque encore : ce qui est nouveau, la maturité (TRL)." in response.content.decode()
    assert Solution.objects.get().status == SolutionStatus.DRAFT


def test_check_offers_to_change_each_answer(own_client, draft):
    page = own_client.get(url("solution_check", draft)).content.decode()
    assert page.count('>Modifier<span class="visually-hidden">') == 9


def test_returned_solution_shows_the_reason_where_it_is_mended(client):
    solution = solution_in(SolutionStatus.RETURNED, moderation_reason="Dites chez qui.")
    client.force_login(member(solution.company))
    assert "Dites chez qui." in client.get(url("solution_check", solution)).content.decode()
    assert "Dites chez qui." in client.get("/mes-solutions/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_mine_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, rows):
    company = CompanyFactory()
    for _number in range(rows):
        solution_in(SolutionStatus.DRAFT, company=company)
    client.force_login(member(company))
    with django_assert_num_queries(8):
        response = client.get("/mes-solutions/")
    assert len(response.context["page_obj"]) == rows


def test_mine_lists_every_state_of_ones_company_only(client):
    company = CompanyFactory()
    own = {solution_in(status, company=company) for status in SolutionStatus}
    solution_in(SolutionStatus.PUBLISHED)
    client.force_login(member(company))
    response = client.get("/mes-solutions/")
    assert set(response.context["page_obj"]) == own
    page = response.content.decode()
    assert [label for label in map(str, SolutionStatus.labels) if f">{label}</span>" not in page] == []


def test_mine_of_a_waiting_person_holds_own_texts_and_says_why(client):
    solution = solution_in(SolutionStatus.DRAFT)
    people = people_towards(solution)
    client.force_login(people["own, waiting"])
    response = client.get("/mes-solutions/")
    assert list(response.context["page_obj"]) == []
    client.force_login(people["own, waiting author"])
    response = client.get("/mes-solutions/")
    assert list(response.context["page_obj"]) == [solution]
    assert "en cours de vérification" in response.content.decode()


def test_mine_without_a_solution_offers_one_action(client):
    client.force_login(company_user())
    assert "Décrire une solution" in client.get("/mes-solutions/").content.decode()


@pytest.mark.parametrize("path", ["/mes-solutions/", "/solutions/nouvelle/", "/mon-entreprise/"])
def test_person_without_company_is_led_to_registration(client, path):
    client.force_login(UserFactory())
    assert client.get(path).url == "/entreprises/inscription/"
    client.force_login(buyer_user())
    assert client.get(path).status_code == 403


def test_archive_asks_then_archives(client):
    solution = solution_in(SolutionStatus.PUBLISHED)
    client.force_login(member(solution.company))
    assert "Archiver cette fiche ?" in client.get(url("solution_archive", solution)).content.decode()
    assert client.post(url("solution_archive", solution)).url == "/mes-solutions/"
    assert Solution.objects.get().status == SolutionStatus.ARCHIVED


def test_archived_solution_is_edited_and_sent_again(client):
    solution = solution_in(SolutionStatus.ARCHIVED)
    client.force_login(member(solution.company))
    client.post(url("solution_edit", solution, "solution"), FIRST | {"version": 1})
    check = url("solution_check", solution)
    client.post(check, seen_on(client, check))
    assert Solution.objects.values_list("title", "status").get() == ("Écoute", "submitted")


def test_delete_asks_then_deletes(own_client, draft):
    assert "Supprimer ce brouillon ?" in own_client.get(url("solution_delete", draft)).content.decode()
    assert own_client.post(url("solution_delete", draft)).url == "/mes-solutions/"
    assert Solution.objects.count() == 0


PAGES = [
    ("solution_edit", ["solution"], SolutionStatus.SUBMITTED),
    ("solution_check", [], SolutionStatus.PUBLISHED),
    ("solution_archive", [], SolutionStatus.DRAFT),
    ("solution_delete", [], SolutionStatus.RETURNED),
    ("solution_submitted", [], SolutionStatus.PUBLISHED),
]


@pytest.mark.parametrize(("name", "args", "status"), PAGES)
def test_page_of_a_state_that_is_over_leads_to_the_solution(client, name, args, status):
    solution = solution_in(status)
    client.force_login(member(solution.company))
    assert client.get(url(name, solution, *args)).url == url("solution_detail", solution)


OWN = {"own, approved", "own, waiting author", "own, delegate"}
DOORS = [
    ("solution_edit", ["solution"], SolutionStatus.DRAFT, OWN, 404),
    ("solution_check", [], SolutionStatus.DRAFT, OWN, 404),
    ("solution_delete", [], SolutionStatus.DRAFT, OWN, 404),
    ("solution_submitted", [], SolutionStatus.SUBMITTED, OWN, 404),
    ("solution_archive", [], SolutionStatus.PUBLISHED, {"own, approved", "own, delegate"}, 403),
]


@pytest.mark.parametrize(("name", "args", "status", "able", "refusal"), DOORS)
def test_door_is_open_to(client, name, args, status, able, refusal):
    solution = solution_in(status)
    answers = {}
    for role, user in people_towards(solution).items():
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        answers[role] = client.get(url(name, solution, *args)).status_code
    assert {role for role, answer in answers.items() if answer == 200} == able
    staff = 403 if status != SolutionStatus.DRAFT else 404
    expected = {role: refusal for role in answers if role not in able} | {
        "own, reader": 403,
        "anonymous": 302,
        "moderator": staff,
        "admin": staff,
    }
    assert {role: answer for role, answer in answers.items() if role not in able} == expected


@pytest.mark.parametrize("name", ["solution_archive", "solution_delete", "solution_check"])
def test_refused_door_writes_nothing_when_posted(client, name):
    status = SolutionStatus.PUBLISHED if name == "solution_archive" else SolutionStatus.DRAFT
    solution = solution_in(status)
    client.force_login(company_user())
    assert client.post(url(name, solution)).status_code in {403, 404}
    assert Solution.objects.get().status == status


def test_pages_read_without_writing(client):
    company = CompanyFactory()
    by_status = {status: solution_in(status, company=company) for status in SolutionStatus}
    client.force_login(member(company))
    paths = [
        "/mes-solutions/",
        "/solutions/",
        "/solutions/nouvelle/",
        "/mon-entreprise/",
        f"/entreprises/{company.pk}/",
    ]
    for solution in by_status.values():
        paths += [
            url(name, solution)
            for name in [
                "solution_detail",
                "solution_check",
                "solution_submitted",
                "solution_archive",
                "solution_delete",
            ]
        ]
        paths.append(url("solution_edit", solution, "solution"))
    with CaptureQueriesContext(connection) as queries:
        assert {client.get(path).status_code for path in paths} == {200, 302}
    verbs = {query["sql"].split()[0] for query in queries.captured_queries}
    assert verbs == {"SELECT"}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "\x00"},
        {"title": "x" * 10_000},
        {"description": "y" * 10_000},
        {"version": "zz"},
        {"version": "9" * 40},
        {"problem_solved": "\u202e\u200b"},
    ],
)
def test_step_survives_odd_input(own_client, draft, changes):
    response = own_client.post(url("solution_edit", draft, "solution"), FIRST | changes)
    assert response.status_code in {302, 422}


@pytest.mark.parametrize("cpv", ["\x00", "9" * 10_000, "38420000, 1 " * 50, "eau; ; ;", "<b>"])
def test_codes_survive_odd_input(own_client, draft, cpv):
    response = own_client.post(url("solution_edit", draft, "classement"), {"cpv": cpv})
    assert response.status_code == 422


def test_company_profile_is_edited_and_keeps_what_was_typed(client):
    company = CompanyFactory()
    client.force_login(member(company))
    response = client.post(
        "/mon-entreprise/profil/presentation/",
        {"legal_form": "SAS", "founded": "12", "presentation": "Nous."},
    )
    assert response.status_code == 422
    assert "Nous." in response.content.decode()
    response = client.post(
        "/mon-entreprise/profil/presentation/",
        {
            "legal_form": "SAS",
            "founded": "2012",
            "presentation": "Nous.",
            "version": response.context["version"],
        },
    )
    assert response.url == "/mon-entreprise/"
    assert Company.objects.values_list("legal_form", "founded", "presentation").get() == (
        "SAS",
        2012,
        "Nous.",
    )


def test_company_profile_waits_for_the_membership(client):
    client.force_login(company_user(waiting=True))
    assert client.get("/mon-entreprise/").status_code == 403
