"""Canaries: the names of who asks and who is interested stand in no page, mail or notice of anybody else."""

from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification, OutgoingEmail
from needs import actions
from needs.models import Interest, InterestPartner, Question
from tests.factories import MembershipFactory, UserFactory, company_user, partner_user
from tests.needs.dialog.conftest import company_of, organisation_of
from tests.windows import end_windows

ASKER = ["Zqxasker Capteurs", "Zqxperson Asker"]
NOTE = "zqxnote écoute la nuit"


def named(user, company_name, person_name):
    Organisation.objects.filter(pk=organisation_of(user).pk).update(name=company_name)
    User.objects.filter(pk=user.pk).update(full_name=person_name)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def scene(talk):
    """A company with canary names asked three questions and declared an interest; three roles look on."""
    talk.people["company"] = named(talk.people["company"], *ASKER)
    waiting, answered = talk.ask(), talk.ask("Et les bâtiments classés ?")
    talk.withheld = talk.ask("Une question abusive ?")
    talk.publish((answered, "Oui."), (talk.withheld, "Non."))
    actions.withhold_question(talk.withheld, by=talk.people["moderator"], reason="zqxreason")
    talk.interest = talk.declare(note=NOTE)
    talk.waiting, talk.answered = waiting, answered
    talk.people["buyer_reader"] = MembershipFactory(
        organisation=talk.need.buyer.organisation, role="reader"
    ).user
    talk.people |= {"partner": partner_user(), "person": UserFactory(), "anonymous": None}
    return talk


