"""The pages of questions and interests: what each visitor may do there, what is kept, what it costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from needs import actions
from needs.models import Answer, Interest, InterestPartner, Need, Question
from tests.accounts.teams import delegate
from tests.factories import (
    CompanyFactory,
    InterestFactory,
    QuestionFactory,
    SolutionFactory,
)
from tests.needs.dialog.conftest import QUESTION, company_of
from tests.screens import typed_on


def client_of(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def text_of(response):
    return " ".join(response.text.replace("&#x27;", "'").split())


def published(need, count=1):
    for number in range(count):
        question = QuestionFactory(need=need, status="answered", answered_at=timezone.now())
        Answer.objects.create(question=question, text=f"Réponse {number}", published_at=timezone.now())


# Questions


def test_company_asks_from_the_page_of_the_need(talk):
    client, need = client_of(talk.people["company"]), talk.need
    ask = reverse("needs:question_ask", args=[need.pk])
    assert ask in client.get(f"/besoins/{need.pk}/").text
    form = text_of(client.get(ask))
    assert "sans le nom de votre entreprise" in form and "ni nom, ni prix, ni secret" in form
    response = client.post(ask, {"text": QUESTION}, follow=True)
    page = text_of(response)
    assert response.redirect_chain == [(f"/besoins/{need.pk}/questions/", 302)]
    assert "est transmise à l'acheteur, sans votre nom" in page and QUESTION in page
    anonymous = text_of(client_of(None).get(f"/besoins/{need.pk}/"))
    assert "1 question en attente de réponse" in anonymous and QUESTION not in anonymous


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Écrivez votre question."),
        ("x" * 2001, "au plus 2000 caractères"),
        ("Écrivez à moi@boite.example.", "adresse électronique"),
        ("\x00", "Écrivez votre question."),
    ],
)
def test_refused_question_says_why_and_keeps_what_was_typed(talk, text, sentence):
    response = client_of(talk.people["company"]).post(
        reverse("needs:question_ask", args=[talk.need.pk]), {"text": text}
    )
    assert (response.status_code, Question.objects.count()) == (422, 0)
    assert sentence in text_of(response)
    assert not text.strip("\x00") or text in response.text


def test_form_of_another_hat_is_not_sent(talk):
    url = reverse("needs:question_ask", args=[talk.need.pk])
    response = client_of(talk.people["company"]).post(url, {"text": QUESTION, "acting": "999999"})
    assert (response.status_code, Question.objects.count()) == (422, 0)
    assert QUESTION in text_of(response)


def test_after_the_last_day_the_page_says_so_and_answers_stay_expected(talk):
    talk.ask()
    Need.objects.update(questions_open_until=timezone.localdate() - timedelta(days=1))
    page = text_of(client_of(talk.people["company_b"]).get(f"/besoins/{talk.need.pk}/"))
    assert "les réponses dues restent attendues" in page and "1 question en attente de réponse" in page
    assert "Poser une question" not in page
    url = reverse("needs:question_ask", args=[talk.need.pk])
    assert client_of(talk.people["company_b"]).get(url).status_code == 409
    assert "Répondre à tous" in text_of(client_of(talk.people["buyer"]).get(f"/besoins/{talk.need.pk}/"))


def test_closed_need_takes_answers_and_no_question(talk):
    talk.ask()
    talk.become("closed")
    url = f"/besoins/{talk.need.pk}/questions/"
    page = text_of(client_of(talk.people["buyer"]).get(url))
    assert "Répondre à tous" in page and "1 question en attente de réponse" in page
    page = text_of(client_of(talk.people["company"]).get(url))
    assert "les réponses dues restent attendues" in page and "Poser une question" not in page


def test_need_that_left_its_exchanges_shows_the_thread_and_offers_nothing(talk):
    question = talk.ask()
    talk.ask("Sans réponse ?")
    talk.publish((question, "Oui."))
    talk.become("consultation")
    for role in ["company", "buyer"]:
        for url in [f"/besoins/{talk.need.pk}/", f"/besoins/{talk.need.pk}/questions/"]:
            page = text_of(client_of(talk.people[role]).get(url))
            assert "1 question restée sans réponse" in page and "Oui." in page
            for verb in [
                "Poser une question",
                "Répondre à tous",
                "Corriger la réponse",
                "Retirer cette question",
            ]:
                assert verb not in page


def test_buyer_keeps_drafts_then_publishes_several_together(talk):
    first, second = talk.ask(), talk.ask("Et les bâtiments classés ?", by="company_b")
    client, url = client_of(talk.people["buyer"]), reverse("needs:questions_answer", args=[talk.need.pk])
    typed = {f"answer_{first.pk}": "À peu près.", f"version_{first.pk}": "0", f"version_{second.pk}": "0"}
    client.post(url, typed | {"action": "draft"})
    assert "À peu près." in client.get(url).text
    assert "À peu près." not in client_of(None).get(f"/besoins/{talk.need.pk}/questions/").text
    typed = {
        f"answer_{first.pk}": "Oui, en partie.",
        f"version_{first.pk}": "1",
        f"answer_{second.pk}": "Non.",
        f"version_{second.pk}": "0",
        "action": "publish",
    }
    response = client.post(url, typed, follow=True)
    assert "2 réponses publiées pour tous" in text_of(response)
    thread = text_of(client_of(None).get(f"/besoins/{talk.need.pk}/"))
    assert "Oui, en partie." in thread and "Non." in thread and QUESTION in thread
    assert "Aucune question n'attend de réponse" in text_of(client.get(url))


def test_publishing_says_how_many_questions_came_since_the_page_was_opened(talk):
    question = talk.ask()
    client, url = client_of(talk.people["buyer"]), reverse("needs:questions_answer", args=[talk.need.pk])
    shown = client.get(url).context["newest"]
    late = talk.ask("Et les bâtiments classés ?", by="company_b")
    typed = {f"answer_{question.pk}": "Oui.", f"version_{question.pk}": "0", "action": "publish"}
    page = text_of(client.post(url, typed | {"shown": shown}, follow=True))
    assert "1 question est arrivée depuis l'ouverture de la page" in page
    assert list(Question.objects.waiting()) == [late]


def test_draft_of_a_colleague_is_shown_and_the_own_text_is_kept(talk):
    question = talk.ask()
    talk.draft((question, "Celui du collègue."))
    client, url = client_of(talk.people["buyer"]), reverse("needs:questions_answer", args=[talk.need.pk])
    late = {f"answer_{question.pk}": "Le mien.", f"version_{question.pk}": "0", "action": "publish"}
    response = client.post(url, late)
    assert (response.status_code, Answer.objects.count()) == (422, 0)
    page = text_of(response)
    assert "« Celui du collègue. »" in page and "Le mien.</textarea>" in page
    again = late | {f"version_{question.pk}": "1"}
    assert f'name="version_{question.pk}" value="1"' in page
    assert client.post(url, again).status_code == 302
    assert Answer.objects.get().text == "Le mien."


@pytest.mark.parametrize("version", ["x", "-1", "9" * 30, ""])
def test_odd_versions_are_calm(talk, version):
    question = talk.ask()
    url = reverse("needs:questions_answer", args=[talk.need.pk])
    data = {f"answer_{question.pk}": "Oui.", f"version_{question.pk}": version, "action": "publish"}
    assert client_of(talk.people["buyer"]).post(url, data).status_code == 422


def test_correction_shows_both_texts_with_their_dates(talk):
    question = talk.ask()
    talk.publish((question, "Oui."))
    client, url = client_of(talk.people["buyer"]), reverse("needs:answer_correct", args=[question.pk])
    assert "Oui.</textarea>" in client.get(url).text
    assert client.post(url, {"text": ""}).status_code == 422
    response = client.post(url, typed_on(client, url, text="Non, vérification faite."))
    assert response.url == f"/besoins/{talk.need.pk}/questions/#question-{question.pk}"
    page = text_of(client_of(None).get(f"/besoins/{talk.need.pk}/questions/"))
    assert page.index("Ancienne réponse, du") < page.index("Réponse corrigée, en vigueur depuis le")
    panel = text_of(client_of(None).get(f"/besoins/{talk.need.pk}/"))
    assert "Non, vérification faite." in panel and "Oui." not in panel


def test_withdrawn_question_is_gone_for_all_but_its_company(talk):
    question = talk.ask()
    client = client_of(talk.people["company"])
    page = client.get(f"/besoins/{talk.need.pk}/questions/").text
    url = reverse("needs:question_withdraw", args=[question.pk])
    assert url in page
    assert client_of(talk.people["company_b"]).post(url).status_code == 404
    assert "est retirée" in text_of(client.post(url, follow=True))
    assert client.post(url).status_code == 403
    assert QUESTION not in text_of(client_of(talk.people["buyer"]).get(f"/besoins/{talk.need.pk}/questions/"))


def test_published_question_that_was_put_aside_leaves_a_trace_without_words(talk):
    question = talk.ask()
    talk.publish((question, "Réponse à retirer."))
    actions.withhold_question(question, by=talk.people["moderator"], reason="Elle nomme un agent.")
    for url in [f"/besoins/{talk.need.pk}/", f"/besoins/{talk.need.pk}/questions/"]:
        page = text_of(client_of(None).get(url))
        assert "Écartée par la modération le" in page
        for gone in [QUESTION, "Réponse à retirer.", "Elle nomme un agent."]:
            assert gone not in page


def test_panel_shows_five_and_the_page_all_of_them(talk):
    published(talk.need, 25)
    client = client_of(None)
    assert client.get(f"/besoins/{talk.need.pk}/").text.count('id="question-') == 5
    first = client.get(f"/besoins/{talk.need.pk}/questions/")
    assert first.context["page_obj"].paginator.count == 25
    assert first.text.count('id="question-') == 20


# What it costs

LISTS = [
    ("needs:questions", True, None, 5),
    ("needs:questions", True, "buyer", 10),
    ("needs:questions_answer", True, "buyer", 7),
    ("needs:questions_due", False, "buyer", 6),
    ("needs:interests", True, "buyer", 12),
    ("needs:interests_due", False, "buyer", 7),
    ("needs:my_interests", False, "company", 7),
    ("needs:detail", True, None, 3),
    ("needs:detail", True, "buyer", 9),
    ("needs:detail", True, "company", 10),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "about", "role", "queries"), LISTS)
def test_page_costs_the_same_queries_whatever_its_length(
    talk, rows, name, about, role, queries, django_assert_num_queries
):
    company = company_of(talk.people["company"])
    published(talk.need, rows)
    QuestionFactory.create_batch(rows, need=talk.need, company=company)
    for _each in range(rows):
        solution = SolutionFactory(published=True)
        interest = InterestFactory(need=talk.need, company=solution.company, solution=solution)
        InterestPartner.objects.create(
            interest=interest, company=company, status="confirmed", answered_at=timezone.now()
        )
    client, url = client_of(talk.people.get(role)), reverse(name, args=[talk.need.pk] if about else [])
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


MANY = [
    ("needs:questions", True, None, 5),
    ("needs:questions", True, "buyer", 10),
    ("needs:questions", True, "company", 10),
    ("needs:questions_answer", True, "buyer", 7),
    ("needs:questions_due", False, "buyer", 6),
    ("needs:interests", True, "buyer", 12),
    ("needs:interests_due", False, "buyer", 7),
    ("needs:my_interests", False, "company", 7),
    ("needs:detail", True, None, 8),
    ("needs:detail", True, "buyer", 10),
    ("needs:detail", True, "company", 10),
]


@pytest.fixture
def crowded(talk):
    """200 questions that wait, 200 that are answered, 200 interests, all about one need."""
    company, now = company_of(talk.people["company"]), timezone.now()
    Question.objects.bulk_create(
        Question(need=talk.need, company=company, text=f"Question {number} ?") for number in range(200)
    )
    answered = Question.objects.bulk_create(
        Question(need=talk.need, company=company, text=f"Et {number} ?", status="answered", answered_at=now)
        for number in range(200)
    )
    Answer.objects.bulk_create(Answer(question=each, text="Oui.", published_at=now) for each in answered)
    made = Interest.objects.bulk_create(
        Interest(need=talk.need, company=each, note="Une note.") for each in CompanyFactory.create_batch(200)
    )
    InterestPartner.objects.bulk_create(
        InterestPartner(interest=each, company=company, status="confirmed", answered_at=now) for each in made
    )
    return talk


@pytest.mark.parametrize(("name", "about", "role", "most"), MANY)
def test_page_with_two_hundred_rows_keeps_its_budget(
    crowded, name, about, role, most, django_assert_max_num_queries
):
    client = client_of(crowded.people.get(role))
    url = reverse(name, args=[crowded.need.pk] if about else [])
    with django_assert_max_num_queries(most):
        response = client.get(url)
    assert response.status_code == 200
    assert len(response.content) < 400_000


@pytest.mark.parametrize("rows", [1, 3])
def test_need_page_of_a_person_with_two_hats_keeps_the_budget(talk, rows, django_assert_num_queries):
    """One query more: whether another of their organisations asks or declares here."""
    delegate(company_of(talk.people["company"]).organisation, user=talk.people["buyer"])
    published(talk.need, rows)
    QuestionFactory.create_batch(rows, need=talk.need, company=company_of(talk.people["company"]))
    client = client_of(talk.people["buyer"])
    with django_assert_num_queries(10):
        page = client.get(f"/besoins/{talk.need.pk}/")
    assert "Répondre à tous" not in page.text
