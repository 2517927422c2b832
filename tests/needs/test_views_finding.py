"""The public list: what it shows, finds, filters and counts."""

from datetime import timedelta
from html import unescape
from time import process_time

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.dates import date_words
from grandest_portal.core.listing import PAGE_SIZE
from grandest_portal.reference.filters import list_rows_max
from needs.enums import BudgetBand, NeedStatus
from needs.tasks import learn_words
from needs.views.finding import count_text

LIST = "/besoins/"
BUILDING, NATURE = "batiment-travaux", "espaces-verts-agriculture"


def titles(response):
    return [str(need) for need in response.context["page_obj"]]


def listed(client, **query):
    return titles(client.get(LIST, query))


@pytest.fixture
def many(make_need, places, codes, agent):
    """Public needs that differ in each filter; published one day after the other, « Débit » last."""
    rows, now = {}, timezone.now()
    wanted = [
        ("Toiture", {"status": NeedStatus.CLOSED, "closed_at": now}, "45259900", ["88"], BudgetBand.GT_1M, 5),
        ("Récolte", {}, "03000000", ["57", "88"], BudgetBand.LT_40K, 5),
        ("Partout", {}, "45259900", ["44"], BudgetBand.LT_40K, 90),
        ("Débit", {}, "38420000", ["57"], BudgetBand.FROM_40K, 30),
    ]
    for rank, (title, fields, code, where, budget, days) in enumerate(wanted):
        need = make_need(
            **{
                "title": title,
                "published": True,
                "published_at": now - timedelta(days=10 - rank),
                "budget_band": budget,
                "sourcing_open_until": timezone.localdate() + timedelta(days=days),
                **fields,
            }
        )
        need.cpv.set([codes[code]])
        need.territories.set([places[each] for each in where])
        rows[title] = need
    return rows


def printed(response):
    sheet = response.text.partition('<div class="print-only">')[2].partition("</div>")[0]
    return [part.partition("</dd>")[0] for part in sheet.split("<dd>")[1:]]


def test_a_printed_list_says_its_filters_its_day_and_its_address(client, many, settings):
    today = date_words(timezone.localdate())
    usual = printed(client.get(LIST))
    assert usual == ["Échanges ouverts", today, f"{settings.SITE_URL}/besoins/"]
    chosen = printed(client.get(LIST, {"q": "toiture", "etat": "tous", "departement": "88"}))
    assert chosen[0] == "Recherche : toiture ; Tous les états ; Vosges"
    assert unescape(chosen[-1]) == f"{settings.SITE_URL}/besoins/?q=toiture&etat=tous&departement=88"


def test_a_printed_page_of_a_longer_list_says_which(client, make_need):
    for number in range(PAGE_SIZE + 1):
        make_need(title=f"Fuites {number}", published=True)
    shown = printed(client.get(LIST, {"page": "2"}))
    assert shown[2] == "2 sur 2" and shown[3].endswith("/besoins/?page=2")


def test_need_list_shows_open_needs_newest_first(client, many):
    response = client.get(LIST)
    assert titles(response) == ["Débit", "Partout", "Récolte"]
    assert "<h1>3 besoins</h1>" in response.text
    assert "Ordre : du plus récent au plus ancien." in response.text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "Aucun besoin"), (1, "1 besoin"), (2, "2 besoins"), (1200, "1200 besoins")],
)
def test_count_text_knows_french_plurals(count, text):
    assert count_text(count) == text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"etat": "clos"}, ["Toiture"]),
        ({"etat": "tous"}, ["Débit", "Partout", "Récolte", "Toiture"]),
        ({"etat": "consultation"}, []),
        ({"etat": "termine"}, []),
        ({"secteur": [BUILDING]}, ["Partout"]),
        ({"secteur": [BUILDING, NATURE]}, ["Partout", "Récolte"]),
        ({"secteur": [BUILDING], "etat": "tous"}, ["Partout", "Toiture"]),
        ({"departement": ["88"]}, ["Partout", "Récolte"]),
        ({"departement": ["57", "88"]}, ["Débit", "Partout", "Récolte"]),
        ({"departement": ["08"]}, ["Partout"]),
        ({"budget": [BudgetBand.LT_40K]}, ["Partout", "Récolte"]),
        ({"budget": [BudgetBand.LT_40K, BudgetBand.FROM_40K]}, ["Débit", "Partout", "Récolte"]),
        ({"secteur": [NATURE], "departement": ["88"], "budget": [BudgetBand.LT_40K]}, ["Récolte"]),
    ],
)
def test_need_list_filters(client, many, query, expected):
    assert listed(client, **query) == expected


