"""The pages of the portal, each as the first role that reads it, and the forms that stand on them."""

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from tests.access.expectations import ROWS
from tests.access.files import let_go
from tests.access.forms import forms_of
from tests.access.scene import ROLES
from tests.access.test_matrix import client_with, cookie_of, url_of


@dataclass
class Page:
    name: str
    url: str
    role: str
    response: object

    @property
    def is_html(self):
        return self.response.get("Content-Type", "").startswith("text/html")

    @property
    def html(self):
        return self.response.content.decode()


# The order in which a reader is looked for: who sees most of what the others typed first.
READERS = [
    "buyer",
    "company",
    "partner",
    "anonymous",
    "buyer_b",
    "company_b",
    "moderator",
    "waiting",
    "admin",
]


def first_reader(row):
    return next((role for role in READERS if row.expected[ROLES.index(role)] == 200), None)


def read_rows():
    return [(row, role) for row in ROWS if row.method == "GET" and (role := first_reader(row))]


def clients_of(scene):
    return {role: client_with(cookie_of(scene.users[role])) for role in ROLES}


def pages(scene, clients=None, keep=lambda row: True):
    """Every page of the table of access that somebody reads."""
    clients = clients or clients_of(scene)
    for row, role in read_rows():
        if keep(row):
            cache.clear()
            url = url_of(row, scene)
            yield Page(f"{row.route} {' '.join(row.args)}".strip(), url, role, clients[role].get(url))


def forms(scene, clients=None, keep=lambda row: True):
    """(Page, PageForm) of every POST form of every page, once per address of the form."""
    known, ended = set(), {reverse("account_logout")}
    for page in pages(scene, clients, keep):
        let_go(page.response)
        if not page.is_html:
            continue
        for form in forms_of(page.url, page.html):
            if form.action not in known | ended:
                known.add(form.action)
                yield page, form
