"""A question that would tell who asks is refused with a sentence; ordinary words are not."""

import time
from datetime import date

import pytest

from grandest_portal.core.errors import DomainError
from needs.dialog.dates import questions_until
from needs.dialog.names import check_anonymous
from needs.models import Need
from needs.tasks import learn_words
from tests.factories import CompanyFactory, NeedFactory, UserFactory


def asker(name="Ondine Capteurs SAS", website="https://www.ondine.example/accueil", person="Inès Marchal"):
    company = CompanyFactory.build(
        organisation__name=name, organisation__website=website, organisation__identifier="x"
    )
    return company, UserFactory.build(full_name=person)


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("Le capteur d'ONDINE  capteurs convient-il ?", "Ondine Capteurs SAS", "nomme votre entreprise"),
        ("Ondine-Capteurs peut-elle visiter ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("Nous (Médiroute) pouvons venir.", "MÉDIROUTE", "nomme votre entreprise"),
        ("La société Eau peut-elle visiter ?", "Eau", "nomme votre entreprise"),
        ("Répondez à ines@boite.example, merci.", "Autre", "adresse électronique"),
        ("Voyez www.ondine.example pour la fiche.", "Autre", "adresse électronique"),
        ("Rappelez Ines MARCHAL.", "Autre", "votre nom"),
        # Cyrillic, Greek and phonetic letters that look Latin, and full-width ones.
        ("Le capteur d'\u041endin\u0435 C\u0430pteurs ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("\u039fndine Capteurs peut-elle venir ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("\u1d0fɴdine capteurs ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("\uff2f\uff4e\uff44\uff49\uff4e\uff45 Capteurs ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("La société \u0410\u0441\u043c\u0435 ?", "Acme", "nomme votre entreprise"),
        # Invisible signs, and accents laid over.
        ("On\u200bdine Cap\u00adteurs ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("On\u3164dine Capteurs ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("O\u0336n\u0336dine Capteurs ?", "Ondine Capteurs", "nomme votre entreprise"),
        ("Öndîne Çapteurs ?", "Ondine Capteurs", "nomme votre entreprise"),
        # Letters one by one.
        ("Chez A c m e, à A.c.m.e", "Acme", "nomme votre entreprise"),
        ("a-c-m-e", "Acme", "nomme votre entreprise"),
        ("O n d i n e  C a p t e u r s", "Ondine Capteurs", "nomme votre entreprise"),
        ("O_n_d_i_n_e capteurs", "Ondine Capteurs", "nomme votre entreprise"),
        ("I n è s Marchal", "Autre", "votre nom"),
        # In one word, or with a sign in between.
        ("Notre offre OndineCapteurs", "Ondine Capteurs", "nomme votre entreprise"),
        ("Mediroute peut-elle venir ?", "Médi'Route", "nomme votre entreprise"),
        ("Voyez fr.ondine.example.", "Autre", "adresse électronique"),
        ("ines\uff20boite.example", "Autre", "adresse électronique"),
        ("ines\u200b@boite.example", "Autre", "adresse électronique"),
        ("www.\u043endine.example", "Autre", "adresse électronique"),
    ],
)
def test_words_that_tell_who_asks_are_refused(db, text, name, sentence):
    company, person = asker(name)
    with pytest.raises(DomainError, match=sentence) as refusal:
        check_anonymous(text, company, person)
    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quelle eau, et à quelle pression ?", "Eau"),
        ("Les ondines sont-elles protégées ? Les capteurs aussi ?", "Ondine Capteurs SAS"),
        ("Un capteur à 3 € par mois @ midi ?", "Ondine Capteurs"),
        ("Une SAS peut-elle répondre ?", "SAS"),
        ("Inès viendra-t-elle ?", "Autre"),
        ("Qu'y a-t-il à l'eau ? Y a-t-il d'autres lots, A, B ou C ?", "Eau"),
        ("Le capteur, les capteurs : ondine ?", "Ondine Capteurs"),
        ("Combien d'eaux usées, e et a ?", "Eau"),
        ("Où ça ? À l'accueil, en mai.", "Acme"),
        ("Il n'y a pas de réseau ?", "NYA"),
        ("Y a-t-il un plan ?", "YAT"),
        ("Voyez www.toutondine.example et ondine.example-bis.", "Autre"),
    ],
)
def test_ordinary_words_remain_sayable(db, text, name):
    check_anonymous(text, *asker(name))