def test_need_list_filters_by_the_last_day_of_exchanges(client, many):
    day = timezone.localdate() + timedelta(days=30)
    assert listed(client, jusqu_au=day.isoformat()) == ["Débit", "Partout"]
    assert listed(client, jusqu_au=(day + timedelta(days=1)).isoformat()) == ["Partout"]


def test_the_department_filter_never_changes_the_order(client, many):
    everywhere = listed(client)
    for code in ["57", "88", "08"]:
        kept = listed(client, departement=[code])
        assert kept == [title for title in everywhere if title in kept]


@pytest.mark.parametrize(
    "words", ["télémédecine", "telemedecine", "TELE MEDECINE", "télé medecine", "télémedcine"]
)
def test_need_list_search_bears_accents_and_typing_errors(client, make_need, words):
    make_need(published=True, title="Télémédecine en zone rurale")
    make_need(published=True, title="Entretien des toitures")
    response = client.get(LIST, {"q": words})
    assert titles(response) == ["Télémédecine en zone rurale"]
    assert "Ordre : pertinence pour votre recherche" in response.text


def test_need_list_search_puts_the_closest_first(client, make_need):
    make_need(published=True, title="Capteurs", summary="Des capteurs pour trouver l'amiante.")
    make_need(published=True, title="Amiante dans les écoles")
    make_need(published=True, title="Rien à voir")
    assert listed(client, q="amiante") == ["Amiante dans les écoles", "Capteurs"]


def test_need_list_counts_each_choice_under_the_other_filters(client, many):
    form = client.get(LIST, {"budget": ["lt_40k"]}).context["filter"].form
    counts = {
        name: {
            str(value): str(label).split(">")[1].split("<")[0]
            for value, label in form.fields[name].widget.choices
        }
        for name in ["secteur", "etat", "budget"]
    }
    assert counts["etat"] == {"": "2", "clos": "0", "consultation": "0", "termine": "0", "tous": "2"}
    assert counts["secteur"] == {BUILDING: "1", NATURE: "1"}
    assert counts["budget"]["lt_40k"] == "2"
    assert counts["budget"]["40k_100k"] == "1"
    places = dict(form.fields["departement"].widget.choices)
    assert {code: str(label)[-9:-7] for code, label in places.items() if code in {"57", "88", "08"}} == {
        "57": ">2",
        "88": ">2",
        "08": ">1",
    }


def test_each_count_is_what_its_choice_then_shows(client, many):
    form = client.get(LIST).context["filter"].form
    for name in ["secteur", "etat", "departement", "budget"]:
        for value, label in form.fields[name].widget.choices:
            count = int(str(label).split('class="count">')[1].split("<")[0])
            assert (
                client.get(LIST, {name: value}, follow=True).context["page_obj"].paginator.count == count
            ), (name, value)


def test_need_list_chips_remove_one_filter_each(client, many):
    response = client.get(LIST, {"secteur": [BUILDING, NATURE], "etat": "tous", "page": "1"})
    chips = {chip["label"]: chip["remove_url"] for chip in response.context["chips"]}
    assert chips == {
        "Bâtiment et travaux": f"?secteur={NATURE}&etat=tous",
        "Espaces verts, agriculture, forêt": f"?secteur={BUILDING}&etat=tous",
        "Tous les états": f"?secteur={BUILDING}&secteur={NATURE}",
    }


@pytest.mark.parametrize(
    ("query", "expected", "chips"),
    [
        ({"secteur": "nulle-part"}, ["Débit", "Partout", "Récolte"], []),
        ({"secteur": ["nulle-part", BUILDING]}, ["Partout"], ["Bâtiment et travaux"]),
        ({"secteur": "sante-social"}, [], ["Santé et social"]),
        ({"etat": "nulle-part"}, ["Débit", "Partout", "Récolte"], []),
        ({"departement": "2A", "budget": "beaucoup"}, ["Débit", "Partout", "Récolte"], []),
    ],
)
def test_need_list_leaves_unknown_choices_out(client, many, query, expected, chips):
    response = client.get(LIST, query)
    assert (titles(response), [chip["label"] for chip in response.context["chips"]]) == (expected, chips)


