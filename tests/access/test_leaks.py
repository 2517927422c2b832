"""No list, search, page or file shows a thing, or one word of a thing, to somebody who may not read it.

The addresses are those of the table of access, with each thing of the scene in the place of the table's, those
of the admin, and every address that a page links to.
"""

import logging
import re
from collections import defaultdict

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, resolve, reverse

from grandest_portal.accounts.models import Invitation, User
from needs.enums import PUBLIC_NEED, NeedStatus
from needs.models import Need
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.access.expectations import ROWS
from tests.access.scene import ROLES
from tests.access.secrets_scene import build
from tests.access.test_matrix import client_with, cookie_of
from tests.test_house import admin_urls

pytestmark = pytest.mark.slow

# How the address of a thing looks in a page; « proposer » and the like lead elsewhere.
LINKS = {
    "need": re.compile(r'href="/besoins/(\d+)/'),
    "solution": re.compile(r'href="/solutions/(\d+)/'),
    "meeting": re.compile(r'href="/rendez-vous/(\d+)/'),
}
ADMIN_LINKS = {
    "need": re.compile(r'href="/admin/needs/need/(\d+)/'),
    "solution": re.compile(r'href="/admin/suppliers/solution/(\d+)/'),
    "meeting": re.compile(r'href="/admin/meetings/meeting/(\d+)/'),
}
ANY_LINK = re.compile(r'href="(/[^"#]*|\?[^"#]*)')
# A long way round for nothing: files, and pages that would sign the visitor out of the crawl.
NOT_FOLLOWED = re.compile(r"^/(static|compte|demo|admin)/|/\d+/.*\?|[?&](?:o|e|p|q|all)=")
MOST_PAGES = 400
# Files made by a process of their own, a second each: of what their page shows under the same right.
DRAWN_APART = {"needs:specification_docx", "needs:specification_pdf", "suppliers:assessment_pdf"}
DRAWN = re.compile(r"/cahier-des-charges\.(?:docx|pdf)$|/innovation/notes/\d+\.pdf$")
# Where the people of one organisation read who their colleagues are.
TEAM = "/organisation/"


@login_not_required
def leaky(request):
    """A list without regard to who asks."""
    lines = [f'<a href="/besoins/{need.pk}/">{need.title}</a>' for need in Need.objects.order_by("pk")]
    return HttpResponse("".join(lines))


urlpatterns = [path("", include("grandest_portal.urls")), path("fuite/", leaky)]


@pytest.fixture
def scene(dated_data):
    logging.disable(logging.ERROR)
    yield build()
    logging.disable(logging.NOTSET)


def variants(row, scene):
    """The row's address for each thing of the scene in the place of the row's own, one place at a time."""
    given = [scene.base.things.get(name, name) for name in row.args]
    plain = [getattr(thing, "pk", thing) for thing in given]
    yield reverse(row.route, args=plain)
    if row.route in DRAWN_APART:
        return
    for place, thing in enumerate(given):
        for other in scene.things.get(type(thing).__name__.lower(), []):
            yield reverse(row.route, args=[*plain[:place], other.pk, *plain[place + 1 :]])


def addresses(scene):
    """Every address of the table and of the admin, once each."""
    found = [url for row in ROWS if row.method == "GET" for url in variants(row, scene)]
    return list(dict.fromkeys([*found, *(url for _name, url in admin_urls())]))


def body_of(client, url):
    """The text of an answer with its headers."""
    cache.clear()
    response = client.get(url)
    assert response.status_code < 500, url
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    if getattr(response, "streaming", False):
        return head + b"".join(response.streaming_content).decode("utf-8", "replace")
    return f"{head}\n{response.content.decode('utf-8', 'replace')}"


def crawl(scene, role, starts, follow=True):
    """{url: body} of the addresses, then of what their pages link to."""
    client, bodies, waiting = client_with(cookie_of(scene.users[role])), {}, list(starts)
    known = set(waiting)
    while waiting and len(bodies) < len(starts) + MOST_PAGES:
        url = waiting.pop(0)
        bodies[url] = body_of(client, url)
        if not follow or url.startswith("/admin/"):
            continue
        for link in ANY_LINK.findall(bodies[url]):
            link = link.replace("&amp;", "&")
            link = url.partition("?")[0] + link if link.startswith("?") else link
            if link not in known and not NOT_FOLLOWED.search(link) and not DRAWN.search(link):
                known.add(link)
                waiting.append(link)
    return bodies


def linked(body, patterns):
    return {kind: set(map(int, pattern.findall(body))) for kind, pattern in patterns.items()}


