"""What search engines are told to read: pages open to everybody, in pieces, with when each last changed."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Max
from django.db.models.functions import Greatest
from django.urls import reverse

from needs.models import Need
from suppliers.enums import SolutionStatus
from suppliers.models import Company, Solution

PIECE = 10_000
PAGES = (
    "pages:home",
    "needs:list",
    "needs:map",
    "suppliers:solution_list",
    "suppliers:solution_map",
    "days:list",
    "pages:method",
    "pages:ranking",
    "pages:contact",
    "pages:accessibility",
    "pages:privacy",
    "pages:legal",
    "needs:procedure_tool",
    "reference:cpv_search",
)


class PublicPages(Sitemap):
    """Addresses under the portal's own name, whatever name the request came by."""

    limit = PIECE

    @property
    def protocol(self):
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site=None):
        return settings.SITE_URL.partition("://")[2]


class TextPages(PublicPages):
    def items(self):
        return PAGES

    def location(self, name):
        return reverse(name)


class ChangingPages(PublicPages):
    """Rows of a table, oldest first: a new one changes the last piece alone. `changed` is a moment of each."""

    route = ""

    def items(self):
        return self.rows().order_by("pk").values_list("pk", "changed")

    def location(self, row):
        return reverse(self.route, args=[row[0]])

    def lastmod(self, row):
        return row[1]

    def get_latest_lastmod(self):
        """Asked of the database, where Django would read every row."""
        return self.rows().aggregate(latest=Max("changed"))["latest"]


class SolutionPages(ChangingPages):
    route = "suppliers:solution_detail"

    def rows(self):
        return Solution.objects.published().annotate(changed=Max("published_at"))


class CompanyPages(ChangingPages):
    """Those with a published solution; their page lists them."""

    route = "suppliers:company_detail"

    def rows(self):
        published = Company.objects.filter(solutions__status=SolutionStatus.PUBLISHED)
        return published.annotate(changed=Max("solutions__published_at"))


class NeedPages(ChangingPages):
    route = "needs:detail"

    def rows(self):
        return Need.objects.public().annotate(changed=Greatest("published_at", "amended_at", "closed_at"))


SITEMAPS = {
    "pages": TextPages,
    "besoins": NeedPages,
    "solutions": SolutionPages,
    "entreprises": CompanyPages,
}


def pieces():
    """Every piece of every kind, as Django's index shows them."""
    found = []
    for section, kind in SITEMAPS.items():
        one = kind()
        address = settings.SITE_URL + reverse("pages:search_engines_part", args=[section])
        latest = one.get_latest_lastmod()
        found += [
            SitemapIndexItem(f"{address}?p={page}" if page > 1 else address, latest)
            for page in one.paginator.page_range
        ]
    return found
