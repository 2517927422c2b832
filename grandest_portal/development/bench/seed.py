"""Fictional needs (and solutions) in any number, the same at each run: drawn by a fixed seed, written by COPY.

The words follow the law of real texts (a few are everywhere, most are rare), so that searching costs what it will.
"""

import os
import random
from datetime import UTC, date, datetime, timedelta

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from buyers.enums import BuyerKind
from buyers.models import PublicBuyer
from grandest_portal.accounts.enums import IdentifierKind, MembershipRole, MembershipStatus, Side
from grandest_portal.accounts.models import Membership, Organisation, User
from grandest_portal.core.vocabulary import learn
from grandest_portal.development.bench.solutions import fill_solutions, other_columns
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import CPVCode, Territory
from needs.enums import AcceptedMaturity, BudgetBand, NeedStatus, Procedure
from needs.models import Need

AGENT = "mesure@test.example"
OWN_NEEDS = 40
NEEDS_OF_A_BUYER = 50
WORDS = 20_000
COMMON = [
    "eau",
    "énergie",
    "école",
    "bâtiment",
    "réseau",
    "données",
    "déchets",
    "entretien",
    "capteur",
    "fuite",
]
RARE = ["télémédecine", "pollinisation", "géothermie", "amiante"]
# How many open needs hold each rare word, whatever the size: a search for it then shows the same page everywhere.
OPEN_NEEDS_WITH_RARE_WORD = 25
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fé",
    "ga",
    "lu",
    "mo",
    "né",
    "pi",
    "ra",
    "si",
    "to",
    "tra",
    "ver",
    "vou",
    "chan",
]
STATES = [
    (NeedStatus.PUBLISHED, 60),
    (NeedStatus.CLOSED, 14),
    (NeedStatus.CONSULTATION, 8),
    (NeedStatus.AWARDED, 8),
    (NeedStatus.ABANDONED, 5),
    (NeedStatus.DRAFT, 5),
]
COLUMNS = [
    *("buyer_id", "title", "summary", "current_situation", "expected_result", "constraints"),
    *("budget_band", "procedure", "sourcing_open_until", "maturity", "languages"),
    *("foreign_summary", "foreign_language", "contact_name", "contact_role"),
    *("status", "moderation_reason", "version", "created_at", "updated_at", "published_at", "closed_at"),
    *(
        "consultation_url",
        "direct_purchase_article",
        "direct_purchase_reason",
        "abandon_reason",
        "awarded_to",
    ),
    *("no_award_reason", "award_notice_url", "source", "source_id", "source_url", "source_buyer"),
    "short_window_reason",
]


START = datetime(2026, 1, 1, tzinfo=UTC)


class Texts:
    """Sentences of drawn words; word number n comes about 1/n as often as the first."""

    def __init__(self, draw, number):
        self.draw = draw
        self.rare_words = RARE * OPEN_NEEDS_WITH_RARE_WORD
        # Evenly spread: about twice as many places as rare words, of which three in five are open needs.
        self.stride = max(1, number // (2 * len(self.rare_words)))
        made = dict.fromkeys(
            "".join(draw.choices(SYLLABLES, k=draw.choice([2, 3, 3, 4]))) for _word in range(WORDS * 2)
        )
        self.words = [*COMMON, *list(made)[:WORDS]]
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]
        self.stock, self.place = [], 0

    def some(self, number):
        if self.place + number > len(self.stock):
            self.stock, self.place = self.draw.choices(self.words, self.weights, k=100_000), 0
        self.place += number
        return " ".join(self.stock[self.place - number : self.place]).capitalize()

    @property
    def all_words(self):
        return [*self.words, *RARE]

    def rare(self, rank, status):
        """A rare word for the need or solution of this rank, or ""."""
        if status == NeedStatus.PUBLISHED and rank % self.stride == 0 and self.rare_words:
            return f" {self.rare_words.pop()}"
        return ""


def unlimited():
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")


def prepare():
    unlimited()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)


def copy():
    """A database of its own for a size, copied from the one that is prepared."""
    with psycopg.connect(settings.DATABASE_URL, dbname="postgres", autocommit=True) as direct:
        direct.execute(f'CREATE DATABASE "{os.environ["BENCH_DATABASE"]}" TEMPLATE portal')


