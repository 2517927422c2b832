"""The pages of interests: three to declare one, one to answer all, a line of steps to follow it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from needs import actions
from needs.models import Interest, InterestPartner
from tests.factories import CompanyFactory, MembershipFactory, company_user
from tests.needs.dialog.conftest import NOTE, company_of, everything, organisation_of
from tests.needs.dialog.test_pages import client_of, text_of


def test_interest_takes_three_pages(talk, solution):
    """The page of the need, the form, the confirmation."""
    client, need = client_of(talk.people["company"]), talk.need
    url = reverse("needs:interest_declare", args=[need.pk])
    assert url in client.get(f"/besoins/{need.pk}/").text
    form = client.get(url)
    assert "Le même formulaire pour toutes les entreprises." in text_of(form) and str(solution) in form.text
    response = client.post(url, {"note": NOTE, "solution": str(solution.pk), "partners": ""}, follow=True)
    interest = Interest.objects.get()
    assert response.redirect_chain == [(f"/interets/{interest.pk}/", 302)]
    page = text_of(response)
    assert interest.reference in page and "Vous suivez maintenant ce besoin" in page
    assert (interest.solution, interest.note) == (solution, NOTE)
    assert client.get(url, follow=True).redirect_chain == [(f"/interets/{interest.pk}/", 302)]
    assert f"/interets/{interest.pk}/" in client.get(f"/besoins/{need.pk}/").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"note": ""}, "Dites en quelques mots ce que vous proposez."),
        ({"note": "x" * 601}, "au plus 600 caractères"),
        ({"solution": "999999"}, "Choisissez une solution publiée de votre entreprise, ou aucune."),
        ({"solution": "x"}, "Choisissez une solution publiée de votre entreprise, ou aucune."),
        ({"partners": "Personne de connu"}, "n'est le SIRET ni le nom d'aucune entreprise inscrite"),
        ({"partners": "\n".join(str(n) for n in range(30))}, "Trop de lignes"),
        ({"acting": "999999"}, "rien n'est enregistré"),
    ],
)
def test_refused_interest_says_why_and_keeps_what_was_typed(talk, changes, sentence):
    typed = {"note": "Gardé.", "solution": "", "partners": ""} | changes
    response = client_of(talk.people["company"]).post(
        reverse("needs:interest_declare", args=[talk.need.pk]), typed
    )
    assert (response.status_code, Interest.objects.count()) == (422, 0)
    assert sentence in text_of(response)
    assert "note" in changes or "Gardé." in response.text


def test_partners_are_named_by_number_or_by_whole_name(talk):
    by_number, by_name = company_user(), company_user()
    number = organisation_of(by_number).identifier
    lines = f"  {number} \n{str(organisation_of(by_name)).upper()}\n\n"
    url = reverse("needs:interest_declare", args=[talk.need.pk])
    client_of(talk.people["company"]).post(url, {"note": NOTE, "partners": lines})
    invited = InterestPartner.objects.order_by("pk").values_list("company", flat=True)
    assert list(invited) == [company_of(by_number).pk, company_of(by_name).pk]


def test_two_companies_of_one_name_are_told_apart_by_their_number(talk):
    for _each in range(2):
        organisation = organisation_of(company_user())
        type(organisation).objects.filter(pk=organisation.pk).update(name="Homonyme")
    url = reverse("needs:interest_declare", args=[talk.need.pk])
    response = client_of(talk.people["company"]).post(url, {"note": NOTE, "partners": "homonyme"})
    assert "Plusieurs entreprises s'appellent « homonyme »" in text_of(response)


def test_company_that_nobody_represents_is_not_invited(talk):
    CompanyFactory(organisation__name="Sans personne")
    url = reverse("needs:interest_declare", args=[talk.need.pk])
    response = client_of(talk.people["company"]).post(url, {"note": NOTE, "partners": "Sans personne"})
    assert (response.status_code, Interest.objects.count()) == (422, 0)


def test_invited_company_confirms_or_declines_by_a_button(talk):
    for joins in [True, False]:
        Interest.objects.all().delete()
        talk.declare(partners=[company_of(talk.people["company_b"])])
        pk = Interest.objects.get().pk
        client = client_of(talk.people["company_b"])
        page = client.get(f"/interets/{pk}/").text
        verb = "interest_join" if joins else "interest_decline"
        assert reverse(f"needs:{verb}", args=[pk]) in page
        response = client.post(reverse(f"needs:{verb}", args=[pk]))
        assert response.url == (f"/interets/{pk}/" if joins else "/mes-interets/")
        assert client.get(f"/interets/{pk}/").status_code == (200 if joins else 404)
        assert client_of(talk.people["company"]).post(reverse(f"needs:{verb}", args=[pk])).status_code == 404


def test_buyer_reads_in_the_order_of_declaration_and_getting_writes_nothing(talk):
    rows = [talk.declare(), talk.declare(by="company_b"), talk.declare(by=company_user())]
    client, url = client_of(talk.people["buyer"]), reverse("needs:interests", args=[talk.need.pk])
    response = client.get(url)
    assert [row["interest"] for row in response.context["rows"]] == rows
    assert "Ordre : celui des déclarations" in text_of(response)
    assert not Interest.objects.exclude(read_at=None).exists()
    assert "3 intérêts non lus sur cette page" in text_of(response)
    shown = [each["value"] for each in response.context["unread"]]
    client.post(reverse("needs:interests_read", args=[talk.need.pk]), {"shown": shown})
    assert not Interest.objects.filter(read_at=None).exists()
    assert "Marquer comme lus" not in client.get(url).text
    assert reverse("meetings:propose_to_company", args=[talk.need.pk, rows[0].company_id]) in response.text


def test_one_answer_serves_some_then_all_the_others(talk):
    first, second, third = talk.declare(), talk.declare(by="company_b"), talk.declare(by=company_user())
    client, url = client_of(talk.people["buyer"]), reverse("needs:interests", args=[talk.need.pk])
    typed = {"text": "Merci, voici la suite.", "equal": "on"}
    response = client.post(url, typed | {"interests": [second.pk]}, follow=True)
    page = text_of(response)
    assert "Réponse envoyée à 1 entreprise." in page and "Réponses dues : 2." in page
    assert "réponses dues : 2" in text_of(client.get(f"/besoins/{talk.need.pk}/"))
    talk.become("closed")
    assert "réponses dues : 2" in text_of(client.get(f"/besoins/{talk.need.pk}/"))
    page = text_of(client.post(url, typed | {"everyone": "on", "shown": third.pk}, follow=True))
    assert "Réponse envoyée à 2 entreprises." in page and "Aucune réponse n'est due." in page
    assert set(Interest.objects.values_list("answer", flat=True)) == {"Merci, voici la suite."}
    assert {first.pk, second.pk, third.pk} == set(
        Interest.objects.exclude(answered_at=None).values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "Écrivez votre réponse."),
        ({"equal": ""}, "une information sur le besoin se donne à toutes les entreprises"),
        ({"everyone": ""}, "Dites à qui vous répondez"),
        ({"everyone": "", "interests": ["999999"]}, "n'attend plus de réponse : la liste est à jour"),
        ({"everyone": "", "interests": ["x"]}, "ne contient que les entreprises"),
    ],
)
def test_refused_answer_says_why_and_keeps_what_was_typed(talk, changes, sentence):
    talk.declare()
    typed = {"text": "Gardé.", "equal": "on", "everyone": "on"} | changes
    response = client_of(talk.people["buyer"]).post(reverse("needs:interests", args=[talk.need.pk]), typed)
    assert (response.status_code, Interest.objects.due().count()) == (422, 1)
    assert sentence in text_of(response)
    assert "text" in changes or "Gardé." in response.text


def steps_of(client, interest):
    steps = client.get(f"/interets/{interest.pk}/").context["row"]["steps"]
    return [(step["label"], step["state"]) for step in steps]


def test_company_follows_each_step(talk):
    interest, client = talk.declare(), client_of(talk.people["company"])
    ahead = [("Réponse", "todo"), ("Rendez-vous", "todo"), ("Consultation", "todo"), ("Issue", "todo")]
    assert steps_of(client, interest) == [("Reçu", "done"), ("Pas encore lu", "current"), *ahead]
    actions.mark_interests_read(talk.need, by=talk.people["buyer"], shown=everything())
    assert steps_of(client, interest)[1:3] == [("Lu", "done"), ("Réponse", "current")]
    talk.answer()
    assert steps_of(client, interest)[2:4] == [("Répondu", "done"), ("Rendez-vous", "current")]
    actions.note_meeting(talk.need, interest.company, timezone.now())
    talk.become("consultation")
    assert steps_of(client, interest)[3:] == [
        ("Rendez-vous", "done"),
        ("Consultation", "done"),
        ("Issue", "current"),
    ]
    talk.become("awarded", awarded_on=timezone.localdate())
    assert steps_of(client, interest)[5] == ("Attribué", "done")


def test_meeting_is_not_the_step_of_exchanges_that_are_over(talk):
    interest, client = talk.declare(), client_of(talk.people["company"])
    talk.answer()
    assert steps_of(client, interest)[3] == ("Rendez-vous", "current")
    talk.become("closed", consultation_url="", direct_purchase_article="")
    assert steps_of(client, interest)[3:5] == [("Rendez-vous : sans", "done"), ("Consultation", "current")]
    actions.note_meeting(talk.need, interest.company, timezone.now())
    assert steps_of(client, interest)[3:5] == [("Rendez-vous", "done"), ("Consultation", "current")]


DUE, ADDRESS = "doit répondre à toutes", "https://profil.example/1"
# (state, fields, what is said, what is not)
NEXT = [
    ("published", {}, [DUE, "si elle a lieu"], ["échanges sont clos", ADDRESS]),
    ("closed", {}, [DUE, "Les échanges sont clos", "si elle a lieu"], [ADDRESS]),
    (
        "consultation",
        {"days": 9},
        ["La consultation est annoncée, jusqu'au", ADDRESS],
        [DUE, "si elle a lieu"],
    ),
    ("consultation", {"days": -9}, ["La consultation est close depuis"], [DUE, ADDRESS]),
    ("direct_purchase", {}, ["Un achat direct est annoncé"], [DUE, "si elle a lieu"]),
    ("unawarded", {}, ["son issue est publiée", "Sans attribution"], [DUE, ADDRESS, "si elle a lieu"]),
]


@pytest.mark.parametrize(("status", "fields", "said", "unsaid"), NEXT)
def test_what_comes_next_follows_the_state(talk, status, fields, said, unsaid):
    interest = talk.declare()
    days = fields.get("days")
    deadline = timezone.now() + timedelta(days=days) if days else None
    talk.become(status, consultation_deadline=deadline)
    page = text_of(client_of(talk.people["company"]).get(f"/interets/{interest.pk}/"))
    assert [words for words in said if words not in page] == []
    assert [words for words in unsaid if words in page] == []


def test_step_that_was_never_taken_is_said_to_be_without(talk):
    interest, client = talk.declare(), client_of(talk.people["company"])
    talk.become("abandoned", consultation_url="", direct_purchase_article="")
    assert steps_of(client, interest) == [
        ("Reçu", "done"),
        ("Non lu", "todo"),
        ("Sans réponse", "todo"),
        ("Rendez-vous : sans", "done"),
        ("Consultation : sans", "done"),
        ("Abandonné", "done"),
    ]


def test_withdrawal_is_asked_once_and_shown_to_the_buyer(talk):
    interest, client = talk.declare(), client_of(talk.people["company"])
    url = reverse("needs:interest_withdraw", args=[interest.pk])
    assert "Retirer cet intérêt ?" in client.get(url).text
    assert Interest.objects.live().exists()
    assert "Retiré le" in text_of(client.post(url, follow=True))
    assert client.get(url).status_code == 403
    page = text_of(client_of(talk.people["buyer"]).get(reverse("needs:interests", args=[talk.need.pk])))
    assert "Retiré le" in page and "Aucune réponse n'est due." in page


def test_reader_of_a_company_follows_but_does_not_act(talk):
    interest = talk.declare()
    reader = MembershipFactory(organisation=organisation_of(talk.people["company"]), role="reader").user
    client = client_of(reader)
    assert interest.reference in client.get("/mes-interets/").text
    assert "Retirer cet intérêt" not in client.get(f"/interets/{interest.pk}/").text
    assert client.get(reverse("needs:interest_withdraw", args=[interest.pk])).status_code == 403


def test_solution_that_left_the_census_is_not_shown_to_the_buyer(talk, solution):
    talk.declare(solution=solution)
    url = reverse("needs:interests", args=[talk.need.pk])
    client = client_of(talk.people["buyer"])
    assert reverse("suppliers:solution_detail", args=[solution.pk]) in client.get(url).text
    type(solution).objects.filter(pk=solution.pk).update(status="archived")
    assert str(solution) not in client.get(url).text


# What came since the page was opened


def test_answer_to_all_reaches_those_of_the_page_and_says_who_came_since(talk):
    seen = talk.declare()
    client, url = client_of(talk.people["buyer"]), reverse("needs:interests", args=[talk.need.pk])
    shown = client.get(url).context["form"]["shown"].value()
    late = talk.declare(by="company_b")
    typed = {"text": "Merci.", "equal": "on", "everyone": "on", "shown": shown}
    page = text_of(client.post(url, typed, follow=True))
    assert "Réponse envoyée à 1 entreprise." in page
    assert "1 entreprise s'est déclarée depuis l'ouverture de la page : elle attend encore." in page
    for interest in (seen, late):
        interest.refresh_from_db()
    assert (bool(seen.answered_at), late.answered_at) == (True, None)


@pytest.mark.parametrize("shown", ["", "x", "-1", "9" * 30])
def test_answer_to_all_without_what_was_shown_is_refused(talk, shown):
    talk.declare()
    typed = {"text": "Merci.", "equal": "on", "everyone": "on", "shown": shown}
    response = client_of(talk.people["buyer"]).post(reverse("needs:interests", args=[talk.need.pk]), typed)
    assert response.status_code == 422 and "Merci." in response.text
    assert not Interest.objects.exclude(answered_at=None).exists()


def test_reading_marks_those_of_the_page_and_says_what_is_left(talk):
    talk.declare()
    client, url = client_of(talk.people["buyer"]), reverse("needs:interests", args=[talk.need.pk])
    fields = client.get(url).context["unread"]
    late = talk.declare(by="company_b")
    sent = {"shown": [each["value"] for each in fields] + ["x", "9" * 30]}
    page = text_of(client.post(reverse("needs:interests_read", args=[talk.need.pk]), sent, follow=True))
    assert "Les entreprises voient" in page
    assert "1 intérêt n'était pas sur cette page : il reste non lu." in page
    assert list(Interest.objects.filter(read_at=None)) == [late]
    assert "1 intérêt non lu sur cette page" in page
