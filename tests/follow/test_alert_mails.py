"""The mail of an alert: two equal parts, no name in its subject, and one POST that stops it, without login."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from grandest_portal.follow import actions
from grandest_portal.follow.messages import SearchAlert
from grandest_portal.follow.models import SavedSearch
from grandest_portal.follow.tokens import signer
from grandest_portal.notifications.models import Notification, OutgoingEmail
from tests.factories import UserFactory, buyer_user
from tests.follow.helpers import mails_to, need_at, plain, searched
from tests.notifications.test_messages import Words
from tests.test_house import written_tables

pytestmark = pytest.mark.usefixtures("dated_data", "outbox")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def mail(user):
    before = timezone.now() - timedelta(minutes=5)
    saved = searched(user, "q=fuites", at=before)
    actions.change_search(saved, name="Recherche <secrète>", frequency="instant")
    need_at(timezone.now(), "Fuites, voir https://pirate.example et WWW.pirate.example", contact_name="Zoé")
    assert actions.send_alerts(timezone.now()) == 1
    (mail,) = mails_to(user)
    return mail


def link_of(mail, settings):
    address = re.fullmatch(r"<(\S+)>", mail["List-Unsubscribe"].strip())[1]
    assert address.startswith(settings.SITE_URL)
    return address.removeprefix(settings.SITE_URL)


def html_words(mail):
    reader = Words()
    reader.feed(mail.get_body(("html",)).get_content())
    return " ".join("".join(reader.text).split())


def test_headers_say_how_to_stop_it(mail, settings):
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = link_of(mail, settings)
    assert link in plain(mail) and link in mail.get_body(("html",)).get_content()


def test_both_parts_say_the_same(mail):
    html = html_words(mail)
    paragraphs = plain(mail).replace("\r", "").split("\n\n")
    assert len(paragraphs) >= 5
    for paragraph in paragraphs[:4]:
        assert " ".join(paragraph.split()) in html
    assert "Recherche <secrète>" in html and "Fuites, voir" in html


def test_subject_and_outbox_page_name_nothing(mail, user, client):
    assert mail["Subject"] == "Du nouveau pour une recherche enregistrée"
    client.force_login(UserFactory(admin=True))
    row = OutgoingEmail.objects.get(recipients__contains=[user.email])
    pages = [
        client.get(f"/admin/notifications/outgoingemail/{row.pk}/change/").text,
        client.get("/admin/notifications/notification/").text,
    ]
    assert user.email in pages[0]
    assert ["secrète" in page for page in pages] == [False, False]


def test_words_of_others_make_no_link(mail):
    assert [
        text.count("pirate.example") for text in (plain(mail), mail.get_body(("html",)).get_content())
    ] == [0, 0]
    assert "Fuites, voir […] et […]" in plain(mail)


def test_scanner_that_opens_the_link_twice_changes_nothing(mail, settings, client):
    link = link_of(mail, settings)
    with written_tables() as found:
        pages = [client.get(link) for _each in range(2)]
    assert found == [] and SavedSearch.objects.get().frequency == "instant"
    assert [page.status_code for page in pages] == [200, 200]
    assert "secrète" not in pages[0].text and "Ne plus recevoir cette alerte ?" in pages[0].text
    assert pages[0]["Referrer-Policy"] == "same-origin"


def test_one_click_stops_this_alert_without_login_cookie_or_token(mail, settings, user):
    other = searched(user, "q=autre", "daily")
    stranger = Client(enforce_csrf_checks=True)
    answers = [stranger.post(link_of(mail, settings), ONE_CLICK) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Cette alerte est arrêtée" in answers[0].text
    assert SavedSearch.objects.exclude(pk=other.pk).get().frequency == "none"
    other.refresh_from_db()
    assert other.frequency == "daily"
    need_at(timezone.now(), "Encore des fuites")
    assert actions.send_alerts(timezone.now()) == 0


def test_link_of_a_deleted_search_says_it_is_over(mail, settings, client):
    SavedSearch.objects.get().delete()
    assert "Cette alerte est arrêtée" in client.get(link_of(mail, settings)).text


@pytest.mark.parametrize("change", ["number", "signature", "words", "long", "other use"])
def test_link_that_we_did_not_write_is_refused(user, client, change):
    saved = searched(user)
    number, _sep, signature = signer.sign(saved.pk).partition("~")
    token = {
        "number": f"{saved.pk + 1}~{signature}",
        "signature": f"{number}~{signature[:-2]}xx",
        "words": "arrêter",
        "long": "9" * 5000,
        "other use": type(signer)(salt="follow.autre", sep="~").sign(saved.pk),
    }[change]
    assert client.post(f"/mes-recherches/alerte/{token}/", ONE_CLICK).status_code == 410
    assert SavedSearch.objects.get().frequency == "instant"


def test_other_messages_have_no_way_out(db):
    from_account = buyer_user()
    SearchAlert("Nom", ("• Une ligne",), 0, "/besoins/", "").send_to([from_account])
    (mail,) = mails_to(from_account)
    assert mail["List-Unsubscribe"] is None and "Ne plus recevoir cette alerte" not in plain(mail)


def test_long_search_leads_to_the_own_page(db, user):
    SearchAlert("Nom", ("• Une ligne",), 1, "/besoins/?" + "q" * 400, "/x/").send_to([user])
    assert Notification.objects.get().path == "/mes-recherches/"
    assert "Et 1 autre résultat : la liste le montre." in plain(mails_to(user)[0])