def make_buyers(number):
    """[pk of a buyer]; the first one is that of AGENT."""
    count = max(2, number // NEEDS_OF_A_BUYER)
    rows = [
        Organisation(
            name=f"Commune fictive {rank}",
            country="DE",
            identifier_kind=IdentifierKind.REGISTER,
            identifier=f"MESURE {rank}",
            verified_at=timezone.now(),
        )
        for rank in range(count)
    ]
    organisations = Organisation.objects.bulk_create(rows, batch_size=1000)
    kinds = BuyerKind.values
    buyers = PublicBuyer.objects.bulk_create(
        [
            PublicBuyer(organisation=each, kind=kinds[rank % len(kinds)])
            for rank, each in enumerate(organisations)
        ],
        batch_size=1000,
    )
    agent = User.objects.create_user(email=AGENT, full_name="Personne fictive", side=Side.BUYER)
    Membership.objects.create(
        user=agent,
        organisation=organisations[0],
        role=MembershipRole.ADMINISTRATOR,
        status=MembershipStatus.APPROVED,
        decided_at=timezone.now(),
    )
    return [buyer.pk for buyer in buyers]


def row_of(rank, texts, buyers, today):
    draw = texts.draw
    status = draw.choices([state for state, _share in STATES], [share for _state, share in STATES])[0]
    at = START + timedelta(minutes=rank)
    public = status != NeedStatus.DRAFT
    rare = texts.rare(rank, status)
    closed = public and status != NeedStatus.PUBLISHED
    link = "https://consultations.example/1" if status == NeedStatus.CONSULTATION else ""
    buyer = buyers[0] if rank < OWN_NEEDS else draw.choice(buyers[1:])
    until = today + timedelta(days=draw.randrange(1, 120))
    return (
        *(buyer, texts.some(7) + rare, texts.some(25), texts.some(40), texts.some(25), ""),
        *(draw.choice(BudgetBand.values), draw.choice(Procedure.values), until),
        *(
            draw.choice(AcceptedMaturity.values),
            draw.choice([["fr"], ["fr"], ["fr", "de"], ["fr", "de", "en"]]),
        ),
        *("", "", "", "", status.value, "", 1, at, at, at if public else None, at if closed else None),
        *(link, "", "", "", "", "", "", "portal", "", "", "", ""),
    )


def copy_rows(direct, table, columns, rows):
    names = ", ".join(f'"{column}"' for column in columns)
    with direct.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def fill():
    number = int(os.environ["BENCH_NEEDS"])
    draw = random.Random(20_260_101)  # noqa: S311 - the same texts at each run
    unlimited()
    texts, buyers, today = Texts(draw, number), make_buyers(number), date.today()
    departments = list(Territory.objects.departments().order_by("code").values_list("pk", flat=True))
    region = Territory.objects.get(kind=TerritoryKind.REGION, code="44").pk
    epcis = list(Territory.objects.epcis().order_by("code").values_list("pk", flat=True))
    codes = list(CPVCode.objects.filter(level__lte=4).order_by("code").values_list("pk", flat=True))
    with psycopg.connect(settings.DATABASE_URL) as direct:
        others = other_columns(Need, COLUMNS)
        rows = ((*row_of(rank, texts, buyers, today), *others.values()) for rank in range(number))
        copy_rows(direct, "needs_need", [*COLUMNS, *others], rows)
        pks = [row[0] for row in direct.execute("SELECT id FROM needs_need ORDER BY id")]
        # The keys of lists are written once for all rows, not once per table of links.
        direct.execute("SET session_replication_role = replica")
        places = ((pk, place) for pk in pks for place in places_of(draw, departments, epcis, region))
        copy_rows(direct, Need.territories.through._meta.db_table, ["need_id", "territory_id"], places)
        links = ((pk, code) for pk in pks for code in draw.sample(codes, draw.choice([1, 1, 2])))
        copy_rows(direct, Need.cpv.through._meta.db_table, ["need_id", "cpvcode_id"], links)
        direct.execute("SET session_replication_role = origin")
        direct.execute("UPDATE needs_need SET place_keys = DEFAULT")
        direct.commit()
        solutions = int(os.environ.get("BENCH_SOLUTIONS", "0"))
        if solutions:
            fill_solutions(direct, solutions, Texts(draw, solutions), copy_rows)
    learn(Need._meta.label_lower, [" ".join(texts.all_words)], timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def places_of(draw, departments, epcis, region):
    """One need in ten is of the whole region, two are of EPCI, the others of one or two departments."""
    kind = draw.random()
    if kind < 0.1:
        return [region]
    return draw.sample(epcis if kind < 0.3 else departments, draw.choice([1, 1, 1, 2]))


PARTS = {"prepare": prepare, "copy": copy, "fill": fill}


def main(part):
    PARTS[part]()
