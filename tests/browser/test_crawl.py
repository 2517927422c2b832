"""Chromium opens every page as every sort of visitor: nothing is refused by the policy, nothing is asked elsewhere.

The pages are those of the table of access and of the admin. A page is opened without log-in where it shows itself,
and by the first visitor of VISITORS to whom it does after a log-in: what differs for the next ones is their rows, not
the way in which they are drawn. Pages that refuse or lead elsewhere look alike: each visitor opens the first one of
each status.
"""

from urllib.parse import urlsplit

import pytest
from csp.decorators import csp_exempt
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path
from playwright.sync_api import Error

from tests.access.expectations import ROWS
from tests.access.scene import ROLES
from tests.access.test_admin import SUPERUSER_ONLY
from tests.access.test_matrix import cookie_of, url_of
from tests.test_house import admin_urls, furnish

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

VISITORS = ["anonymous", "buyer", "company", "partner", "waiting", "moderator", "admin"]
STAFF = {"moderator", "admin"}
# Pages of its own that a visitor opens at least; « waiting » may have none.
FEWEST = {"anonymous": 30, "buyer": 60, "company": 10, "partner": 3, "moderator": 5, "admin": 30}
# What a page without log-in may leave in the browser, and what must stand on the page that does.
COOKIES_BEFORE_LOGIN = {settings.CSRF_COOKIE_NAME: "form[method=post]"}
# A file is saved, a refusal without a word is not shown: there is no page to look at.
WITHOUT_A_PAGE = {"Download is starting", "ERR_HTTP_RESPONSE_CODE_FAILURE"}
# Django's admin remembers the staff's colours and folded filters, in the browser alone.
STORED_BY_ADMIN = {"theme", "django.admin.filtersState", "django.admin.navSidebarIsOpen"}
STORED = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


@login_not_required
def loud(request):
    """Refused by the policy: a script and a style in the page, a picture from elsewhere."""
    return HttpResponse(
        "<p style='color: red'>x</p><script>1</script><img src='http://127.0.0.2:9/point.png'>"
    )


@login_not_required
@csp_exempt()
def chatty(request):
    """Without a policy: a picture from elsewhere, things kept in the browser, a file that is not there."""
    response = HttpResponse(
        "<img src='http://127.0.0.2:9/point.png'><script src='/absent.js'></script>"
        "<script>localStorage.setItem('trace', '1'); throw Error('panne')</script>"
    )
    response.set_cookie("trace", "1")
    return response


urlpatterns = [path("", include("grandest_portal.urls")), path("bruyante/", loud), path("bavarde/", chatty)]


class Visit:
    """One visitor's tab; `open` gives what was wrong with one page."""

    def __init__(self, browser, host, cookie, staff=False):
        self.host, self.signed_in, self.faults = host, bool(cookie), []
        self.statuses, self.staff = [], staff
        self.context = browser.new_context(base_url=host, locale="fr-FR")
        if cookie:
            self.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": host, "httpOnly": True}]
            )
        self.page = self.new_page()

    def new_page(self):
        page = self.context.new_page()
        page.set_default_timeout(8000)
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.faults.append(f"error {error}"))
        page.on("request", self.asked)
        page.on("response", self.answered)
        return page

    def heard(self, message):
        # Chromium says the status of a refused page; `open` and `answered` compare it themselves.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console {message.text}")

    def asked(self, request):
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.host:
            self.faults.append(f"host {parts.netloc}")

    def answered(self, response):
        if response.request.is_navigation_request():
            self.statuses.append(response.status)
        elif response.status >= 400:
            self.faults.append(f"missing {urlsplit(response.url).path}")

    def left_behind(self):
        """Cookies that no page needs before the log-in, and anything in the browser's stores."""
        for cookie in [] if self.signed_in else self.context.cookies():
            needed_by = COOKIES_BEFORE_LOGIN.get(cookie["name"])
            if not needed_by or not self.page.locator(needed_by).count():
                yield f"cookie {cookie['name']}"
        kept = set(self.page.evaluate(STORED)) - (STORED_BY_ADMIN if self.staff else set())
        yield from (f"stored {name}" for name in sorted(kept))

    def open(self, url, expected):
        """[fault]; `expected` is the status of the first answer, before Chromium follows where it leads."""
        self.faults.clear()
        self.statuses.clear()
        if not self.signed_in:
            self.context.clear_cookies()
        try:
            self.page.goto(url, wait_until="load")
        except Error as error:
            if not any(reason in str(error) for reason in WITHOUT_A_PAGE):
                raise
            # Chromium goes on to an error page of its own, which would meet the next address.
            self.page.close()
            self.page = self.new_page()
        else:
            self.faults.extend(self.left_behind())
        if self.statuses[0] != expected:
            self.faults.append(f"status {self.statuses[0]}")
        return list(self.faults)


def signed_in_before(role):
    return VISITORS[1 : VISITORS.index(role)]


def pages_for(scene, role):
    """(url, status): the pages that show themselves to the role first, then one of each other status."""
    column, others = ROLES.index(role), {}
    for row in ROWS:
        # Chromium draws a bare XML file by a page of its own.
        if row.method != "GET" or url_of(row, scene).endswith(".xml"):
            continue
        status = row.expected[column]
        if status != 200:
            others.setdefault(status, url_of(row, scene))
        elif not any(row.expected[ROLES.index(earlier)] == 200 for earlier in signed_in_before(role)):
            yield url_of(row, scene), 200
    yield from ((url, status) for status, url in others.items())
    if role in STAFF:
        yield "/admin/", 200
        for name, url in admin_urls():
            # The moderator's other pages are the administrator's with fewer buttons.
            if role == "admin" or (
                name.endswith("_changelist") and not name.startswith(CLOSED_TO_MODERATORS)
            ):
                yield url, 200


CLOSED_TO_MODERATORS = tuple(f"admin:{label.replace('.', '_')}_" for label in SUPERUSER_ONLY)


@pytest.mark.parametrize("role", VISITORS)
def test_no_page_is_refused_anything_nor_asks_another_host(browser, live_server, dated_data, role):
    scene = furnish()
    visit = Visit(browser, live_server.url, cookie_of(scene.users[role]), role in STAFF)
    pages = dict(pages_for(scene, role))
    found = {url: visit.open(url, status) for url, status in pages.items()}
    visit.context.close()
    assert {url: faults for url, faults in found.items() if faults} == {}
    assert len(found) >= FEWEST.get(role, 1)


@pytest.mark.urls(__name__)
def test_page_that_breaks_the_rules_is_caught(browser, live_server, db):
    """The control: each rule of the crawl is broken by one of two pages."""
    visit = Visit(browser, live_server.url, "")
    status_fault = visit.open("/", 404)
    loud_faults = visit.open("/bruyante/", 200)
    chatty_faults = visit.open("/bavarde/", 200)
    visit.context.close()
    refused = ["console Applying", "console Executing", "console Loading", "host 127.0.0.2:9"]
    assert sorted(" ".join(fault.split(" ")[:2]) for fault in loud_faults) == refused
    assert {fault for fault in chatty_faults if not fault.startswith("console")} == {
        "host 127.0.0.2:9",
        "missing /absent.js",
        "error panne",
        "cookie trace",
        "stored trace",
    }
    assert status_fault == ["status 200"]
