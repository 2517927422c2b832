"""Opening a page and sending its form as a browser does, whoever the person is."""

import logging
from dataclasses import dataclass
from fnmatch import fnmatch

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from grandest_portal.reference.models import CPVCode, Territory
from tests.access.files import let_go
from tests.access.forms import filled, forms_of
from tests.access.test_matrix import client_with, cookie_of
from tests.core.files import corpus
from tests.factories import PASSWORD, NeedFactory
from tests.properties.posts import TODAY
from tests.test_house import furnish

REASON = "Une raison assez longue, écrite pour les entreprises qui la liront."
POST_ONLY = 405


@dataclass
class Opened:
    """The form of an address as the person has it on screen; `fields` are the names of its controls."""

    url: str
    data: dict
    fields: set


def scene_of_posts():
    """The scene of access, and what the sendings want: needs, one complete draft, one open to all; a whole sheet."""
    logging.disable(logging.ERROR)
    scene = furnish()
    need = scene.things["need published"]
    common = {"buyer": need.buyer, "author": scene.users["buyer"]}
    for name in ["need complete", "need open", "need other"]:
        fields = {} if name == "need complete" else {"published": True}
        made = NeedFactory(contact_role="Service de l'eau", **common, **fields)
        made.cpv.set(CPVCode.objects.all())
        made.territories.set(Territory.objects.filter(kind="commune"))
        scene.things[name] = made
    # A published sheet that is changed keeps every needed answer.
    scene.things["solution published"].cpv.set(CPVCode.objects.all())
    return scene


def address(scene, route, args):
    return reverse(route, args=[getattr(scene.things.get(each, each), "pk", each) for each in args])


def url_of(post, scene):
    return address(scene, post.route, post.args)


def client_of(scene, role):
    return client_with(cookie_of(scene.users[role]))


def form_at(client, url, page=""):
    """The form of an address, on its own page or on `page`; an empty one where only a button leads."""
    response = let_go(client.get(page or url))
    if response.status_code == POST_ONLY:
        return Opened(url, {}, set())
    assert response.status_code == 200, (url, response.status_code)
    return form_in(url, response.content.decode())


def form_in(url, page):
    path = url.partition("?")[0]
    found = [form for form in forms_of(url, page) if form.action.partition("?")[0] == path]
    if not found:
        return Opened(url, {}, set())
    form = found[0]
    data = filled(form, PASSWORD, PASSWORD)
    if form.fields & {"file"}:
        data["file"] = None
    return Opened(url, data, form.fields | form.data.keys())


def opened(post, scene, client=None):
    """The form of a row as its person would send it, complete."""
    page = address(scene, *post.at) if post.at else ""
    form = form_at(client or client_of(scene, post.role), url_of(post, scene), page)
    today = timezone.localdate().isoformat()
    form.data |= {name: today if value == TODAY else value for name, value in post.typed.items()}
    if "early_reason" in form.fields:
        form.data["early_reason"] = REASON
    return form


def send(client, form, **changes):
    """Send a form; each file is a new one, because a sending reads it to its end."""
    cache.clear()
    data = form.data | changes
    if "file" in data:
        data["file"] = SimpleUploadedFile("Cahier.pdf", corpus.pdf("Bonjour"))
    return let_go(client.post(form.url, data))


def field_of(post, form):
    """The name of the control that holds the text of an edit."""
    return next(name for name in sorted(form.fields) if fnmatch(name, post.field))


def edit_of(post, form, who):
    """{control: text} of what `who` writes into the text of an edit."""
    return {field_of(post, form): written_by(post, who)} if post.field else {}


def written_by(post, who):
    """A text, or an address, different for each."""
    return (
        f"https://profil.example/{who}" if "url" in post.field else f"Texte écrit par {who} pour nos écoles"
    )
