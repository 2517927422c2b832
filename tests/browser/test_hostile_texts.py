"""Chromium opens pages whose every text is hostile, without the policy that would stop a script: none runs."""

import logging

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import include, path
from playwright.sync_api import Error

from needs.models import Need
from tests.access.test_matrix import cookie_of, url_of
from tests.properties.pages import read_rows
from tests.properties.payloads import payloads, write_everywhere
from tests.properties.sending import scene_of_posts

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOMS = (
    "needs:",
    "follow:",
    "favourites:",
    "searches:",
    "reports:",
    "attachments:",
    "suppliers:",
    "meetings:",
)
# What each payload calls when it runs; dialogs count too.
HOOK = "window.ran = 0; window.pxss = () => { window.ran += 1; return true; }; window.alert = window.pxss;"


@login_not_required
def careless(request):
    return HttpResponse("".join(f"<div>{need.summary}</div>" for need in Need.objects.order_by("pk")))


urlpatterns = [path("", include("grandest_portal.urls")), path("imprudent/", careless)]


@pytest.fixture
def scene(dated_data):
    made = scene_of_posts()
    write_everywhere(payloads())
    yield made
    logging.disable(logging.NOTSET)


def tab(browser, base, user):
    context = browser.new_context(base_url=base, locale="fr-FR", bypass_csp=True, accept_downloads=False)
    context.add_init_script(HOOK)
    if user is not None:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(user), "url": base}])
    return context.new_page()


def ran(page, url):
    """How often a payload ran on the page; None where there is no page to look at (a file)."""
    cache.clear()
    try:
        page.goto(url, wait_until="load")
    except Error:
        return None
    return page.evaluate("window.ran")


def test_no_text_runs_in_the_browser(browser, live_server, scene):
    rows = [(row, role) for row, role in read_rows() if row.route.startswith(ROOMS)]
    tabs, found, opened = {}, {}, 0
    for row, role in rows:
        if role not in tabs:
            tabs[role] = tab(browser, live_server.url, scene.users[role])
        times = ran(tabs[role], url_of(row, scene))
        opened += times is not None
        if times:
            found[row.route, role] = times
    for page in tabs.values():
        page.context.close()
    assert found == {}
    assert opened > 50


@pytest.mark.urls(__name__)
def test_careless_page_runs_them(browser, live_server, scene):
    """The control."""
    page = tab(browser, live_server.url, None)
    times = ran(page, "/imprudent/")
    page.context.close()
    assert times > 0
