"""What the matching costs at one size: `child matching` prints one line of figures.

The index in memory, one text that changes (from the moment that its job begins), one need scored again, texts read by
the encoder, and the pages, whose slowest twentieth counts. Processor time is that of this process and of PostgreSQL's.
"""

import json
import os
import time

import psutil
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.models import User
from grandest_portal.development.bench.player import Backend
from grandest_portal.development.bench.seed import AGENT
from grandest_portal.development.bench.solutions import COMPANY_AGENT
from needs.matching.definition import SEMANTIC, definition
from needs.matching.encoder import encoder
from needs.matching.index import index_of
from needs.matching.knowledge import solution_text
from needs.matching.refresh import refresh_need, refresh_solution
from needs.models import EngineVersion, Match, Need, TextVector
from suppliers.models import Solution

CHANGES, REQUESTS = 12, 100
MIB = 1024**2


class Clock:
    """Seconds of the wall and of the processor (this process and its PostgreSQL) that `measure` spends."""

    def __init__(self):
        self.database = Backend()

    def processor(self):
        return time.process_time() + self.database.seconds()

    def measure(self, work):
        wall, processor = time.perf_counter(), self.processor()
        work()
        return time.perf_counter() - wall, self.processor() - processor

    def spread(self, works):
        """{"median", "worst", "cpu"} in seconds of several pieces of work; `cpu` is their mean."""
        found = [self.measure(work) for work in works]
        walls = sorted(wall for wall, _processor in found)
        return {
            "median": round(walls[len(walls) // 2], 3),
            "worst": round(walls[-1], 3),
            "cpu": round(sum(processor for _wall, processor in found) / len(found), 3),
        }


def memory():
    return psutil.Process().memory_info().rss / MIB


def indexes(clock, version, engine):
    """Both sides read from PostgreSQL: what a worker does once after its start."""
    before = memory()
    wall, processor = clock.measure(
        lambda: [index_of(version.pk, engine, side) for side in ("need", "solution")]
    )
    return {"seconds": round(wall, 1), "cpu": round(processor, 1), "mebibytes": round(memory() - before)}


def change(model, pk, refresh, version):
    """One published text that changes, then its job."""

    def work():
        model.objects.filter(pk=pk).update(
            title=f"Réduire la consommation d'eau, mesure {time.perf_counter_ns()}"
        )
        refresh(pk, timezone.now(), version)

    return work


def leave(pk, version):
    def work():
        Solution.objects.filter(pk=pk).update(status="archived")
        refresh_solution(pk, timezone.now(), version)

    return work


def updates(clock, version):
    needs = Need.objects.published().order_by("-pk").values_list("pk", flat=True)[:CHANGES]
    solutions = list(Solution.objects.published().order_by("-pk").values_list("pk", flat=True)[: 2 * CHANGES])
    return {
        "need": clock.spread([change(Need, pk, refresh_need, version) for pk in needs]),
        "solution": clock.spread(
            [change(Solution, pk, refresh_solution, version) for pk in solutions[:CHANGES]]
        ),
        "archived": clock.spread([leave(pk, version) for pk in solutions[CHANGES:]]),
    }


def again(clock, version):
    """A need whose text is known already, scored again: a full scoring is this times the number of needs."""
    needs = Need.objects.published().order_by("pk").values_list("pk", flat=True)[CHANGES : 3 * CHANGES]
    return clock.spread([lambda pk=pk: refresh_need(pk, timezone.now(), version) for pk in needs])


def reading(clock, engine):
    """Texts of the demonstration's length, read by the encoder one by one, in seconds each."""
    model = encoder(engine.adaptation)
    texts = [solution_text(row) for row in Solution.objects.published().order_by("pk")[:CHANGES]]
    return clock.spread([lambda text=text: model.encode([text]) for text in texts])


def signed_in(email):
    client = Client()
    client.force_login(User.objects.get(email=email), settings.AUTHENTICATION_BACKENDS[0])
    return client


def pages(clock):
    buyer, company = signed_in(AGENT), signed_in(COMPANY_AGENT)
    row = Match.objects.filter(need__buyer__organisation__name="Commune fictive 0").live().first()
    own = Match.objects.filter(solution__company__organisation__name="Entreprise fictive 0").live().first()
    addresses = {
        "bonjour": (Client(), "/bonjour/"),
        "besoin": (buyer, reverse("needs:matches", args=[row.need_id])),
        "solution": (company, reverse("needs:solution_matches", args=[own.solution_id])),
        "paire": (buyer, reverse("needs:match", args=[row.need_id, row.solution_id])),
        "figer": (buyer, reverse("needs:shortlist_freeze", args=[row.need_id])),
    }
    return {name: page(clock, *each) for name, each in addresses.items()}


def opened(client, address):
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


def page(clock, client, address):
    """{"p50", "p95", "cpu"} in milliseconds."""
    walls, spent = [], 0.0
    for _request in range(REQUESTS + 5):
        cache.clear()
        wall, processor = clock.measure(lambda: opened(client, address))
        walls.append(wall * 1000)
        spent += processor * 1000
    walls = sorted(walls[5:])
    return {
        "p50": round(walls[REQUESTS // 2], 1),
        "p95": round(walls[REQUESTS * 95 // 100], 1),
        "cpu": round(spent / (REQUESTS + 5), 1),
    }


def main():
    settings.ROOT_URLCONF = "grandest_portal.development.bench.urls"
    settings.RATE_LIMITS = {name: (10**9, 60) for name in settings.RATE_LIMITS}
    settings.MATCHING_ENCODER = True
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    connection.close()
    clock, engine = Clock(), definition(SEMANTIC)
    version = EngineVersion.objects.get(key=SEMANTIC)
    figures = {
        "solutions": Solution.objects.count(),
        "needs": Need.objects.count(),
        "texts": TextVector.objects.count(),
        "matches": Match.objects.count(),
        "pages": pages(clock),
        "index": indexes(clock, version, engine),
        "reading": reading(clock, engine),
        "again": again(clock, version),
        "updates": updates(clock, version),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(figures), flush=True)
