"""Plays requests of one size in this process and counts their processor time; orders come by lines of JSON.

The processor time is that of this process and of the PostgreSQL process that answers it, user and system.
"""

import gc
import json
import os
import sys
import time
from contextlib import suppress

import psutil
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from grandest_portal.accounts.models import User
from grandest_portal.development.bench.seed import AGENT
from grandest_portal.development.bench.solutions import COMPANY_AGENT
from grandest_portal.reference.models import Parameter
from needs.models import Need
from suppliers.models import Solution

NOTHING = {"queries": 0, "bytes": 0, "rows": 0, "raw_ms": 0.0}


class Backend:
    """The process of PostgreSQL that answers this one; without helpers, so that nothing is done elsewhere."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")

    def seconds(self):
        times = psutil.Process(connection.connection.info.backend_pid).cpu_times()
        return times.user + times.system


class Bench:
    def __init__(self):
        self.database = Backend()
        self.visitor, self.buyer = Client(), Client()
        self.of_solutions = int(os.environ.get("BENCH_SOLUTIONS", "0")) > 0
        self.pages = self.known_solution_pages() if self.of_solutions else self.known_pages()

    def known_pages(self):
        """{name: (client, address)}; one line more measures one page more."""
        self.buyer.force_login(User.objects.get(email=AGENT), settings.AUTHENTICATION_BACKENDS[0])
        need = Need.objects.published().order_by("-published_at", "-pk")[5]
        where = "/besoins/"
        pages = {
            "bonjour": (self.visitor, "/bonjour/"),
            "liste": (self.visitor, where),
            "liste, dernière page": (self.visitor, f"{where}?page=1000000000"),
            "liste, un filtre": (self.visitor, f"{where}?departement=57"),
            "liste, trois filtres": (self.visitor, f"{where}?departement=57&budget=lt_40k&etat=tous"),
            "liste, par clôture": (self.visitor, f"{where}?tri=cloture"),
            "recherche, mot courant": (self.visitor, f"{where}?q=eau"),
            "recherche, mot rare": (self.visitor, f"{where}?q=t%C3%A9l%C3%A9m%C3%A9decine"),
            "recherche, faute de frappe": (self.visitor, f"{where}?q=telemedcine"),
            "recherche, mot inconnu": (self.visitor, f"{where}?q=xyzwqkj"),
            "recherche, trois mots": (self.visitor, f"{where}?q=eau+capteur+fuite"),
            "flux Atom": (self.visitor, f"{where}flux.atom"),
            "export CSV": (self.visitor, f"{where}export.csv?etat=tous"),
            "export XLSX": (self.visitor, f"{where}export.xlsx?etat=tous"),
            "fiche": (self.visitor, f"{where}{need.pk}/"),
            "mes besoins": (self.buyer, "/mes-besoins/"),
        }
        with suppress(NoReverseMatch):
            pages["carte"] = (self.visitor, reverse("needs:map"))
        return pages

    def known_solution_pages(self):
        self.company = Client()
        agent = User.objects.get(email=COMPANY_AGENT)
        self.company.force_login(agent, settings.AUTHENTICATION_BACKENDS[0])
        some = list(Solution.objects.published().order_by("pk").values_list("pk", flat=True)[:4])
        where, compared = "/solutions/", "&".join(f"s={pk}" for pk in some)
        pages = {
            "bonjour": "/bonjour/",
            "liste": where,
            "liste, dernière page": f"{where}?page=1000000000",
            "liste, un secteur": f"{where}?secteur=eau-dechets",
            "liste, un département": f"{where}?fournie=57",
            "liste, trois filtres": f"{where}?fournie=57&maturite=in_service&periode=12",
            "liste, première référence": f"{where}?premiere=oui",
            "recherche, mot courant": f"{where}?q=eau",
            "recherche, mot rare": f"{where}?q=t%C3%A9l%C3%A9m%C3%A9decine",
            "recherche, faute de frappe": f"{where}?q=telemedcine",
            "recherche, mot inconnu": f"{where}?q=xyzwqkj",
            "recherche, trois mots": f"{where}?q=eau+capteur+fuite",
            "flux Atom": f"{where}flux.atom",
            "export CSV": f"{where}export.csv",
            "export XLSX": f"{where}export.xlsx",
            "fiche": f"{where}{some[0]}/",
            "comparaison": f"{where}comparer/?{compared}",
            "carte": f"{where}carte/",
        }
        return {
            **{name: (self.visitor, address) for name, address in pages.items()},
            "mes solutions": (self.company, "/mes-solutions/"),
        }

    def get(self, name):
        """(status, bytes, seconds to the first byte); the whole answer is read."""
        client, address = self.pages[name]
        begun = time.perf_counter()
        response = client.get(address)
        if not response.streaming:
            return response.status_code, len(response.content), time.perf_counter() - begun
        first, size = None, 0
        for block in response.streaming_content:
            first = first or time.perf_counter() - begun
            size += len(block)
        return response.status_code, size, first

    def measure(self, name, times):
        if name.startswith("export"):
            times = max(1, times // 10)
        # The limits of requests per minute must not answer in place of the page.
        cache.clear()
        figures = dict(NOTHING) | self.queries_of(name)
        firsts = []
        # What the pages before have left is swept now, not while this one is measured.
        gc.collect()
        own, database, wall = time.process_time(), self.database.seconds(), time.perf_counter()
        for _time in range(times):
            status, size, first = self.get(name)
            firsts.append(first)
        wall, own = time.perf_counter() - wall, time.process_time() - own
        database = self.database.seconds() - database
        if name.startswith("export"):
            figures["rows"] = self.exported()
        return figures | {
            "status": status,
            "bytes": size,
            "cpu_ms": (own + database) * 1000 / times,
            "database_ms": database * 1000 / times,
            "wall_ms": wall * 1000 / times,
            "first_byte_ms": sorted(firsts)[len(firsts) // 2] * 1000,
        }

    def exported(self):
        most = Parameter.objects.order_by("-starts_on").filter(key="export_rows_max")[0].value
        rows = Solution.objects.published() if self.of_solutions else Need.objects.public()
        return min(rows.count(), most)

    def queries_of(self, name):
        """How many queries a request makes, and the wall time of the same SQL alone."""
        if name.startswith("export"):
            return {}
        with CaptureQueriesContext(connection) as captured:
            self.get(name)
        asked = [
            query["sql"]
            for query in captured.captured_queries
            if query["sql"].startswith(("SELECT", "(SELECT"))
        ]
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            for sql in asked:
                cursor.execute(sql.replace("%", "%%"), [])
                cursor.fetchall()
        return {"queries": len(captured), "raw_ms": (time.perf_counter() - begun) * 1000}

    def answer(self, order):
        if order.get("list"):
            return list(self.pages)
        if order.get("warm"):
            return [self.get(name)[0] for name in self.pages if not name.startswith("export")]
        return self.measure(order["page"], order["times"])


def main():
    settings.ROOT_URLCONF = "grandest_portal.development.bench.urls"
    settings.RATE_LIMITS = {name: (10**9, 60) for name in settings.RATE_LIMITS}
    bench = Bench()
    for line in sys.stdin:
        print(json.dumps(bench.answer(json.loads(line))), flush=True)