def test_need_list_offers_a_sector_without_need_only_while_it_is_chosen(client, many):
    offered = {
        name: [value for value, _label in response.context["filter"].form.fields["secteur"].widget.choices]
        for name, response in {
            "all": client.get(LIST),
            "chosen": client.get(LIST, {"secteur": "sante-social"}),
        }.items()
    }
    assert offered["all"] == [BUILDING, NATURE, "industrie-recherche-mesure"]
    assert offered["chosen"] == ["sante-social", *offered["all"]]


def test_need_list_without_any_need_has_no_sector_to_choose(client, places):
    response = client.get(LIST)
    assert response.status_code == 200
    fields = [name for name in response.context["filter"].form.fields if name != "s"]
    assert fields[:6] == ["q", "tri", "etat", "departement", "budget", "jusqu_au"]
    assert fields[6:] == ["cloture", "acheteur", "procedure", "maturite", "langue", "epci", "periode"]


def test_need_list_without_result_offers_three_ways_out(client, many):
    response = client.get(LIST, {"q": "zzzz"})
    assert "<h1>Aucun besoin</h1>" in response.text
    main = response.text.split('class="empty"')[1].split("</div>")[0]
    assert main.count("<li>") == 3
    assert "?q=zzzz&amp;etat=tous" in main
    assert reverse("suppliers:solution_create") in main
    assert client.get(LIST, {"q": "zzzz", "etat": "tous"}).text.split('class="empty"')[1].count("<li><a") >= 3


@pytest.mark.parametrize("days", [-1, 0, 1, 7, 8])
def test_need_list_warns_in_the_last_week(client, make_need, days):
    make_need(published=True, sourcing_open_until=timezone.localdate() + timedelta(days=days))
    shown = {0: "dernier jour", 1: "clôture dans 1 jour", 7: "clôture dans 7 jours"}.get(days, "")
    assert client.get(LIST).context["rows"][0]["label"] == shown


def test_need_list_rows_say_buyer_summary_date_place_and_budget(client, many, agent):
    row = client.get(LIST).context["rows"][0]
    until = many["Débit"].sourcing_open_until
    assert row["line"].startswith(f"{agent.buyer} · Trouver les fuites d'eau")
    assert row["meta"].endswith(f" · Moselle · {BudgetBand.FROM_40K.label}")
    assert row["meta"].startswith(f"Échanges ouverts jusqu'au {until.day} ")


def test_need_list_hides_what_is_not_public(client, make_need, agent):
    for status in [NeedStatus.DRAFT, NeedStatus.SUBMITTED, NeedStatus.RETURNED, NeedStatus.REJECTED]:
        make_need(status=status)
    client.force_login(agent)
    assert listed(client, etat="tous") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_need_list_asks_the_same_queries_for_one_row_and_for_three(
    client, make_need, rows, django_assert_num_queries
):
    for _row in range(rows):
        make_need(published=True)
    list_rows_max()  # kept for a minute
    make_need(published=True, summary="", expected_result="Sans résumé : " + "mot " * 500)
    with django_assert_num_queries(6):
        page = client.get(LIST)
    assert "Sans résumé : mot" in page.text


FACETS = ["secteur", "division", "etat", "departement", "budget", "cloture"]
FACETS += ["acheteur", "procedure", "maturite", "langue"]


@pytest.fixture
def varied(many):
    """The needs of `many`, that differ in the folded filters too."""
    many["Débit"].buyer.__class__.objects.filter(pk=many["Débit"].buyer_id).update(kind="hospital")
    many["Récolte"].__class__.objects.filter(pk=many["Récolte"].pk).update(
        maturity="prototype", languages=["fr", "de"], procedure="adapted"
    )
    return many


