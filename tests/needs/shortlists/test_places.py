"""Places are counted once all is decided; they neither filter nor order, whatever an address asks for."""

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grandest_portal.accounts.models import Organisation
from grandest_portal.reference.models import Territory
from needs.actions import ensure_engine
from needs.forms.shortlists import ShortlistFilterForm
from needs.matching.bands import bands
from needs.shortlists.content import entry_values
from needs.shortlists.display import place_words
from needs.shortlists.places import counts_of, home_departments, place_of
from needs.shortlists.selection import select
from suppliers.models import Company
from tests.factories import OrganisationFactory
from tests.needs.shortlists.pages import words

ABSENT = object()


@pytest.fixture
def town(places):
    return Territory.objects.create(kind="commune", code="67482", name="Strasbourg", parent=places["67"])


def organisation(**fields):
    return OrganisationFactory.build(**fields)


@pytest.mark.parametrize(
    ("country", "code", "expected"),
    [
        ("DE", "66111", "outside"),
        ("LU", "67000", "outside"),
        ("FR", "75002", "outside"),
        ("FR", "67070", "inside"),
        ("FR", "", "unknown"),
        ("FR", "6700", "unknown"),
        ("FR", "ABCDE", "unknown"),
    ],
)
def test_without_a_commune_the_country_then_the_postal_code_tell(places, country, code, expected):
    made = organisation(country=country, postal_code=code)
    assert place_of(made, home_departments()) == expected


def test_the_commune_tells_before_the_postal_code(town):
    made = organisation(country="FR", postal_code="75002", commune=town)
    assert place_of(made, home_departments()) == "inside"
    nowhere = Territory.objects.create(kind="commune", code="99001", name="Ailleurs")
    assert place_of(organisation(country="FR", commune=nowhere), home_departments()) == "unknown"


@pytest.mark.django_db
def test_without_reference_data_french_firms_are_of_unknown_place():
    assert place_of(organisation(country="FR", postal_code="67000"), home_departments()) == "unknown"


def test_each_firm_counts_once(places):
    made = OrganisationFactory(country="DE")
    assert counts_of([made.pk, made.pk]) == {"firms": 1, "outside": 1, "unknown_place": 0}


def settle(step, town):
    """Give each company the place, name, size and age of another one."""
    homes = [("FR", town, "67000"), ("FR", None, "75002"), ("FR", None, ""), ("DE", None, "77694")]
    for index, company in enumerate(Company.objects.order_by("pk")):
        country, commune, code = homes[(index * step + step) % len(homes)]
        Organisation.objects.filter(pk=company.organisation_id).update(
            country=country, commune=commune, postal_code=code, city=f"Ville {step}"
        )
        company.headcount, company.founded = (
            ["0-9", "10-49", "50-249"][(index + step) % 3],
            1990 + step * index,
        )
        company.save(update_fields=["headcount", "founded"])


def test_permuting_all_places_changes_the_count_and_nothing_else(near, freeze, town):
    found = []
    for step in (1, 2, 4):
        settle(step, town)
        shortlist = freeze(band="good", trl=4)
        rows = [entry_values(each) for each in shortlist.entries.order_by("rank")]
        found.append((rows, (shortlist.outside, shortlist.unknown_place)))
    assert found[0][0] == found[1][0] == found[2][0]
    assert len({counts for _rows, counts in found}) == 3, found


def test_the_figure_is_told_in_words_after_freezing_and_never_before(near, freeze, town, browser, at):
    settle(1, town)
    assert "hors de la région" not in words(browser.get(at.freeze))
    shortlist = freeze()
    assert (shortlist.firms, shortlist.outside, shortlist.unknown_place) == (5, 3, 1)
    told = place_words(shortlist).replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith(
        "5 entreprises ont une solution qui correspond : 3 hors de la région, 1 de lieu inconnu"
    )
    assert told in words(browser.get(at.page("shortlist")))


def test_the_form_asks_for_nothing_but_these():
    fields = set(ShortlistFilterForm.base_fields)
    assert fields == {"bande", "trl", "cpv", "mots", "langues"}


FORGED = [
    "territoire=67",
    "territoire=44&lieu=67482",
    "region=44",
    "departement=67",
    "commune=67482",
    "pays=FR",
    "country=FR",
    "place=inside",
    "effectif=0-9",
    "headcount=0-9",
    "founded=2020",
    "entreprise=Organisation+1",
    "q=Organisation",
    "solution__company__organisation__country=FR",
    "order_by=-solution__company__organisation__name",
    "tri=lieu",
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_address_shows_the_same_page(near, browser, at, forged):
    plain, other = browser.get(f"{at.freeze}?trl=4"), browser.get(f"{at.freeze}?trl=4&{forged}")
    assert other.status_code == 200
    assert other.context["mark"] == plain.context["mark"]
    assert [row.match.pk for row in other.context["selection"].rows] == [
        row.match.pk for row in plain.context["selection"].rows
    ]


def test_control_a_question_that_exists_does_change_the_page(near, browser, at):
    assert browser.get(f"{at.freeze}?trl=4").context["mark"] != browser.get(at.freeze).context["mark"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    extra=st.dictionaries(
        st.text(min_size=1, max_size=30).filter(lambda name: name not in ShortlistFilterForm.base_fields),
        st.lists(st.text(max_size=30), max_size=3),
        max_size=4,
    )
)
def test_any_other_parameter_changes_nothing(near, need, extra):
    asked = QueryDict("trl=4&bande=good", mutable=True)
    for name, values in extra.items():
        asked.setlist(name, values)
    today = timezone.localdate()
    engine, ordered = ensure_engine(timezone.now()).key, bands(today)
    plain = ShortlistFilterForm(QueryDict("trl=4&bande=good"), bands=ordered).choice()
    forged = ShortlistFilterForm(asked, bands=ordered).choice()
    assert forged == plain
    assert select(need, engine, forged, today).mark() == select(need, engine, plain, today).mark()


@pytest.mark.parametrize("typed", ["bande=autre", "trl=67", "trl=x", "cpv=44", "langues=xx", "bande=%00"])
def test_an_impossible_answer_counts_as_no_question(near, browser, at, typed):
    page = browser.get(f"{at.freeze}?{typed}")
    assert page.status_code == 200
    assert page.context["selection"].left_out == []
