"""What the sendings write to people: no name adds a header, a recipient or a link; both parts say the same."""

import logging
import re
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.db import transaction
from lxml import html

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.follow.models import SavedSearch
from grandest_portal.notifications.models import OutgoingEmail
from needs.models import Need
from suppliers.models import Solution
from tests.access.test_matrix import Rollback
from tests.properties.posts import POSTS
from tests.properties.sending import client_of, edit_of, opened, scene_of_posts, send

pytestmark = pytest.mark.slow

TRAP = "victime@evil.example"
NAME = f'Eau\r\nBcc: {TRAP}\r\n\r\n<a href="http://evil.example/piege">x</a>'
HEADERS = {
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Reply-To",
}
TELLING = [post for post in POSTS if post.route.startswith(("needs:", "reports:"))]
WORD = re.compile(r"\w{4,}")


@pytest.fixture
def scene(dated_data, outbox):
    made = scene_of_posts()
    User.objects.update(full_name=NAME)
    Organisation.objects.update(name=NAME)
    for model in [Need, Solution]:
        model.objects.update(title=NAME)
    yield made
    logging.disable(logging.NOTSET)


def mails_of(post, scene):
    """The mails that one sending writes, parsed; the sending is undone."""
    client = client_of(scene, post.role)
    try:
        with transaction.atomic():
            form = opened(post, scene, client)
            before = OutgoingEmail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            send(client, form, **edit_of(post, form, "moi"))
            rows = list(OutgoingEmail.objects.filter(pk__gt=before).order_by("pk"))
            raise Rollback
    except Rollback:
        return [(row, message_from_bytes(bytes(row.mime), policy=policy.default)) for row in rows]


def parts_of(mail):
    text = mail.get_body(("plain",)).get_content()
    return text, html.document_fromstring(mail.get_body(("html",)).get_content())


def words(text):
    return set(WORD.findall(re.sub(r"https?://\S+", " ", text).casefold()))


def faults(row, mail):
    found = [f"header {name}" for name in set(mail.keys()) - HEADERS]
    if TRAP in str(mail["To"]) or any(TRAP in each for each in row.recipients):
        found.append("a recipient from a name")
    if len(str(mail["Subject"]).splitlines()) != 1:
        found.append("a subject of several lines")
    text, page = parts_of(mail)
    links = [element.get("href") for element in page.iter("a")]
    found += [f"link {link}" for link in links if "evil.example" in link]
    found += [
        f"link {link}" for link in links if not link.startswith((settings.SITE_URL, "mailto:", "https://"))
    ]
    shown = " ".join(page.itertext())
    if only_text := words(text) - words(shown):
        found.append(f"in the text alone: {sorted(only_text)[:5]}")
    return found


def only_in_page(mail):
    text, page = parts_of(mail)
    return words(page.body.text_content()) - words(text)


def frame_words():
    """What the page of every mail says around its sentences."""
    folder = settings.BASE_DIR / "templates" / "emails"
    sources = [path.read_text() for path in sorted(folder.glob("*.html"))]
    return words(" ".join([*sources, str(settings.SERVICE_NAME)]))


def test_no_name_writes_more_than_a_name(scene):
    found, frames = {}, []
    for post in TELLING:
        for row, mail in mails_of(post, scene):
            frames.append(only_in_page(mail))
            if fault := faults(row, mail):
                found[post.name] = fault
    assert "\n".join(f"{name}: {fault}" for name, fault in found.items()) == ""
    assert len(frames) > 30
    assert set.union(*frames) - frame_words() == set()


def test_header_from_a_name_is_recognised():
    """The control: a mail written by hand with the name in its head."""
    raw = f"Subject: Eau\r\nTo: a@test.example\r\nBcc: {TRAP}\r\nContent-Type: text/plain\r\n\r\nx".encode()
    assert set(message_from_bytes(raw, policy=policy.default).keys()) - HEADERS == {"Bcc"}


def test_opening_the_link_of_a_mail_stops_nothing(scene, client):
    """Scanners open links; only the button, or the mail reader's POST, stops the alert."""
    saved = scene.things["saved search"]
    SavedSearch.objects.filter(pk=saved.pk).update(frequency="daily")
    url = f"/mes-recherches/alerte/{scene.things['alert link'].pk}/"
    for method in ["get", "head"]:
        getattr(client, method)(url)
        assert SavedSearch.objects.get(pk=saved.pk).frequency == "daily"
    client.post(url)
    assert SavedSearch.objects.get(pk=saved.pk).frequency == "none"