COMMON = [
    ("Peut-on visiter demain ?", "Demain", False),
    ("Demain, le site est-il ouvert ? Demain matin ?", "Demain SAS", False),
    ("Voici :\n- Demain\n- « Demain »", "Demain", False),
    ("DEMAIN, LE SITE EST-IL OUVERT ?", "Demain", False),
    ("La société Demain peut-elle visiter ?", "Demain", True),
    ("Chez DEMAIN, nous mesurons.", "demain", True),
    ("d e m a i n", "Demain", True),
    ("Est-ce pour demain ?", "De Main", False),
    ("Notre offre DeMain, et de main en main ?", "De Main", True),
    ("Quelle énergie ?", "Énergie", False),
    ("Notre Énergie", "ENERGIE", True),
]


@pytest.mark.parametrize(("text", "name", "refused"), COMMON)
def test_common_word_names_a_company_with_its_capital_inside_a_sentence(dated_data, text, name, refused):
    if not refused:
        return check_anonymous(text, *asker(name))
    with pytest.raises(DomainError, match="nomme votre entreprise"):
        check_anonymous(text, *asker(name))


def test_word_of_public_needs_is_common_the_others_are_looked_for_everywhere(db):
    text = "Faut-il des débitmètres à ultrasons ?"
    with pytest.raises(DomainError, match="nomme votre entreprise"):
        check_anonymous(text, *asker("Ultrasons"))
    NeedFactory(published=True, expected_result="Des mesures par ultrasons.")
    learn_words()
    check_anonymous(text, *asker("Ultrasons"))
    with pytest.raises(DomainError, match="nomme votre entreprise"):
        check_anonymous("Les débitmètres d'Ultrasons conviennent-ils ?", *asker("Ultrasons"))


def test_company_without_site_is_no_trap():
    check_anonymous("Où se trouve le site ?", *asker(website="", person=""))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "o " * 25_000,
        "o.n.d.i.n.e c." * 3_600,
        "a@" * 25_000,
        "a@" + "." * 50_000,
        "\ufdfa" * 16_000,
        "o\u0301" * 16_000,
        "ondine capteur " * 3_300,
    ],
)
def test_long_texts_are_read_in_bounded_time(text):
    began = time.process_time()
    check_anonymous(text, *asker())
    assert time.process_time() - began < 2


# The last day of questions


def need(**fields):
    return NeedFactory.build(buyer=None, **fields)


@pytest.mark.parametrize(
    ("fields", "days", "last"),
    [
        # Friday 18 December 2026, five working days back: Friday the 11th.
        ({"sourcing_open_until": date(2026, 12, 18)}, 5, date(2026, 12, 11)),
        # Christmas and the day after are no working days here.
        ({"sourcing_open_until": date(2026, 12, 29)}, 2, date(2026, 12, 24)),
        (
            {"sourcing_open_until": date(2026, 12, 18), "questions_open_until": date(2026, 12, 17)},
            5,
            date(2026, 12, 17),
        ),
        ({"sourcing_open_until": None}, 5, None),
        ({"sourcing_open_until": date(2026, 12, 18)}, None, date(2026, 12, 18)),
        ({"sourcing_open_until": date(2026, 12, 18)}, 0, date(2026, 12, 18)),
    ],
)
def test_last_day_of_questions(fields, days, last):
    assert questions_until(need(**fields), days) == last


def test_short_window_leaves_a_working_day_to_ask(db):
    made = NeedFactory(published=True, sourcing_open_until=date(2026, 12, 18))
    Need.objects.update(published_at="2026-12-16T10:00:00+01:00")
    made.refresh_from_db()
    assert questions_until(made, 5) == date(2026, 12, 17)
    made.sourcing_open_until = date(2026, 12, 16)
    assert questions_until(made, 5) == date(2026, 12, 16)