def faults(scene, role, bodies):
    """{url: what should not be there}: words of others, links to things that the role may not open."""
    found = defaultdict(set)
    forbidden = [secret for secret in scene.secrets if role not in secret.holders]
    for url, body in bodies.items():
        for secret in forbidden:
            if secret.word in body:
                found[url].add(secret.where)
        for kind, pks in linked(body, LINKS).items():
            hidden = {pk for pk in pks if role not in scene.seen[kind].get(pk, set(ROLES))}
            found[url] |= {f"{kind} {pk}" for pk in hidden}
    return {url: sorted(what) for url, what in found.items() if what}


def addresses_of_others(scene, role, bodies):
    """{url: e-mail addresses of other people}: no page shows any, but the staff's and the team's to its own."""
    if role in {"moderator", "admin"}:
        return {}
    user = scene.users[role]
    others = User.objects.exclude(pk=user.pk if user else None)
    teams = user.memberships.approved().values("organisation") if user else []
    # An address that the team invited was typed by the team.
    guests = Invitation.objects.filter(organisation__in=teams).values("email")
    strangers = others.exclude(memberships__organisation__in=teams).exclude(email__in=guests)
    everybody, outside = (sorted(rows.values_list("email", flat=True)) for rows in [others, strangers])
    found = {}
    for url, body in bodies.items():
        hidden = outside if url.startswith(TEAM) else everybody
        found[url] = [email for email in hidden if email in body]
    return {url: emails for url, emails in found.items() if emails}


@pytest.mark.urls("tests.access.plain_refusals")
@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_what_its_reader_may_not_read(scene, role):
    bodies = crawl(scene, role, addresses(scene))
    assert faults(scene, role, bodies) == {}
    assert addresses_of_others(scene, role, bodies) == {}
    shown = {secret.where for secret in scene.secrets if any(secret.word in body for body in bodies.values())}
    readable = {s.where for s in scene.secrets if role in s.holders and s.where.endswith((" title", " text"))}
    # The control of the crawl itself: it did reach what the role may read.
    assert readable - shown == set()


@pytest.mark.parametrize("role", ROLES)
def test_page_of_a_refusal_shows_nothing_of_what_it_refuses(scene, role):
    """The walk reads refusals of one line: here are whole ones, the first three of each status and address."""
    client, bodies, drawn = client_with(cookie_of(scene.users[role])), {}, defaultdict(int)
    for need in scene.things["need"]:
        for route in ["needs:detail", "needs:amend", "needs:documents", "needs:versions"]:
            url = reverse(route, args=[need.pk])
            response = client.get(url)
            if response.status_code >= 400 and drawn[route, response.status_code] < 3:
                drawn[route, response.status_code] += 1
                bodies[url] = response.content.decode()
    assert faults(scene, role, bodies) == {}
    assert addresses_of_others(scene, role, bodies) == {}
    assert bodies or role in {"moderator", "admin"}


@pytest.mark.urls(__name__)
def test_leaking_view_is_caught(scene):
    """The control."""
    leaks = faults(scene, "anonymous", crawl(scene, "anonymous", ["/fuite/"], follow=False))["/fuite/"]
    drafts = [need.pk for need in scene.things["need"] if need.status == NeedStatus.DRAFT]
    assert {f"need {pk}" for pk in drafts} <= set(leaks)
    assert any(where.startswith("need draft") and where.endswith("title") for where in leaks)


def pages_of(client, url):
    """The bodies of a list, page after page."""
    bodies, number = [], 1
    while number < 20:
        body = body_of(client, f"{url}{'&' if '?' in url else '?'}page={number}")
        bodies.append(body)
        if f"page={number + 1}" not in body:
            break
        number += 1
    return "".join(bodies)


def own(scene, role, kind):
    return {pk for pk, roles in scene.own[kind].items() if role in roles}


def in_trash(scene):
    return {need.pk for need in scene.things["need"] if need.trashed_at is not None}


def in_status(scene, kind, statuses):
    return {thing.pk for thing in scene.things[kind] if thing.status in statuses}


# url, kind, who lists (None: everybody whom the page lets in), what it lists for a role
LISTS = {
    "/besoins/?etat=tous": ("need", lambda scene, role: in_status(scene, "need", PUBLIC_NEED)),
    "/mes-besoins/": ("need", lambda scene, role: own(scene, role, "need") - in_trash(scene)),
    "/solutions/": (
        "solution",
        lambda scene, role: in_status(scene, "solution", {SolutionStatus.PUBLISHED}),
    ),
    "/mes-solutions/": ("solution", lambda scene, role: own(scene, role, "solution")),
    "/rendez-vous/": ("meeting", lambda scene, role: own(scene, role, "meeting")),
}


@pytest.mark.parametrize("url", LISTS)
def test_each_list_holds_exactly_what_the_policy_says(scene, url):
    kind, expected = LISTS[url]
    found, wanted = {}, {}
    for role in ROLES:
        client = client_with(cookie_of(scene.users[role]))
        if client.get(url).status_code != 200:
            continue
        found[role] = linked(pages_of(client, url), LINKS)[kind]
        wanted[role] = expected(scene, role)
    assert found == wanted
    assert found != {}


