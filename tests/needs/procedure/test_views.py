"""The pages of the hint: filled in from the need, open to everybody as a tool, never in need of a guess."""

import html
from datetime import date

import pytest

from grandest_portal.accounts.models import Organisation
from grandest_portal.awards.actions import import_awards
from grandest_portal.awards.samples import SAMPLES
from grandest_portal.reference.models import Parameter, Threshold, Wording
from needs.enums import BudgetBand, NeedSource
from tests.factories import MembershipFactory, NeedFactory

TOOL = "/outils/procedure/"
ASKED = {"montant": "50 000", "nature": "supplies", "acheteur": "local", "date": "2026-05-01"}
HAGUENAU, ELECTRICIAN = "20006787400012", "49976086600032"


def text_of(response):
    return " ".join(
        html.unescape(response.content.decode()).replace("\u202f", " ").replace("\xa0", " ").split()
    )


@pytest.fixture
def ask(client, dated_data):
    def get(**changes):
        return client.get(TOOL, ASKED | changes)

    return get


@pytest.fixture
def band_need(make_need, agent):
    def make(**fields):
        agent.buyer.kind = "commune"
        agent.buyer.save()
        fields = {"budget_band": BudgetBand.FROM_40K, "planned_on": date(2026, 6, 1), **fields}
        return make_need(**fields)

    return make


def test_page_of_a_need_answers_at_once_from_what_the_need_says(client, band_need, agent, dated_data):
    need = band_need(published=True)
    client.force_login(agent)
    text = text_of(client.get(f"/besoins/{need.pk}/procedure/"))
    assert "De 40 000 € à 100 000 € HT, le 1er juin 2026" in text
    assert (
        "Votre fourchette passe le seuil : ouverte en dessous de 60 000 € HT, fermée à partir de là." in text
    )
    assert "elle ne décide pas" in text
    assert "CCP R2122-8, décret n° 2025-1386 du 29/12/2025" in text
    assert "depuis le 1er avril 2026" in text


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"montant": "50000"}, "Pour 50 000 € HT, le 1er mai 2026"),
        ({"montant": "40000", "montant_max": "100000"}, "De 40 000 € à 100 000 € HT, le 1er mai 2026"),
        ({"montant": "0", "montant_max": "39999,99"}, "Moins de 40 000 € HT, le 1er mai 2026"),
        ({"montant": "0", "montant_max": "40000"}, "Jusqu'à 40 000 € HT, le 1er mai 2026"),
        ({"montant": "60000", "sans_plafond": "on"}, "À partir de 60 000 € HT, le 1er mai 2026"),
        ({"montant": "0", "sans_plafond": "on"}, "Quel que soit le montant, le 1er mai 2026"),
    ],
)
def test_every_shape_of_an_amount_is_a_phrase(ask, answers, words):
    assert f'<h2 id="voies">{words}</h2>' in text_of(ask(**answers))


def test_beside_a_figure_stand_sentences_and_nothing_meant_for_the_administration(ask):
    text = text_of(ask(nature="works"))
    assert "Ce seuil était temporaire ; il est désormais permanent." in text
    assert "Avant cette date, le seuil était de 40 000 € HT." in text
    notes = Threshold.objects.exclude(note="").values_list("note", flat=True)
    assert len(notes) > 10 and not [note for note in notes if note in text]


def test_what_matters_comes_first(ask, dated_data):
    """The answer, what to count, the route of innovative purchases, past awards, the texts, the form."""
    text = text_of(ask(siret_acheteur=HAGUENAU, entreprise=ELECTRICIAN))
    marks = [
        '<h2 id="voies">',
        '<h2 id="valeur-totale">',
        'id="voie-direct_innovative"',
        '<h2 id="marches-passes">',
        '<h2 id="textes">',
        '<h2 id="seuils">',
        '<h2 id="question">',
    ]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    # Each line of the answer leads to its text, once.
    for route in ["dispense", "direct_innovative", "adapted", "formalised", "innovation_partnership"]:
        assert text.count(f'href="#voie-{route}"') == text.count(f'id="voie-{route}"') == 1