def client_of(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def pages_about(need):
    """Every page that speaks of questions and interests, and the lists that count them."""
    own = ["questions_due", "interests_due", "my_interests", "mine", "list"]
    about = ["detail", "questions", "questions_answer", "question_ask", "interest_declare", "interests"]
    return [
        *(reverse(f"needs:{name}", args=[need.pk]) for name in about),
        *(reverse(f"needs:{name}") for name in own),
        reverse("pages:dashboard"),
        reverse("pages:home"),
        reverse("follow:mine"),
        reverse("notifications:list"),
    ]


def seen_by(user, urls):
    """The text of all pages with their headers, as far as the person may open them."""
    client, found = client_of(user), []
    for url in urls:
        response = client.get(url)
        assert response.status_code < 500, url
        found += [unquote(str(response.headers)), response.content.decode()]
    return "\n".join(found)


@pytest.mark.parametrize("role", ["anonymous", "company_b", "partner", "person"])
def test_others_read_neither_who_asks_nor_who_is_interested(scene, role):
    talk = scene
    urls = [
        *pages_about(talk.need),
        reverse("needs:interest", args=[talk.interest.pk]),
        reverse("needs:interest_withdraw", args=[talk.interest.pk]),
        reverse("needs:answer_correct", args=[talk.answered.pk]),
    ]
    text = seen_by(talk.people[role], urls)
    for canary in [*ASKER, "zqxnote", "zqxreason", talk.waiting.text, "Une question abusive"]:
        assert canary not in text.replace("&#x27;", "'"), canary
    assert "Et les bâtiments classés ?" in text
    assert "1 entreprise intéressée" in text and "1 question en attente de réponse" in text


@pytest.mark.parametrize("role", ["buyer", "buyer_reader", "moderator"])
def test_those_who_read_waiting_questions_do_not_read_who_asks(scene, role):
    talk, need = scene, scene.need
    names = ["detail", "questions", "questions_answer"]
    urls = [reverse(f"needs:{name}", args=[need.pk]) for name in names] + [reverse("needs:questions_due")]
    text = seen_by(talk.people[role], urls).replace("&#x27;", "'")
    assert talk.waiting.text in text
    for canary in [*ASKER, "zqxreason"]:
        assert canary not in text


def test_page_of_interests_alone_shows_names_and_to_the_buyer_alone(scene):
    """The control of the canaries: they would be found where they stand."""
    url = reverse("needs:interests", args=[scene.need.pk])
    for role in ["buyer", "buyer_reader"]:
        text = seen_by(scene.people[role], [url])
        assert ASKER[0] in text and NOTE in text
    for role in ["company", "company_b", "partner", "moderator", "person"]:
        assert client_of(scene.people[role]).get(url).status_code == 403


def test_company_that_asked_reads_its_own_and_the_reason(scene):
    text = seen_by(scene.people["company"], [reverse("needs:questions", args=[scene.need.pk])])
    assert scene.waiting.text in text.replace("&#x27;", "'")
    assert "zqxreason" in text and "Une question abusive" in text


def test_no_mail_and_no_notice_names_a_company_to_another(talk, outbox):
    """Every message of the piece is sent; those to people outside the company hold no canary."""
    talk.people["company"] = named(talk.people["company"], *ASKER)
    outsiders = [talk.people["buyer"], talk.people["company_b"], UserFactory()]
    for person in outsiders[1:]:
        follow(person, "need", talk.need.pk)
    question = talk.ask()
    end_windows()
    talk.publish((question, "Oui."))
    actions.correct_answer(question, by=talk.people["buyer"], text="Non.")
    end_windows()
    actions.withhold_question(question, by=talk.people["moderator"], reason="zqxreason")
    talk.declare(note=NOTE)
    talk.declare(by="company_b")
    end_windows()
    talk.answer()
    texts = [
        f"{row.title} {row.body} {row.path}"
        for row in Notification.objects.filter(user__in=outsiders).order_by("pk")
    ]
    mails = [
        row.mime.tobytes().decode() if isinstance(row.mime, memoryview) else bytes(row.mime).decode()
        for row in OutgoingEmail.objects.order_by("pk")
        if not set(row.recipients) & {talk.people["company"].email}
    ]
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert kinds == {
        "needs.question_asked",
        "follow.questions",
        "needs.question_withheld",
        "needs.interest_declared",
        "needs.interest_answered",
    }
    assert len(texts) == 5 and len(mails) == len(texts)
    for text in texts + mails:
        for canary in [*ASKER, "Zqx", "zqx", "Wnhh"]:
            assert canary not in text


def test_company_that_did_not_confirm_is_shown_to_the_two_sides_only(talk):
    invited = named(talk.people["company_b"], "Zqxinvited Conseil", "Zqxperson Invited")
    third = company_user()
    talk.declare(partners=[company_of(invited)])
    url, page = reverse("needs:interests", args=[talk.need.pk]), f"/interets/{Interest.objects.get().pk}/"
    assert "Zqxinvited" not in seen_by(talk.people["buyer"], [*pages_about(talk.need), url])
    assert "Zqxinvited Conseil (À confirmer)" in seen_by(talk.people["company"], [page])
    assert "vous invite dans ce groupement" in seen_by(invited, [page])
    assert client_of(third).get(page).status_code == 404
    actions.answer_partnership(InterestPartner.objects.get(), by=invited, joins=True)
    assert "en groupement avec Zqxinvited Conseil" in seen_by(talk.people["buyer"], [url])
    assert "Zqxinvited" not in seen_by(third, pages_about(talk.need))


def test_invited_company_reads_no_answer_before_it_confirms(talk):
    third = company_user()
    talk.declare(partners=[company_of(talk.people["company_b"]), company_of(third)])
    actions.answer_partnership(InterestPartner.objects.get(company=company_of(third)), by=third, joins=True)
    talk.answer(text="zqxanswer")
    page = f"/interets/{Interest.objects.get().pk}/"
    assert "zqxanswer" not in seen_by(talk.people["company_b"], [page, "/mes-interets/"])
    assert "zqxanswer" in seen_by(third, [page])


def test_public_order_of_the_thread_follows_publication_not_the_asking(talk):
    first, second = talk.ask(), talk.ask("Et les bâtiments classés ?", by="company_b")
    talk.publish((second, "Non."))
    talk.publish((first, "Oui."))
    rows = client_of(None).get(reverse("needs:questions", args=[talk.need.pk])).context["rows"]
    assert [row["question"] for row in rows] == [first, second]
    assert Question.objects.count() == 2
