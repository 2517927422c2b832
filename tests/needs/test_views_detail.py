"""One need for all its readers, and the buyer's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from needs.enums import NeedSource, NeedStatus
from needs.models import Need
from tests.factories import MembershipFactory, NeedFactory, UserFactory, buyer_user, company_user

LIST = "/besoins/"


@pytest.mark.parametrize("rows", [1, 3])
def test_my_needs_asks_the_same_queries_for_one_row_and_for_three(
    client, make_need, agent, rows, django_assert_num_queries
):
    for _row in range(rows):
        make_need()
    client.force_login(agent)
    with django_assert_num_queries(6):
        client.get("/mes-besoins/")


@pytest.mark.parametrize("rows", [1, 3])
def test_need_detail_asks_the_same_queries_for_one_code_and_for_three(
    client, make_need, codes, rows, django_assert_num_queries
):
    need = make_need(published=True)
    need.cpv.set(list(codes.values())[:rows])
    with django_assert_num_queries(2):
        client.get(f"/besoins/{need.pk}/")


def test_need_detail_shows_the_texts_and_the_wording(client, make_need, dated_data):
    need = make_need(published=True)
    text = client.get(f"/besoins/{need.pk}/").text.replace("&#x27;", "'")
    for shown in [
        need.title,
        need.summary,
        need.expected_result,
        "38420000-5 Instruments de mesure",
        "Moselle",
    ]:
        assert shown in text
    assert "Ceci n'est pas une consultation : aucune offre ni prix n'est reçu ici." in text
    assert "CCP R2111-1, texte en vigueur depuis le 1er janvier 2020" in text
    assert f"B-{need.pk}" in text


def test_need_detail_carries_the_wording_before_the_reference_data_is_loaded(client, make_need):
    need = make_need(published=True)
    text = client.get(f"/besoins/{need.pk}/").text.replace("&#x27;", "'")
    assert "Ceci n'est pas une consultation : aucune offre ni prix n'est reçu ici." in text


def test_need_detail_shows_the_contact_to_signed_in_people_only(client, make_need, agent):
    need = make_need(published=True)
    url = f"/besoins/{need.pk}/"
    assert "Camille Test" not in client.get(url).text
    client.force_login(UserFactory())
    page = client.get(url).text
    assert "Camille Test, Service de l&#x27;eau" in page
    assert agent.email not in page


@pytest.mark.parametrize(
    ("person", "button"),
    [
        (lambda: None, "Se connecter pour proposer un rendez-vous"),
        (company_user, "Proposer un rendez-vous"),
        (lambda: company_user(waiting=True), None),
        (buyer_user, None),
        (UserFactory, None),
    ],
    ids=["anonymous", "company", "waiting company", "other buyer", "no organisation"],
)
def test_need_detail_offers_a_meeting_to_companies(client, make_need, person, button):
    need, user = make_need(published=True), person()
    if user:
        client.force_login(user)
    text = client.get(f"/besoins/{need.pk}/").text
    links = {
        "Proposer un rendez-vous": f'href="/rendez-vous/proposer/{need.pk}/"',
        "Se connecter pour proposer un rendez-vous": f"?next=/besoins/{need.pk}/",
    }
    assert [name for name, link in links.items() if link in text] == ([button] if button else [])


def test_need_detail_offers_no_meeting_once_closed_or_imported(client, make_need):
    closed = make_need(status=NeedStatus.CLOSED, published_at=timezone.now(), closed_at=timezone.now())
    imported = NeedFactory(
        buyer=None, source=NeedSource.OPEN_DATA, source_id="64516", source_buyer="SIREN 1", published=True
    )
    client.force_login(company_user())
    for need in [closed, imported]:
        assert "/rendez-vous/proposer/" not in client.get(f"/besoins/{need.pk}/").text


def test_need_detail_of_an_imported_need_names_its_source(client, db):
    need = NeedFactory(
        buyer=None,
        source=NeedSource.OPEN_DATA,
        source_id="64516",
        source_url="https://data.economie.gouv.fr/explore/",
        source_buyer="SIREN 110 014 016",
        published=True,
    )
    text = client.get(f"/besoins/{need.pk}/").text
    assert "Issu de données ouvertes" in text
    assert 'href="https://data.economie.gouv.fr/explore/"' in text
    assert "SIREN 110 014 016" in text


EVENTS = {
    NeedStatus.PUBLISHED: ["clore", "consultation", "achat-direct", "abandonner"],
    NeedStatus.CLOSED: ["consultation", "achat-direct", "abandonner"],
    NeedStatus.CONSULTATION: ["consultation/corriger", "abandonner", "attribuer", "sans-attribution"],
    NeedStatus.DIRECT_PURCHASE: ["attribuer", "sans-attribution"],
    NeedStatus.ABANDONED: [],
    NeedStatus.AWARDED: [],
    NeedStatus.UNAWARDED: [],
}


@pytest.mark.parametrize("status", EVENTS)
def test_need_detail_offers_its_buyer_what_may_come_next(client, make_need, agent, status):
    need = make_need(
        status=status,
        published_at=timezone.now(),
        consultation_url="https://profil.example/1",
        direct_purchase_article="R2122-8",
    )
    client.force_login(agent)
    response = client.get(f"/besoins/{need.pk}/")
    assert [event["url"] for event in response.context["events"]] == [
        f"/besoins/{need.pk}/{word}/" for word in EVENTS[status]
    ]
    assert f"/besoins/{need.pk}/correspondances/" in response.text
    client.force_login(buyer_user())
    assert client.get(f"/besoins/{need.pk}/").context["events"] == []


def test_need_detail_shows_the_outcomes(client, make_need):
    need = make_need(
        status=NeedStatus.AWARDED,
        published_at=timezone.now(),
        closed_at=timezone.now(),
        consultation_url="https://profil.example/12",
        consultation_deadline=timezone.now(),
        awarded_to="Ondine Capteurs",
        awarded_on=timezone.localdate(),
        award_notice_url="https://boamp.example/3",
    )
    text = client.get(f"/besoins/{need.pk}/").text
    for shown in ["https://profil.example/12", "Ondine Capteurs", "https://boamp.example/3"]:
        assert shown in text


def test_need_detail_shows_the_reasons(client, make_need):
    common = {"published_at": timezone.now(), "closed_at": timezone.now()}
    bought = make_need(
        status=NeedStatus.DIRECT_PURCHASE,
        direct_purchase_article="R2122-9-1",
        direct_purchase_reason="Achat innovant.",
        **common,
    )
    abandoned = make_need(status=NeedStatus.ABANDONED, abandon_reason="Un outil commun existe.", **common)
    text = client.get(f"/besoins/{bought.pk}/").text
    assert "R2122-9-1" in text
    assert "Achat innovant." in text
    assert "Un outil commun existe." in client.get(f"/besoins/{abandoned.pk}/").text


def test_texts_of_people_are_escaped(client, make_need):
    need = make_need(
        published=True, title="<script>1</script>", summary="<img src=x>", expected_result="<b>x</b>"
    )
    for url in [LIST, f"/besoins/{need.pk}/"]:
        text = client.get(url).text
        assert "<script>1" not in text
        assert "<img" not in text
        assert "<b>x" not in text


def test_my_needs_groups_by_state_and_tells_the_reason(client, make_need, agent):
    make_need(title="Publié", published=True)
    make_need(title="Repris", status=NeedStatus.RETURNED, moderation_reason="Combien d'écoles ?")
    make_need(title="Brouillon")
    NeedFactory(title="D'un autre", published=True)
    client.force_login(agent)
    response = client.get("/mes-besoins/")
    groups = response.context["groups"]
    assert [(group["title"], [str(row["need"]) for row in group["rows"]]) for group in groups] == [
        ("À reprendre", ["Repris"]),
        ("Brouillon", ["Brouillon"]),
        ("Échanges ouverts", ["Publié"]),
    ]
    assert "Réponse de la modération : Combien d&#x27;écoles ?" in response.text
    assert f"/besoins/{Need.objects.get(title='Repris').pk}/verifier/" in response.text


def test_my_needs_of_a_waiting_person_are_those_they_wrote(client, make_need, agent):
    waiting = MembershipFactory(organisation=agent.buyer.organisation, waiting=True).user
    make_need(title="Du collègue")
    make_need(title="Le mien", author=waiting)
    client.force_login(waiting)
    assert [str(need) for need in client.get("/mes-besoins/").context["page_obj"]] == ["Le mien"]


def test_my_needs_empty_offers_one_action(client, agent):
    client.force_login(agent)
    text = client.get("/mes-besoins/").text
    assert "Aucun besoin pour l'instant" in text
    assert text.count('href="/besoins/nouveau/"') == 1


def test_my_needs_sends_a_new_buyer_to_registration(client, db):
    client.force_login(UserFactory(side="buyer"))
    for url in ["/mes-besoins/", "/besoins/nouveau/"]:
        assert client.get(url).url == reverse("buyers:register")


@pytest.mark.parametrize(
    "person", [company_user, lambda: UserFactory(moderator=True), lambda: UserFactory(side="company")]
)
def test_my_needs_is_closed_to_others(client, db, person):
    client.force_login(person())
    for url in ["/mes-besoins/", "/besoins/nouveau/"]:
        assert client.get(url).status_code == 403


def test_head_says_until_when_and_what_to_do_before_any_text(client, make_need):
    """What a narrow screen shows first: the title, the last day, the one thing to do; then the summary."""
    need = make_need(published=True, summary="Le résumé du besoin.")
    client.force_login(company_user())
    text = client.get(f"/besoins/{need.pk}/").text.replace("&#x27;", "'")
    marks = [
        "<h1>",
        "Échanges ouverts jusqu'au",
        "Proposer un rendez-vous",
        "Le résumé du besoin.",
        "Situation actuelle",
    ]
    places = [text.index(mark, text.index("<h1>")) for mark in marks]
    assert places == sorted(places)
    assert text.count("Proposer un rendez-vous") == 1


@pytest.mark.parametrize(("days", "note"), [(0, "(dernier jour)"), (3, "(clôture dans 3 jours)"), (20, "")])
def test_head_warns_in_the_last_week(client, make_need, days, note):
    need = make_need(published=True, sourcing_open_until=timezone.localdate() + timedelta(days=days))
    head = client.get(f"/besoins/{need.pk}/").text.split("<h1>")[1].split("lead")[0]
    assert (note in head) and ("clôture dans" in head) == ("clôture" in note)


def test_head_of_a_draft_says_no_day(client, make_need, agent):
    need = make_need()
    client.force_login(agent)
    head = client.get(f"/besoins/{need.pk}/").text.split("<h1>")[1].split('class="with-aside"')[0]
    assert "Reprendre ce besoin" in head and "Échanges ouverts jusqu" not in head


def test_buyer_is_led_from_the_head_to_what_can_be_done(client, make_need, agent):
    need = make_need(published=True)
    client.force_login(agent)
    text = client.get(f"/besoins/{need.pk}/").text
    assert 'href="#a-faire"' in text and 'id="a-faire"' in text
    client.logout()
    assert 'href="#a-faire"' not in client.get(f"/besoins/{need.pk}/").text