def test_closed_routes_end_the_answer(ask):
    answer = ask(montant="300000").context["hint"]["answer"]
    closed = [route["closed"] for route in answer]
    assert True in closed and closed == sorted(closed)


def test_page_without_answers_is_the_form_alone(client, dated_data):
    text = text_of(client.get(TOOL))
    assert 'id="question"' in text and 'id="voies"' not in text and 'id="textes"' not in text


def test_what_is_typed_wins_over_what_the_need_says(client, band_need, agent, dated_data):
    need = band_need(published=True)
    client.force_login(agent)
    text = text_of(
        client.get(f"/besoins/{need.pk}/procedure/", ASKED | {"montant": "300000", "nature": "works"})
    )
    assert "Pour 300 000 € HT, le 1er mai 2026" in text


def test_a_need_that_says_too_little_asks_before_it_answers(client, band_need, agent, dated_data):
    need = band_need(published=True, budget_band=BudgetBand.UNKNOWN)
    client.force_login(agent)
    response = client.get(f"/besoins/{need.pk}/procedure/")
    assert response.status_code == 200
    assert "Votre achat" in text_of(response) and "Ouverte pour ce montant" not in text_of(response)


def test_a_need_above_a_million_has_no_upper_bound(client, band_need, agent, dated_data):
    need = band_need(published=True, budget_band=BudgetBand.GT_1M)
    client.force_login(agent)
    assert "À partir de 1 000 000 € HT, le" in text_of(client.get(f"/besoins/{need.pk}/procedure/"))


def test_an_imported_need_without_buyer_is_read_by_the_moderation(client, moderator, dated_data):
    need = NeedFactory(
        buyer=None,
        author=None,
        source=NeedSource.OPEN_DATA,
        source_id="1",
        published=True,
        budget_band="lt_40k",
    )
    client.force_login(moderator)
    assert client.get(f"/besoins/{need.pk}/procedure/").status_code == 200


def test_fictional_buyer_reads_that_there_are_no_data_for_its_siret(client, band_need, agent, dated_data):
    for path in SAMPLES:
        import_awards(path)
    need = band_need(published=True)
    client.force_login(agent)
    url = f"/besoins/{need.pk}/procedure/"
    assert "Le SIRET de l'acheteur n'est pas connu" in text_of(
        client.get(url, ASKED | {"entreprise": ELECTRICIAN})
    )
    identity = {"country": "FR", "identifier_kind": "siret", "identifier": "21570000000015"}
    Organisation.objects.filter(buyer=agent.buyer).update(**identity)
    text = text_of(client.get(url, ASKED | {"entreprise": ELECTRICIAN}))
    assert (
        "Aucune donnée pour ce SIRET d'acheteur : cela ne prouve pas qu'aucun marché n'a été passé." in text
    )
    assert "Les données du portail vont du" in text


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        ("2021-01-01", "3 marchés passés à cette entreprise depuis 48 mois (depuis le 1er janvier 2017)."),
        (
            "2026-11-27",
            "Aucun marché publié depuis le 27 novembre 2022 entre cet acheteur et cette entreprise.",
        ),
    ],
)
def test_tool_counts_the_markets_of_the_real_sample(ask, time_machine, today, sentence):
    for path in SAMPLES:
        import_awards(path)
    time_machine.move_to(f"{today}T12:00:00+00:00")
    Parameter.objects.filter(key="past_awards_months").update(starts_on="2017-01-01")
    text = text_of(ask(siret_acheteur=HAGUENAU, entreprise=ELECTRICIAN))
    assert sentence in text
    assert ("Montant total publié : 643 766,79 € HT." in text) is (today == "2021-01-01")
    assert "Les données de cet acheteur vont du" in text
    assert "ne pas contracter systématiquement avec un même opérateur" in text


