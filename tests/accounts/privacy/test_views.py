"""The pages of one's own data: a copy, the end of the account, the notices."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from grandest_portal.accounts.models import NoticeAcceptance, User
from grandest_portal.core.models import AuditEntry
from grandest_portal.core.personal import records
from grandest_portal.reference.models import Wording
from tests.factories import PASSWORD, MembershipFactory, UserFactory, buyer_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]

SIGN_UP = {
    "email": "zoe@test.example",
    "full_name": "Zoé Test",
    "side": "buyer",
    "password1": "quatre mots choisis hier",
    "password2": "quatre mots choisis hier",
}


def text(response):
    return response.content.decode().replace("&#x27;", "'")


def log_in(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def prove(client, url):
    """Ask for a page that wants a proof, and give the password; returns the page."""
    asked = client.get(url)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    return client.post(asked.url, {"password": PASSWORD}, follow=True)


def archive_in(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_export_wants_a_proof_then_gives_the_archive(client):
    user = buyer_user()
    log_in(client, user)
    page = prove(client, reverse("privacy:export"))
    assert "Télécharger l'archive" in text(page)
    response = client.post(reverse("privacy:export"))
    assert response["Content-Type"] == "application/zip" and "mes-donnees-" in response["Content-Disposition"]
    data = json.loads(archive_in(response).read("donnees.json"))["donnees"]
    assert data["compte"][0]["email"] == user.email
    assert data["rattachements"][0]["organisation__name"] == user.memberships.get().organisation.name


def test_export_without_a_proof_gives_nothing(client):
    client.force_login(buyer_user())
    response = client.post(reverse("privacy:export"))
    assert response.status_code == 302 and response.url.startswith(reverse("account_reauthenticate"))
    assert not AuditEntry.objects.filter(verb="user.data_exported").exists()


def test_export_names_nobody_else(client):
    user, other = buyer_user(), UserFactory(full_name="Autre Canari", email="autre.canari@test.example")
    MembershipFactory(user=other, organisation=user.memberships.get().organisation)
    user.notifications.create(
        kind="accounts.membership_requested", title="Autre Canari demande", body="Autre Canari"
    )
    log_in(client, user)
    prove(client, reverse("privacy:export"))
    archive = archive_in(client.post(reverse("privacy:export")))
    whole = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "canari" not in whole.casefold() and user.email in whole


def test_export_is_limited_by_the_hour(client):
    log_in(client, buyer_user())
    prove(client, reverse("privacy:export"))
    for _time in range(3):
        response = client.post(reverse("privacy:export"))
        archive_in(response).close()
        assert response.status_code == 200
    refused = client.post(reverse("privacy:export"))
    assert refused.status_code == 409 and "déjà téléchargé vos données 3 fois" in text(refused)


def test_erasure_page_says_what_the_register_says(client):
    client.force_login(buyer_user())
    page = text(client.get(reverse("privacy:erasure")))
    assert all(str(record.reason) in page and str(record.label) in page for record in records())
    assert "Continuer" in page


def test_erasure_wants_a_proof_and_a_second_button(client):
    user = buyer_user()
    log_in(client, user)
    page = prove(client, reverse("privacy:confirm_erasure"))
    assert "Supprimer définitivement mon compte" in text(page)
    assert User.objects.get(pk=user.pk).erased_at is None
    response = client.post(reverse("privacy:confirm_erasure"), follow=True)
    assert "Votre compte est supprimé" in text(response)
    assert User.objects.get(pk=user.pk).erased_at is not None
    assert "_auth_user_id" not in client.session


def test_erasure_without_a_proof_erases_nothing(client):
    user = buyer_user()
    client.force_login(user)
    assert client.post(reverse("privacy:confirm_erasure")).status_code == 302
    assert User.objects.get(pk=user.pk).erased_at is None


def test_refused_erasure_says_how_to_mend_it(client):
    user = buyer_user()
    MembershipFactory(organisation=user.memberships.get().organisation, role="editor")
    log_in(client, user)
    page = text(client.get(reverse("privacy:erasure")))
    assert "confiez d'abord l'administration" in page and "Continuer" not in page
    prove(client, reverse("privacy:confirm_erasure"))
    response = client.post(reverse("privacy:confirm_erasure"))
    assert response.status_code == 409 and "confiez d'abord l'administration" in text(response)


def test_sign_up_shows_the_notices_and_keeps_their_version(client):
    page = text(client.get(reverse("account_signup")))
    shown = Wording.objects.get(key="information_notice")
    assert "version du 1er novembre 2026" in page and shown.text.split("\n")[0] in page
    client.post(reverse("account_signup"), SIGN_UP)
    rows = NoticeAcceptance.objects.order_by("key").values_list("user__email", "key", "version")
    assert list(rows) == [
        ("zoe@test.example", "information_notice", date(2026, 11, 1)),
        ("zoe@test.example", "terms_of_use", date(2026, 11, 1)),
    ]


def test_changed_notice_is_announced_until_it_is_read(client):
    client.post(reverse("account_signup"), SIGN_UP)
    user = User.objects.get()
    client.force_login(user)
    assert "a changé le" not in text(client.get(reverse("pages:account")))
    Wording.objects.create(key="information_notice", text="Nouveau texte.", starts_on=date(2026, 11, 20))
    page = text(client.get(reverse("pages:account")))
    assert "«\u00a0Notice d'information sur vos données\u00a0» a changé le 20 novembre 2026." in page
    url = reverse("privacy:notice", args=["information_notice"])
    assert url in page and "Nouveau texte." in text(client.get(url))
    assert client.get(reverse("privacy:data")).status_code == 200
    client.post(url)
    assert "a changé le" not in text(client.get(reverse("pages:account")))
    assert user.notices.filter(key="information_notice").count() == 2


def test_notice_of_tomorrow_is_not_announced(client):
    client.post(reverse("account_signup"), SIGN_UP)
    client.force_login(User.objects.get())
    Wording.objects.create(key="terms_of_use", text="Demain.", starts_on=date(2126, 1, 1))
    assert "a changé le" not in text(client.get(reverse("pages:dashboard"), follow=True))


def test_person_who_was_shown_nothing_is_told_of_the_notices(client):
    client.force_login(buyer_user())
    page = text(client.get(reverse("pages:dashboard")))
    assert page.count("vous n'avez pas encore lu la version du 1er novembre 2026") == 2


def test_visitor_reads_a_notice_and_writes_nothing(client):
    url = reverse("privacy:notice", args=["terms_of_use"])
    assert "J'ai lu" not in text(client.get(url))
    assert client.post(url).status_code == 200 and not NoticeAcceptance.objects.exists()


def test_notice_read_twice_is_kept_once(client):
    client.force_login(UserFactory())
    url = reverse("privacy:notice", args=["terms_of_use"])
    client.post(url)
    client.post(url)
    assert NoticeAcceptance.objects.count() == 1


def test_privacy_page_shows_register_texts_and_durations(client):
    page = text(client.get(reverse("pages:privacy")))
    assert all(str(record.label) in page for record in records())
    assert "Effacé après 36 mois sans connexion" in page and "60 et 15 jours avant" in page
    assert "article 6.1.e du RGPD" in page and "À compléter par la Région" in page
    assert "cnil.fr" in text(client.get(reverse("pages:rights")))
