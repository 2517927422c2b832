"""What the list of solutions shares with that of needs: divisions, period, first reference, feed, mistyped words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from grandest_portal.reference.models import CPVCode
from needs.tasks import learn_words
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.suppliers.helpers import code, solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sectors")]
PUBLISHED = SolutionStatus.PUBLISHED
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, **query):
    return sorted(solution.title for solution in client.get("/solutions/", query).context["page_obj"])


def count_of(client, name, choice, **query):
    choices = client.get("/solutions/", query).context["filter"].form.fields[name].widget.choices
    return next(str(label) for key, label in choices if key == choice).partition('count">')[2][:-7]


def aged(days, **fields):
    solution = solution_in(PUBLISHED, **fields)
    Solution.objects.filter(pk=solution.pk).update(published_at=timezone.now() - timedelta(days=days))
    return solution


def test_period_narrows_and_is_counted(client):
    for days, title in [(1, "Hier"), (200, "Printemps"), (900, "Jadis")]:
        aged(days, title=title)
    assert titles(client, periode="3") == ["Hier"]
    assert titles(client, periode="12") == ["Hier", "Printemps"]
    for query in [{}, {"periode": "3"}]:
        assert [count_of(client, "periode", key, **query) for key in ["", "3", "12"]] == ["3", "1", "2"]


def test_first_reference_narrows_and_is_counted(client):
    solution_in(PUBLISHED, title="Neuve", first_reference=True)
    solution_in(PUBLISHED, title="Éprouvée")
    assert titles(client, premiere="oui") == ["Neuve"]
    assert titles(client, premiere="autre") == ["Neuve", "Éprouvée"]
    for query in [{}, {"premiere": "oui"}]:
        assert count_of(client, "premiere", "oui", **query) == "1"
    assert client.get("/solutions/").text.count("cherche sa première référence</span>") == 1


def test_division_narrows_and_is_counted(client):
    CPVCode.objects.get_or_create(
        code="38000000", defaults={"check_digit": "5", "label": "Mesure", "level": 2}
    )
    solution_in(PUBLISHED, title="Sonde")
    other = solution_in(PUBLISHED, title="Logiciel")
    other.cpv.set([code("48000000", "Logiciels")])
    assert titles(client, division="38") == ["Sonde"]
    assert count_of(client, "division", "38") == "1"


def test_a_mistyped_word_is_said(client):
    solution_in(PUBLISHED, title="Télémédecine itinérante")
    learn_words()
    page = client.get("/solutions/", {"q": "telemedcine"}).text
    assert "Aucune solution ne contient « telemedcine » : cherché aussi « télémédecine »." in page
    assert "cherché aussi" not in client.get("/solutions/", {"q": "télémédecine"}).text


def entries(client, **query):
    response = client.get("/solutions/flux.atom", query)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize("query", [{}, {"premiere": "oui"}, {"q": "sonde"}, {"q": "zzzz"}, {"periode": "x"}])
def test_the_feed_holds_the_solutions_of_the_list_newest_first(client, query):
    aged(3, title="Sonde", first_reference=True)
    aged(1, title="Autre & <b>")
    solution_in(SolutionStatus.DRAFT, title="Sonde cachée")
    found = entries(client, **query)
    assert sorted(entry.find(f"{ATOM}title").text for entry in found) == titles(client, **query)
    dates = [entry.find(f"{ATOM}updated").text for entry in found]
    assert dates == sorted(dates, reverse=True)


def test_the_feed_is_kept_and_opens_no_session(client, settings):
    solution = solution_in(PUBLISHED)
    first = client.get("/solutions/flux.atom")
    assert first.cookies == {} and "max-age=900" in first["Cache-Control"]
    assert client.get("/solutions/flux.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304
    entry = etree.fromstring(first.content).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == f"{settings.SITE_URL}/solutions/{solution.pk}/"
    assert entry.find(f"{ATOM}id").text.endswith(f",2026:solutions/{solution.pk}")