@pytest.mark.parametrize("kind", ADMIN_LINKS)
def test_each_list_of_the_admin_holds_exactly_what_the_policy_says(scene, kind):
    app = {"need": "needs", "solution": "suppliers", "meeting": "meetings"}[kind]
    url = reverse(f"admin:{app}_{kind}_changelist")
    drafts = set() if kind == "meeting" else in_status(scene, kind, {"draft"})
    for role in ["moderator", "admin"]:
        client = client_with(cookie_of(scene.users[role]))
        found = linked(client.get(url).content.decode(), ADMIN_LINKS)[kind]
        assert found == {thing.pk for thing in scene.things[kind]} - drafts


# Every hidden word is asked of every search box: one role for each way to search. The crawl takes them all.
SEARCHERS = ["anonymous", "buyer", "company", "waiting", "partner", "moderator", "admin"]


NOBODYS_WORD = "zqxrienwkyv"


def public_words():
    """A word of the title of a published need, and of a published solution."""
    need = Need.objects.filter(status=NeedStatus.PUBLISHED, title__startswith="zqx").order_by("pk").first()
    rows = Solution.objects.filter(status=SolutionStatus.PUBLISHED, title__startswith="zqx")
    return [thing.title.split()[0] for thing in [need, rows.order_by("pk").first()]]


def search_pages(scene, role):
    """The addresses whose page finds a need or a solution by a word, and each change list of the admin.

    A box alone is not enough: those of the home page and of the vocabularies lead elsewhere or read no text of people.
    """
    client = client_with(cookie_of(scene.users[role]))
    starts = [url for url in addresses(scene) if not re.search(r"/\d+/", url)]
    for url in starts:
        if 'name="q"' not in body_of(client, url):
            continue
        nothing = counted(body_of(client, f"{url}?q={NOBODYS_WORD}"))
        if url.startswith("/admin/") or any(
            counted(body_of(client, f"{url}?q={word}")) != nothing for word in public_words()
        ):
            yield url


@pytest.mark.parametrize("role", SEARCHERS)
def test_no_search_finds_what_its_reader_may_not_read(scene, role):
    """The word that is asked for stands in the answer's own box: links and the other words of the thing tell."""
    client, found = client_with(cookie_of(scene.users[role])), {}
    # What a search reads: titles and texts; the reasons and messages of others could be read by mistake.
    hidden = [
        secret
        for secret in scene.secrets
        if role not in secret.holders and not secret.where.startswith("notice")
    ]
    pages = list(search_pages(scene, role))
    assert {"/besoins/", "/solutions/"} <= set(pages)
    for url in pages:
        nothing = counted(body_of(client, f"{url}?q={NOBODYS_WORD}"))
        for secret in asked_of(url, scene.users[role], hidden):
            body = body_of(client, f"{url}?q={secret.word}").replace(secret.word, "")
            leaks = faults(scene, role, {url: body})
            if leaks or counted(body) != nothing:
                found[url, secret.where] = leaks or "found"
    assert found == {}


def asked_of(url, user, secrets):
    """The secrets whose word is to be asked of a page: all, but of a list of the admin only those that change its
    rows. The rows come from the list's own search, without the drawing of its page, ten times as long."""
    if not url.startswith("/admin/"):
        return secrets
    admin = resolve(url).func.model_admin
    nothing = rows_found(admin, url, user, NOBODYS_WORD)
    return [secret for secret in secrets if rows_found(admin, url, user, secret.word) != nothing]


def rows_found(admin, url, user, word):
    request = RequestFactory().get(url, {"q": word})
    request.user = user
    return {row.pk for row in admin.get_changelist_instance(request).get_queryset(request)}


def counted(body):
    """The links to things in an answer, public ones included: an empty search has the same for each word."""
    return [linked(body, patterns) for patterns in [LINKS, ADMIN_LINKS]]


def test_search_of_a_word_that_may_be_read_finds_its_thing(scene):
    """The control of the searches."""
    need, solution = public_words()
    assert len(linked(body_of(client_with(""), f"/besoins/?q={need}"), LINKS)["need"]) == 1
    assert len(linked(body_of(client_with(""), f"/solutions/?q={solution}"), LINKS)["solution"]) == 1


def test_rows_of_a_list_of_the_admin_are_those_of_its_page(scene):
    """The control of the shorter way."""
    url, admin = reverse("admin:needs_need_changelist"), scene.users["admin"]
    need, _solution = public_words()
    body = body_of(client_with(cookie_of(admin)), f"{url}?q={need}")
    model_admin = resolve(url).func.model_admin
    assert rows_found(model_admin, url, admin, need) == linked(body, ADMIN_LINKS)["need"] != set()
    assert rows_found(model_admin, url, admin, NOBODYS_WORD) == set()
