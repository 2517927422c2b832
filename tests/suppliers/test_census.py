"""The public census: what is listed, in which order, how filters count, what a stranger may open."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import timezone

from grandest_portal.core.listing import neutral_order
from grandest_portal.reference.filters import list_rows_max
from grandest_portal.reference.loading.sectors import classify_codes
from suppliers.draws import is_drawn
from suppliers.enums import Maturity, SolutionStatus
from suppliers.filters import SolutionFilter
from suppliers.models import Solution
from tests.factories import CompanyFactory, company_user
from tests.suppliers.helpers import code, member, people_towards, solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sectors")]

MEASURE, HEALTH, DIGITAL = "industrie-recherche-mesure", "sante-social", "numerique"

PUBLISHED = SolutionStatus.PUBLISHED


def titles(response):
    return [solution.title for solution in response.context["page_obj"]]


def heading(response):
    return re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S)[1].strip()


def coded(digits, **fields):
    solution = solution_in(PUBLISHED, **fields)
    solution.cpv.set([code(each, f"Code {each}") for each in digits])
    classify_codes()
    return solution


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, rows):
    for number in range(rows):
        solution_in(PUBLISHED, title=f"Solution {number}")
    list_rows_max()  # kept for a minute
    is_drawn(timezone.localdate())
    with django_assert_num_queries(4):
        response = client.get("/solutions/")
    assert len(titles(response)) == rows


def test_a_printed_list_says_its_words_its_filters_and_its_address(client, settings):
    solution_in(PUBLISHED, title="Télémédecine itinérante", trl=8)
    page = client.get("/solutions/", {"q": "télémédecine"}).text
    sheet = page.partition('<div class="print-only">')[2].partition("</div>")[0]
    assert "<dd>Recherche : télémédecine</dd>" in sheet
    assert f"<dd>{settings.SITE_URL}/solutions/?q=t%C3%A9l%C3%A9m%C3%A9decine</dd>" in sheet
    assert "<dd>aucun</dd>" in client.get("/solutions/").text


@pytest.mark.parametrize(
    ("rows", "expected"), [(0, "Aucune solution"), (1, "1 solution"), (2, "2 solutions")]
)
def test_heading_counts_the_published(client, rows, expected):
    for status in set(SolutionStatus) - {PUBLISHED}:
        solution_in(status)
    for _number in range(rows):
        solution_in(PUBLISHED)
    assert heading(client.get("/solutions/")) == expected


@pytest.mark.parametrize(
    "words", ["Télémédecine", "télé medecine", "telemedcine", "TELEMEDECINE", "soignant à distance"]
)
def test_search_is_tolerant(client, words):
    solution_in(PUBLISHED, title="Télémédecine itinérante", problem_solved="Un soignant à distance.")
    solution_in(PUBLISHED, title="Capteur de bruit", problem_solved="Les nuisances de la rue.")
    assert titles(client.get("/solutions/", {"q": words})) == ["Télémédecine itinérante"]


def test_search_orders_by_relevance(client):
    solution_in(PUBLISHED, title="Sonde", description="Elle trouve aussi une fuite.", problem_solved="Rien.")
    solution_in(PUBLISHED, title="Fuite d'eau", description="Elle écoute.", problem_solved="Rien.")
    response = client.get("/solutions/", {"q": "fuite"})
    assert titles(response) == ["Fuite d'eau", "Sonde"]
    assert "pertinence" in response.content.decode()


def test_list_without_words_is_a_draw_that_changes_with_the_day(client, time_machine):
    solutions = [solution_in(PUBLISHED, title=f"Solution {number}") for number in range(8)]
    orders = []
    for day in [date(2026, 10, 3), date(2026, 10, 4)]:
        time_machine.move_to(f"{day}T10:00:00+02:00")
        orders.append(titles(client.get("/solutions/")))
        rows = neutral_order(Solution.objects.published(), day)
        assert orders[-1] == [row.title for row in rows]
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(solution.title for solution in solutions)
    assert "tirage neutre" in client.get("/solutions/").content.decode()


def test_sectors_add_up_and_maturity_narrows(client):
    coded(["38420000"], title="Eau 8", trl=8)
    coded(["48000000", "38000000"], title="Logiciel 5", trl=5)
    coded(["85000000"], title="Service 2", trl=2)

    def found(query):
        return sorted(titles(client.get(f"/solutions/?{query}")))

    assert found(f"secteur={MEASURE}") == ["Eau 8", "Logiciel 5"]
    assert found(f"secteur={MEASURE}&secteur={HEALTH}") == ["Eau 8", "Logiciel 5", "Service 2"]
    assert found("maturite=in_service&maturite=research") == ["Eau 8", "Service 2"]
    assert found(f"secteur={MEASURE}&maturite=prototype") == ["Logiciel 5"]
    assert found(f"secteur={HEALTH}&maturite=prototype") == []


def offered(query, name):
    """[(choice, label with its count)] of the filter `name` as the page shows it."""
    filterset = SolutionFilter(QueryDict(query), Solution.objects.published())
    filterset.show_counts()
    return [(key, str(label)) for key, label in filterset.form.fields[name].widget.choices]


def test_facets_count_what_the_other_filters_leave():
    coded(["38420000", "38000000"], trl=8)
    coded(["48000000", "38000000"], trl=5)
    coded(["85000000"], trl=5)
    draft = solution_in(SolutionStatus.DRAFT)
    draft.cpv.set([code("90000000")])
    classify_codes()
    query = f"secteur={DIGITAL}&maturite=in_service"
    assert offered(query, "secteur") == [
        (DIGITAL, 'Numérique&nbsp;<span class="count">0</span>'),
        (MEASURE, 'Industrie, recherche, mesure&nbsp;<span class="count">1</span>'),
    ]
    assert [label[-8:-7] for _key, label in offered(query, "maturite")] == ["0", "1", "0"]
    assert list(SolutionFilter(QueryDict(query), Solution.objects.published()).qs) == []


def test_each_count_is_what_its_choice_then_shows(client):
    coded(["38420000", "38000000"], trl=8)
    coded(["48000000", "38000000"], trl=5)
    coded(["85000000"], trl=2)
    for name in ["secteur", "maturite"]:
        for key, label in offered("", name):
            page = client.get("/solutions/", {name: key}).context["page_obj"]
            assert page.paginator.count == int(re.search(r">(\d+)<", label)[1]), (name, key)


def test_counts_follow_the_words(client):
    coded(["38420000"], title="Fuite d'eau", trl=8)
    coded(["48000000"], title="Logiciel", problem_solved="Rien.", description="Rien.", keywords="", trl=8)
    choices = client.get("/solutions/?q=fuite").context["filter"].form.fields["secteur"].widget.choices
    assert [key for key, _label in choices] == [MEASURE]


def test_sectors_stand_in_their_order(client):
    coded(["79000000"])
    coded(["90000000"])
    coded(["33000000"])
    assert [key for key, _label in offered("", "secteur")] == [HEALTH, "eau-dechets", "conseil-services"]


def test_filters_are_sector_maturity_and_area_served_and_never_a_seat():
    filterset = SolutionFilter(QueryDict(""), Solution.objects.published())
    kept = ["secteur", "division", "s", "q", "maturite", "fournie", "premiere", "periode"]
    assert list(filterset.filters) == kept
    assert [choice[0] for choice in filterset.form.fields["maturite"].choices] == list(Maturity)


def test_chips_remove_one_filter_each_and_keep_the_words(client):
    coded(["38420000"], title="Fuite", trl=8)
    response = client.get(f"/solutions/?q=fuite&secteur={MEASURE}&maturite=in_service&page=1")
    assert [(str(chip["label"]), chip["remove_url"]) for chip in response.context["chips"]] == [
        ("Industrie, recherche, mesure", "?q=fuite&maturite=in_service"),
        ("En service (TRL 7 à 9)", f"?q=fuite&secteur={MEASURE}"),
    ]
    assert response.context["clear_url"] == "/solutions/?q=fuite"


def test_nothing_found_offers_three_ways_out(client):
    coded(["38420000"], title="Fuite", trl=8)
    page = client.get(f"/solutions/?q=xylophone&secteur={MEASURE}").content.decode()
    empty = page[page.index('<div class="empty">') :]
    links = re.findall(r'<li><a href="([^"]+)"', empty[: empty.index("</div>")])
    assert links == ["/solutions/?q=xylophone", "/solutions/", "/besoins/nouveau/", "/contact/"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 10_000,
        "q=%22%20OR%20%28%29%20-",
        "page=1000000000",
        "page=-1",
        "page=zz",
        "page=%00",
        "secteur=zz&secteur=%00",
        "secteur=" + "9" * 10_000,
        "maturite=%5B%5D",
        "maturite[]=research",
    ],
)
def test_list_survives_odd_input(client, query):
    solution_in(PUBLISHED)
    assert client.get(f"/solutions/?{query}").status_code == 200


def test_unknown_choice_is_left_out(client):
    coded(["38420000"], title="Fuite")
    response = client.get(f"/solutions/?secteur={MEASURE}&secteur=zz&maturite=x")
    assert (titles(response), [chip["label"] for chip in response.context["chips"]]) == (
        ["Fuite"],
        ["Industrie, recherche, mesure"],
    )


def test_page_keeps_the_filters(client):
    for number in range(21):
        coded(["38420000"], title=f"Solution {number}")
    page = client.get(f"/solutions/?secteur={MEASURE}").content.decode()
    day = timezone.localdate().isoformat()
    assert f'href="?secteur={MEASURE}&amp;page=2&amp;jour={day}"' in page


def test_detail_shows_every_answer_to_everybody(client):
    solution = solution_in(
        PUBLISHED, references="Une école.", keywords="eau, fuite", link="https://ecoute.example/x"
    )
    page = client.get(f"/solutions/{solution.pk}/").content.decode()
    for text in [
        "Une école.",
        "eau, fuite",
        "38420000-5 Instruments de mesure du débit",
        "TRL 8",
        solution.reference,
    ]:
        assert text in page
    assert '<a href="https://ecoute.example/x" rel="noopener nofollow">' in page
    assert "Archiver" not in page and "correspondances" not in page and "/admin/" not in page


def test_detail_escapes_what_was_typed(client):
    solution = solution_in(PUBLISHED, title="<b>Titre</b>", description="<script>x</script>")
    page = client.get(f"/solutions/{solution.pk}/").content.decode()
    assert "<b>Titre" not in page and "<script>x" not in page


@pytest.mark.parametrize("status", sorted(set(SolutionStatus) - {PUBLISHED}))
def test_detail_of_an_unpublished_solution_is_not_found_by_others(client, status):
    solution = solution_in(status)
    people = people_towards(solution)
    answers = {}
    for role, user in people.items():
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        answers[role] = client.get(f"/solutions/{solution.pk}/").status_code
    seeing = {"own, approved", "own, reader", "own, delegate"}
    seeing |= set() if status == SolutionStatus.ARCHIVED else {"own, waiting author"}
    seeing |= set() if status == SolutionStatus.DRAFT else {"moderator", "admin"}
    assert {role for role, answer in answers.items() if answer == 200} == seeing
    assert set(answers.values()) == {200, 404}


def test_detail_leads_its_people_to_the_next_thing(client):
    solution = solution_in(PUBLISHED)
    client.force_login(member(solution.company))
    page = client.get(f"/solutions/{solution.pk}/").content.decode()
    assert f"/solutions/{solution.pk}/correspondances/" in page
    assert f"/solutions/{solution.pk}/archiver/" in page


def test_detail_tells_the_reason_to_its_people(client):
    solution = solution_in(SolutionStatus.RETURNED, moderation_reason="Dites chez qui.")
    client.force_login(member(solution.company))
    assert "Dites chez qui." in client.get(f"/solutions/{solution.pk}/").content.decode()


def test_detail_leads_moderators_to_the_desk(client):
    solution = solution_in(SolutionStatus.SUBMITTED)
    client.force_login(people_towards(solution)["moderator"])
    page = client.get(f"/solutions/{solution.pk}/").content.decode()
    assert f"/admin/suppliers/solution/{solution.pk}/change/" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_company_page_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, rows):
    company = CompanyFactory(presentation="Des capteurs.")
    for _number in range(rows):
        solution_in(PUBLISHED, company=company)
    with django_assert_num_queries(7):
        response = client.get(f"/entreprises/{company.pk}/")
    assert len(titles(response)) == rows


def test_company_page_lists_published_solutions_by_title(client):
    company = CompanyFactory(presentation="Des capteurs.", founded=2018, legal_form="SAS")
    for title in ["B", "A"]:
        solution_in(PUBLISHED, company=company, title=title)
    solution_in(SolutionStatus.DRAFT, company=company)
    response = client.get(f"/entreprises/{company.pk}/")
    assert titles(response) == ["A", "B"]
    assert "2018" in response.content.decode() and "Allemagne" in response.content.decode()


def test_company_page_is_not_found_before_the_first_publication(client):
    company = solution_in(SolutionStatus.DRAFT).company
    assert client.get(f"/entreprises/{company.pk}/").status_code == 404
    client.force_login(company_user())
    assert client.get(f"/entreprises/{company.pk}/").status_code == 404
    client.force_login(member(company))
    assert "devient publique" in client.get(f"/entreprises/{company.pk}/").content.decode()