def numbers_of(response):
    """{(filter, choice): number shown beside it}"""
    form = response.context["filter"].form
    return {
        (name, str(value)): int(str(label).split('class="count">')[1].split("<")[0])
        for name in FACETS
        if name in form.fields
        for value, label in form.fields[name].widget.choices
    }


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"etat": "tous"},
        {"departement": ["88"]},
        {"secteur": [BUILDING], "etat": "tous"},
        {"langue": ["de"], "budget": ["lt_40k"]},
        {"division": ["45", "03"], "departement": ["57"]},
        {"cloture": "30"},
        {"q": "fuites", "maturite": ["any"], "tri": "cloture"},
    ],
)
def test_each_number_is_what_its_choice_shows_beside_the_other_filters(client, varied, query):
    numbers = numbers_of(client.get(LIST, query))
    assert {name for name, _value in numbers} == set(FACETS)
    for (name, value), number in numbers.items():
        asked = {**{key: each for key, each in query.items() if key != name}, name: value}
        shown = client.get(LIST, asked, follow=True).context["page_obj"].paginator.count
        assert shown == number, (name, value)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"division": ["45"]}, ["Partout"]),
        ({"division": ["03", "38"]}, ["Débit", "Récolte"]),
        ({"cloture": "7"}, ["Récolte"]),
        ({"cloture": "30"}, ["Débit", "Récolte"]),
        ({"cloture": "7", "etat": "clos"}, []),
        ({"maturite": ["prototype"]}, ["Récolte"]),
        ({"langue": ["de"]}, ["Récolte"]),
        ({"langue": ["de", "fr"]}, ["Débit", "Partout", "Récolte"]),
        ({"procedure": ["adapted"]}, ["Récolte"]),
        ({"acheteur": ["hospital"]}, ["Débit", "Partout", "Récolte"]),
        ({"acheteur": ["commune"]}, []),
        ({"tri": "cloture"}, ["Récolte", "Débit", "Partout"]),
        ({"tri": "recent"}, ["Débit", "Partout", "Récolte"]),
        ({"tri": "pertinence"}, ["Débit", "Partout", "Récolte"]),
        ({"tri": "territories__name"}, ["Débit", "Partout", "Récolte"]),
        ({"q": "récolte fuites", "tri": "cloture"}, ["Récolte"]),
    ],
)
def test_need_list_filters_and_orders_of_the_folded_choices(client, varied, query, expected):
    response = client.get(LIST, query)
    assert titles(response) == expected
    assert not [chip for chip in response.context["chips"] if "Ordre" in chip["label"]]


def test_need_list_excludes_words_without_any_fallback(client, make_need):
    make_need(published=True, title="Fuites d'eau", summary="Des fuites d'eau.")
    texts = {"summary": "Chauffer l'eau.", "current_situation": "", "expected_result": ""}
    make_need(published=True, title="Eau chaude", **texts)
    assert listed(client, q="eau -fuites") == ["Eau chaude"]


def test_need_list_says_what_it_searched_instead_of_a_mistyped_word(client, make_need):
    make_need(published=True, title="Désherbage", summary="Sans glyphosate au cimetière.")
    assert listed(client, q="cimetiére glyphosatte") == []
    learn_words()
    response = client.get(LIST, {"q": "cimetiére glyphosatte"})
    assert titles(response) == ["Désherbage"]
    assert "Aucun besoin ne contient « glyphosatte » : cherché aussi « glyphosate »." in response.text


HOSTILE = [
    {"q": "\x00" * 5000},
    {"q": "'\" OR 1=1 --" * 800},
    {"q": " ".join(["eau"] * 3000)},
    {"q": " or ".join(["-eau"] * 60)},
    {"q": '"' * 200},
    {"departement": ["57", "88"] * 250},
    {"secteur": [f"s{number}" for number in range(500)]},
    {"tri": "pk__in", "order_by": "buyer__organisation__name"},
    {"langue": "fr'"},
    {"division": ["45%", "__", "'"]},
    {"cloture": "-1"},
    {"page": "1" * 4000},
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_addresses_cost_little(client, make_need, query):
    make_need(published=True)
    client.get(LIST)
    assert client.get(LIST, query).status_code in {200, 400, 414}
    # The best of three: one request alone may pay for the rubbish that the tests before it left.
    assert min(spent(client, query) for _turn in range(3)) < 0.5


def spent(client, query):
    """CPU seconds of one request."""
    begun = process_time()
    client.get(LIST, query)
    return process_time() - begun