def test_tool_without_any_award_says_so(ask):
    text = text_of(ask(siret_acheteur=HAGUENAU, entreprise=ELECTRICIAN))
    assert "Le portail n'a pas encore de données sur les marchés passés." in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"montant": ""}, "Donnez un montant, ou le bas d'une fourchette."),
        ({"montant": "beaucoup"}, "Ce montant ne se lit pas. Exemple : 60 000."),
        ({"montant": "NaN"}, "Ce montant ne se lit pas. Exemple : 60 000."),
        ({"montant": "1e9"}, "Ce montant ne se lit pas. Exemple : 60 000."),
        ({"montant": "٤٠٠٠٠"}, "Ce montant ne se lit pas. Exemple : 60 000."),
        ({"montant": "-1"}, "Un montant ne peut pas être négatif."),
        ({"montant": "9" * 30}, "Ce montant est trop grand : vérifiez le nombre de zéros."),
        ({"montant": "9" * 10_000}, "Ce montant est trop grand : vérifiez le nombre de zéros."),
        ({"montant": "1,234"}, "Deux chiffres au plus après la virgule."),
        ({"montant_max": "10"}, "Le haut de la fourchette est plus petit que le bas."),
        ({"montant_max": "90000", "sans_plafond": "on"}, "cochez cette case, pas les deux."),
        ({"nature": "cadeaux"}, "Choisissez une nature dans la liste."),
        ({"nature": ""}, "Choisissez la nature de l'achat."),
        ({"acheteur": "\x00"}, "Choisissez une sorte d'acheteur dans la liste."),
        ({"date": "demain"}, "Cette date ne se lit pas."),
        ({"date": ""}, "Donnez une date, même approximative."),
        ({"entreprise": "12345678901234"}, "Ce SIRET n'existe pas"),
        ({"entreprise": "mot " * 10_000}, "Ce SIRET n'existe pas"),
    ],
)
def test_bad_input_gets_a_sentence(ask, change, sentence):
    response = ask(**change)
    assert response.status_code == 422
    assert sentence in text_of(response)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_without_figures_says_so(ask, day):
    response = ask(date=day)
    assert response.status_code == 200
    assert "Rien en vigueur à cette date dans les données du portail." in text_of(response)


def test_the_last_known_figure_is_named_when_the_next_is_not_known(ask):
    assert "Dernier chiffre connu : 216 000 € HT, jusqu'au 31 décembre 2027." in text_of(
        ask(date="2028-02-01")
    )


def test_typed_amounts_may_be_french(ask):
    assert "Pour 60 000,50 € HT" in text_of(ask(montant="60 000,50 €"))


def test_a_parameter_given_twice_is_read_once(client, dated_data):
    response = client.get(f"{TOOL}?montant=1&montant=50000&nature=works&acheteur=etat&date=2026-05-01")
    assert "Pour 50 000 € HT" in text_of(response)


def test_page_stands_without_any_dated_data(client, db):
    response = client.get(TOOL, ASKED)
    assert response.status_code == 200
    assert "Chiffre inconnu à cette date" in text_of(response)


def test_texts_are_those_that_lawyers_wrote_last(ask):
    Wording.objects.create(key="procedure_dispense", text="Texte relu.", source="S", starts_on="2026-05-01")
    assert "Texte relu." in text_of(ask())


def test_never_an_advice_to_split(ask):
    text = text_of(ask())
    assert "Un besoin ne se scinde pas pour passer sous un seuil (R2121-4)." in text


def test_link_is_for_the_people_of_the_need(client, band_need, agent, dated_data, django_assert_num_queries):
    need = band_need(published=True)
    link = f'href="/besoins/{need.pk}/procedure/"'
    assert link not in client.get(f"/besoins/{need.pk}/").text
    client.force_login(MembershipFactory(organisation=agent.buyer.organisation, role="reader").user)
    assert link in client.get(f"/besoins/{need.pk}/").text


def test_page_of_a_need_asks_few_queries(client, band_need, agent, dated_data, django_assert_max_num_queries):
    need = band_need(published=True)
    client.force_login(agent)
    with django_assert_max_num_queries(10):
        client.get(f"/besoins/{need.pk}/procedure/")
