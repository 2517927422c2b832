"""The pages of the life of a published need."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.reference.models import Parameter
from needs.enums import PUBLIC_NEED, NeedStatus
from needs.models import Need
from tests.factories import MembershipFactory, UserFactory, buyer_user, company_user, partner_user


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def in_days(days):
    return local(timezone.now() + timedelta(days=days))


# page: (states that it may leave, good input, state reached)
PAGES = {
    "clore": ({"published"}, {}, "closed"),
    "consultation": (
        {"published", "closed"},
        {"url": "https://profil.example/12", "deadline": in_days(40)},
        "consultation",
    ),
    "achat-direct": (
        {"published", "closed"},
        {"article": "R2122-9-1", "reason": "Achat innovant."},
        "direct_purchase",
    ),
    "abandonner": (
        {"published", "closed", "consultation"},
        {"reason": "Un outil commun existe."},
        "abandoned",
    ),
    "attribuer": (
        {"consultation", "direct_purchase"},
        {"to": "Ondine", "on": timezone.localdate().isoformat(), "url": ""},
        "awarded",
    ),
}


@pytest.fixture
def need_in(make_need):
    def make(status):
        return make_need(
            status=status,
            published_at=timezone.now() if status in PUBLIC_NEED else None,
            closed_at=timezone.now() if status in PUBLIC_NEED - {NeedStatus.PUBLISHED} else None,
            consultation_url="https://profil.example/1",
            direct_purchase_article="R2122-8",
        )

    return make


@pytest.fixture
def buyer(client, agent):
    client.force_login(agent)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_each_page_stores_its_event(buyer, need_in, page):
    sources, data, reached = PAGES[page]
    for source in sources:
        need = need_in(source)
        url = f"/besoins/{need.pk}/{page}/"
        assert buyer.get(url).status_code == 200
        assert Need.objects.get(pk=need.pk).status == source
        answer = buyer.post(url, data)
        assert answer.url == f"/besoins/{need.pk}/"
        assert Need.objects.get(pk=need.pk).status == reached
        assert "C'est fait." in buyer.get(answer.url).text


@pytest.mark.parametrize("status", sorted(PUBLIC_NEED))
@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_the_state_does_not_allow_says_so(buyer, need_in, page, status):
    if status in PAGES[page][0]:
        return
    need = need_in(status)
    for answer in [
        buyer.get(f"/besoins/{need.pk}/{page}/"),
        buyer.post(f"/besoins/{need.pk}/{page}/", PAGES[page][1]),
    ]:
        assert answer.status_code == 409
        assert "n&#x27;est plus possible" in answer.text
    assert Need.objects.get().status == status


@pytest.mark.parametrize("page", ["clore", "consultation", "achat-direct"])
def test_early_end_is_asked_while_exchanges_are_open_with_the_number_of_the_rule(
    buyer, need_in, page, dated_data
):
    open_page = buyer.get(f"/besoins/{need_in('published').pk}/{page}/").text
    assert "early_reason" in open_page and "moins de 10 jours ouvrés" in open_page
    Parameter.objects.filter(key="need_window_minimum_working_days").update(value=12)
    assert "moins de 12 jours ouvrés" in buyer.get(f"/besoins/{need_in('published').pk}/{page}/").text


@pytest.mark.parametrize("page", ["consultation", "achat-direct"])
def test_early_end_is_not_asked_of_exchanges_that_are_over(buyer, need_in, page, dated_data):
    need = need_in("closed")
    assert "early_reason" not in buyer.get(f"/besoins/{need.pk}/{page}/").text
    buyer.post(f"/besoins/{need.pk}/{page}/", PAGES[page][1] | {"early_reason": "Glissée là."})
    need.refresh_from_db()
    assert (need.status, need.short_window_reason) == (PAGES[page][2], "")


def test_the_deadline_is_read_in_paris(buyer, need_in):
    need = need_in("closed")
    buyer.post(
        f"/besoins/{need.pk}/consultation/",
        {"url": "https://profil.example/12", "deadline": "2031-07-01T12:00"},
    )
    need.refresh_from_db()
    assert need.consultation_deadline.isoformat() == "2031-07-01T10:00:00+00:00"
    assert "1er juillet 2031 à 12 h 00" in buyer.get(f"/besoins/{need.pk}/").text


ERRORS = [
    ("consultation", {"url": "", "deadline": in_days(3)}, "url", "Donnez l'adresse de la consultation."),
    (
        "consultation",
        {"url": "http://profil.example/1", "deadline": in_days(3)},
        "url",
        "commence par https://",
    ),
    ("consultation", {"url": "javascript:alert(1)", "deadline": in_days(3)}, "url", "commence par https://"),
    ("consultation", {"url": "https://profil.example/1", "deadline": in_days(-1)}, "deadline", "passée"),
    ("consultation", {"url": "https://profil.example/1", "deadline": "bientôt"}, "deadline", "ne se lit pas"),
    (
        "consultation",
        {"url": "https://profil.example/1", "deadline": "0001-01-01T00:00"},
        "deadline",
        "passée",
    ),
    ("achat-direct", {"article": "", "reason": "Parce que."}, "article", "Dites sur quel article"),
    ("achat-direct", {"article": "R" * 121, "reason": "Parce que."}, "article", "120 caractères au plus"),
    ("achat-direct", {"article": "R2122-8", "reason": "  "}, "reason", "tous le liront"),
    ("abandonner", {"reason": ""}, "reason", "Dites pourquoi"),
    ("abandonner", {"reason": "a" * 10_000}, "reason", "5000"),
    ("abandonner", {"reason": "\x00"}, "reason", "Dites pourquoi"),
    ("attribuer", {"to": "", "on": "2026-01-01", "url": ""}, "to", "Donnez le nom du titulaire."),
    ("attribuer", {"to": "Ondine", "on": "2999-01-01", "url": ""}, "on", "à venir"),
    ("attribuer", {"to": "Ondine", "on": "2000-01-01", "url": ""}, "on", "précède la publication"),
    ("attribuer", {"to": "Ondine", "on": "hier", "url": ""}, "on", "ne se lit pas"),
    ("attribuer", {"to": "Ondine", "on": timezone.localdate().isoformat(), "url": "x y"}, "url", "https://"),
]


@pytest.mark.parametrize(("page", "data", "field", "sentence"), ERRORS)
def test_bad_input_says_why_and_keeps_what_was_typed(buyer, need_in, page, data, field, sentence):
    source = sorted(PAGES[page][0])[0]
    need = need_in(source)
    answer = buyer.post(f"/besoins/{need.pk}/{page}/", data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert sentence in " ".join(form.errors[field]).replace("\xa0", "").replace("\u202f", "")
    assert "<title>Erreur :" in answer.text
    assert {name: form[name].value() for name in data} == data
    assert Need.objects.get().status == source


def test_direct_purchase_reminds_of_the_thresholds_in_force(buyer, need_in, dated_data):
    text = buyer.get(f"/besoins/{need_in('closed').pk}/achat-direct/").text
    assert "Achat innovant : 100 000 € HT (décret 2018-1225" in text
    assert "ne pas contracter systématiquement avec un même opérateur" in text


# role: (answer on a published need, answer on a draft)
ANSWERS = {
    "anonymous": (302, 302),
    "own": (200, 403),
    "waiting": (403, 404),
    "writer": (403, 403),
    "other_buyer": (403, 404),
    "company": (403, 404),
    "partner": (403, 404),
    "moderator": (403, 404),
    "admin": (403, 404),
}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_life_answer_each_role_as_the_table_says(client, agent, need_in, page, method):
    organisation = agent.buyer.organisation
    people = {
        "anonymous": None,
        "own": agent,
        "waiting": MembershipFactory(organisation=organisation, waiting=True).user,
        "writer": MembershipFactory(organisation=organisation, waiting=True).user,
        "other_buyer": buyer_user(),
        "company": company_user(),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }
    answers = {}
    for role, user in people.items():
        public, draft = need_in(sorted(PAGES[page][0])[0]), need_in("draft")
        Need.objects.update(author=people["writer"])
        client.logout()
        if user:
            client.force_login(user)
        answers[role] = tuple(
            getattr(client, method)(f"/besoins/{need.pk}/{page}/").status_code for need in (public, draft)
        )
    posted = 302 if page == "clore" else 422
    expected = dict(ANSWERS)
    if method == "post":
        expected["own"] = (posted, 403)
    assert answers == expected


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(buyer, need_in, method):
    need = need_in("published")
    for page in PAGES:
        assert getattr(buyer, method)(f"/besoins/{need.pk}/{page}/").status_code == 405
