"""Fictional solutions in any number, beside the needs of `seed`: list keys and draws are written with the rows."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from grandest_portal.accounts.enums import IdentifierKind, MembershipRole, MembershipStatus, Side
from grandest_portal.accounts.models import Membership, Organisation, User
from grandest_portal.core.vocabulary import learn
from grandest_portal.reference.list_keys import SECTOR, place_key
from grandest_portal.reference.models import CPVCode, Territory
from suppliers.draws import draw_days
from suppliers.enums import Headcount, SolutionStatus
from suppliers.models import Company, Solution

COMPANY_AGENT = "mesure-entreprise@test.example"
OWN_SOLUTIONS = 40
SOLUTIONS_OF_A_COMPANY = 5
START = datetime(2026, 1, 1, tzinfo=UTC)
STATES = [
    (SolutionStatus.PUBLISHED, 85),
    (SolutionStatus.ARCHIVED, 7),
    (SolutionStatus.DRAFT, 5),
    (SolutionStatus.SUBMITTED, 3),
]
COLUMNS = [
    *("id", "company_id", "title", "problem_solved", "description", "novelty", "trl", "first_reference"),
    *("keywords", "status", "created_at", "updated_at", "published_at", "place_keys", "subject_keys"),
]


def other_columns(model, given):
    """{column: value} of the other columns that a row cannot leave out: the defaults of the model."""
    return {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in given
        and not (field.primary_key or field.null or field.generated)
        # What PostgreSQL gives by itself.
        and not field.has_db_default()
    }


def make_companies(number):
    """[pk of a company]; the first one is that of COMPANY_AGENT."""
    count = max(2, number // SOLUTIONS_OF_A_COMPANY)
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"Entreprise fictive {rank}",
                country="DE",
                identifier_kind=IdentifierKind.REGISTER,
                identifier=f"MESURE E {rank}",
                verified_at=timezone.now(),
            )
            for rank in range(count)
        ],
        batch_size=1000,
    )
    sizes = Headcount.values
    companies = Company.objects.bulk_create(
        [
            Company(organisation=each, headcount=sizes[rank % len(sizes)])
            for rank, each in enumerate(organisations)
        ],
        batch_size=1000,
    )
    agent = User.objects.create_user(email=COMPANY_AGENT, full_name="Personne fictive", side=Side.COMPANY)
    Membership.objects.create(
        user=agent,
        organisation=organisations[0],
        role=MembershipRole.ADMINISTRATOR,
        status=MembershipStatus.APPROVED,
        decided_at=timezone.now(),
    )
    return [company.pk for company in companies]


class Links:
    """What solutions are linked to, drawn with them, and the list keys that follow from it."""

    def __init__(self, draw):
        self.draw = draw
        codes = CPVCode.objects.filter(level__lte=4).order_by("code").values_list("pk", "sector__key")
        self.codes = list(codes)
        places = Territory.objects.departments().order_by("code").values_list("pk", "kind", "code")
        self.departments = list(places)
        self.served, self.cpv = [], defaultdict(list)

    def of(self, pk):
        """(place keys, subject keys) of one solution; half of them can be delivered everywhere."""
        places = self.draw.sample(self.departments, self.draw.choice([0, 0, 1, 3]))
        codes = self.draw.sample(self.codes, self.draw.choice([1, 1, 2]))
        self.served += [(pk, place) for place, _kind, _code in places]
        self.cpv[pk] = [code for code, _sector in codes]
        sectors = {f"{SECTOR}{sector}" for _code, sector in codes if sector}
        return (
            sorted(place_key(kind, code) for _pk, kind, code in places),
            sorted({code[:2] for code, _sector in codes} | sectors),
        )


def row_of(rank, texts, companies, links):
    draw, pk, at = texts.draw, rank + 1, START + timedelta(minutes=rank)
    status = draw.choices([state for state, _share in STATES], [share for _state, share in STATES])[0]
    rare = texts.rare(rank, status)
    company = companies[0] if rank < OWN_SOLUTIONS else draw.choice(companies[1:])
    seen = status in {SolutionStatus.PUBLISHED, SolutionStatus.ARCHIVED}
    return (
        *(pk, company, texts.some(6) + rare, texts.some(25), texts.some(60), texts.some(15)),
        *(draw.randrange(1, 10), draw.random() < 0.1, "", status.value, at, at, at if seen else None),
        *links.of(pk),
    )


def fill_solutions(direct, number, texts, copy_rows):
    """The rows, their links, the days drawn, the words of their texts."""
    companies, links = make_companies(number), Links(texts.draw)
    others = other_columns(Solution, COLUMNS)
    rows = ((*row_of(rank, texts, companies, links), *others.values()) for rank in range(number))
    direct.execute("SET session_replication_role = replica")
    copy_rows(direct, "suppliers_solution", [*COLUMNS, *others], rows)
    copy_rows(direct, Solution.served.through._meta.db_table, ["solution_id", "territory_id"], links.served)
    codes = ((pk, code) for pk, some in links.cpv.items() for code in some)
    copy_rows(direct, Solution.cpv.through._meta.db_table, ["solution_id", "cpvcode_id"], codes)
    direct.execute("SELECT setval(pg_get_serial_sequence('suppliers_solution', 'id'), %s)", [number])
    direct.execute("SET session_replication_role = origin")
    direct.commit()
    draw_days(timezone.localdate())
    learn(Solution._meta.label_lower, [" ".join(texts.all_words)], timezone.now())
