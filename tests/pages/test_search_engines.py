"""Search engines: which pages they are told of, under which address, and what those pages say of themselves."""

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.utils import timezone
from lxml import etree

from grandest_portal.pages.sitemaps import NeedPages, SolutionPages
from suppliers.enums import SolutionStatus
from tests.factories import NeedFactory
from tests.suppliers.helpers import member, solution_in

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Microdata(HTMLParser):
    """The items of a page: {"type", property: [value or item]}, as the HTML standard reads them."""

    def __init__(self, text):
        super().__init__()
        self.items, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        holder = next((item for _tag, item in reversed(self.open) if item is not None), None)
        item = {"type": given["itemtype"]} if "itemscope" in given else None
        if "itemprop" in given:
            assert holder is not None, "a property outside of any item"
            value = item if item is not None else given.get("content", given.get("href"))
            holder.setdefault(given["itemprop"], []).append(value)
        elif item is not None:
            self.items.append(item)
        if tag not in VOID:
            self.open.append((tag, item))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass


def head_of(page):
    """{rel or property or name: address or content} of the head."""
    head = page.partition("</head>")[0]
    links = re.findall(r'<link rel="(canonical)" href="([^"]*)"', head)
    return dict(links + re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head))


def addresses(client, path, name="loc"):
    response = client.get(path)
    assert response["Content-Type"] == "application/xml" and response.cookies == {}
    return [node.text for node in etree.fromstring(response.content).iter(f"{MAP}{name}")]


@pytest.fixture
def scene(settings):
    settings.SITE_URL = "https://portail.example"
    rows = {status: solution_in(status, title=f"Solution {status}") for status in SolutionStatus}
    return rows | {"need": NeedFactory(published=True), "need_draft": NeedFactory()}


def test_the_index_names_each_piece_and_each_piece_only_what_everybody_reads(client, scene):
    pieces = addresses(client, "/sitemap.xml")
    assert [piece.rpartition("/")[2] for piece in pieces] == [
        *("sitemap-pages.xml", "sitemap-besoins.xml", "sitemap-solutions.xml", "sitemap-entreprises.xml")
    ]
    here = "https://portail.example"
    told = [each for piece in pieces for each in addresses(client, piece.removeprefix(here))]
    published = scene[SolutionStatus.PUBLISHED]
    changing = {each for each in told if re.search(r"/\d+/$", each)}
    assert changing == {
        f"https://portail.example/solutions/{published.pk}/",
        f"https://portail.example/entreprises/{published.company_id}/",
        f"https://portail.example/besoins/{scene['need'].pk}/",
    }
    assert len(told) == len(set(told))
    for each in told:
        page = client.get(each.removeprefix("https://portail.example"))
        assert page.status_code == 200 and "noindex" not in head_of(page.text).get("robots", ""), each
        assert head_of(page.text).get("canonical", each) == each


def test_a_map_follows_the_rules_of_its_schema(client, scene):
    for name in ["besoins", "solutions", "entreprises"]:
        root = etree.fromstring(client.get(f"/sitemap-{name}.xml").content)
        assert root.tag == f"{MAP}urlset" and len(root) <= 50_000
        for url in root:
            assert [node.tag.removeprefix(MAP) for node in url] == ["loc", "lastmod"]
            assert len(url[0].text) < 2048 and re.fullmatch(r"\d{4}-\d\d-\d\d", url[1].text)
    root = etree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{MAP}sitemapindex" and {node.tag for node in root} == {f"{MAP}sitemap"}


def test_pieces_hold_a_given_number_and_cost_the_same_queries(
    client, scene, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(SolutionPages, "limit", 2)
    for rank in range(4):
        solution_in(SolutionStatus.PUBLISHED, title=f"Encore {rank}")
    assert [each for each in addresses(client, "/sitemap.xml") if "solutions" in each] == [
        f"https://portail.example/sitemap-solutions.xml{page}" for page in ["", "?p=2", "?p=3"]
    ]
    cache.clear()
    with django_assert_num_queries(2):
        assert len(addresses(client, "/sitemap-solutions.xml?p=2")) == 2
    assert client.get("/sitemap-solutions.xml?p=9").status_code == 404
    assert client.get("/sitemap-rien.xml").status_code == 404


def test_the_last_change_is_the_latest_that_a_reader_sees(client, scene):
    day = timezone.now().replace(year=2020)
    scene["need"].__class__.objects.filter(pk=scene["need"].pk).update(amended_at=day)
    assert NeedPages().get_latest_lastmod() > day


def test_robots_lead_to_the_map_and_a_demonstration_is_closed(client, settings):
    settings.SITE_URL, settings.DEMO_MODE = "https://portail.example", False
    text = client.get("/robots.txt").text
    assert "Sitemap: https://portail.example/sitemap.xml" in text and "Disallow: /admin/" in text
    settings.DEMO_MODE = True
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/solutions/?q=eau&page=2&jour=2026-11-28&s=3&utm_source=x", "/solutions/"),
        ("/besoins/?budget=lt_40k&utm_campaign=y", "/besoins/"),
        ("/?utm_source=x", "/"),
        ("/solutions/carte/?secteur=eau", "/solutions/carte/"),
        ("/comment-ca-marche/?x=1", "/comment-ca-marche/"),
    ],
)
def test_one_address_is_known_whatever_the_link_carried(client, scene, dated_data, path, canonical):
    head = head_of(client.get(path).text)
    assert head["canonical"] == head["og:url"] == "https://portail.example" + canonical
    assert head["og:image"].startswith("https://portail.example/static/img/partage") and head["og:title"]


def test_a_solution_says_what_it_is(client, scene):
    solution = scene[SolutionStatus.PUBLISHED]
    type(solution).objects.filter(pk=solution.pk).update(
        title='Sonde "fine" <b>', security="Secret.", audiences={"security": "buyers"}
    )
    page = client.get(f"/solutions/{solution.pk}/").text
    head = head_of(page)
    assert head["og:type"] == "article" and "noindex" not in head.get("robots", "")
    [item] = Microdata(page).items
    assert item["type"] == "https://schema.org/Product"
    assert item["name"] == ['Sonde "fine" <b>'] and item["url"] == [head["canonical"]]
    assert item["productID"] == [solution.reference]
    assert item["category"] == ["CPV 38420000-5 Instruments de mesure du débit"]
    assert item["manufacturer"][0]["name"] == [solution.company.organisation.name]
    assert "Secret." not in page


def test_a_company_says_what_it_is(client, scene):
    company = scene[SolutionStatus.PUBLISHED].company
    page = client.get(f"/entreprises/{company.pk}/").text
    [item] = Microdata(page).items
    assert item["type"] == "https://schema.org/Organization"
    assert item["name"] == [company.organisation.name]
    assert item["identifier"][0]["value"] == [company.organisation.identifier]
    assert item["address"][0]["type"] == "https://schema.org/PostalAddress"


def test_what_is_not_public_says_so_to_its_own_people(client, scene):
    draft = scene[SolutionStatus.DRAFT]
    client.force_login(member(draft.company))
    for path in [f"/solutions/{draft.pk}/", f"/entreprises/{draft.company_id}/"]:
        page = client.get(path).text
        head = head_of(page)
        assert head["robots"] == "noindex" and "canonical" not in head and Microdata(page).items == []
