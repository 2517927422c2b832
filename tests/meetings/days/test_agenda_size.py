"""A day of five hundred companies: how many queries, how long, how much memory."""

import io
import resource
import time as clock
from datetime import UTC, datetime, time

import pytest
from django.utils import timezone
from pypdf import PdfReader

from buyers.models import PublicBuyer
from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.models import Organisation, User
from meetings.days.agenda_files import ask_file, make_file
from meetings.days.agenda_prints import all_agendas_document, badges_document, wall_document
from meetings.days.enums import RegistrationStatus
from meetings.days.plan_enums import PlanStatus
from meetings.models import DayMeeting, DayPair, DayPerson, DayPlan, DayRegistration
from needs.models import Need
from tests.meetings.days.scenes import announced

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("dated_data"),
]

BUYERS, COMPANIES = 120, 500
GIGABYTE = 1024**2  # of what getrusage counts in kilobytes


def organisations(word, count):
    return Organisation.objects.bulk_create(
        Organisation(
            name=f"{word} fictive n° {number}, de l'innovation du Grand Est",
            country="DE",
            identifier_kind=IdentifierKind.REGISTER,
            identifier=f"{word} {number}",
        )
        for number in range(count)
    )


def registered(day, rows, side, tables):
    made = DayRegistration.objects.bulk_create(
        DayRegistration(
            day=day,
            organisation=each,
            side=side,
            tables=tables,
            languages=["fr"],
            status=RegistrationStatus.ADMITTED,
            rank=rank,
        )
        for rank, each in enumerate(rows, start=1)
    )
    users = User.objects.bulk_create(
        User(email=f"{side}-{each.pk}-{number}@test.example", full_name=f"Camille Fictive {each.pk} {number}")
        for each in made
        for number in range(2)
    )
    DayPerson.objects.bulk_create(
        DayPerson(registration=made[place // 2], user=user) for place, user in enumerate(users)
    )
    return made


@pytest.fixture
def plan():
    """Each buyer meets a company at each slot at which both are free: 17 for a buyer, 4 for a company."""
    day = announced(
        rooms=[("Salle des fêtes", BUYERS, True)],
        slot_minutes=10,
        closes_at=time(13),
        companies_most=COMPANIES,
    )
    buyers, companies = organisations("Communauté", BUYERS), organisations("Société", COMPANIES)
    owners = PublicBuyer.objects.bulk_create(
        PublicBuyer(organisation=each, kind="commune") for each in buyers
    )
    needs = Need.objects.bulk_create(
        Need(buyer=each, title=f"Réduire les pertes d'eau du réseau sans ouvrir la chaussée, lot {each.pk}")
        for each in owners
    )
    buyer_rows = registered(day, buyers, "buyer", 1)
    company_rows = registered(day, companies, "company", 0)
    link = DayRegistration.needs.through
    at = datetime(2027, 3, 12, 9, tzinfo=UTC)
    plan = DayPlan.objects.create(
        day=day,
        number=1,
        status=PlanStatus.PUBLISHED,
        problem={},
        seed=1,
        limit=1,
        asked_at=at,
        published_at=at,
    )
    places = [
        (buyer, (buyer * 4 + slot * 29) % COMPANIES, slot) for buyer in range(BUYERS) for slot in range(17)
    ]
    taken, kept = set(), []
    for buyer, company, slot in places:
        if not {(company, slot), (buyer, f"c{company}")} & taken:
            taken |= {(company, slot), (buyer, f"c{company}")}
            kept.append((buyer, company, slot))
    pairs = DayPair.objects.bulk_create(
        DayPair(day=day, buyer=buyer_rows[buyer], company=company_rows[company])
        for buyer, company, _slot in kept
    )
    DayMeeting.objects.bulk_create(
        DayMeeting(
            plan=plan,
            pair=pair,
            buyer=pair.buyer,
            company=pair.company,
            buyer_table=1,
            slot=slot,
            table=buyer + 1,
        )
        for pair, (buyer, _company, slot) in zip(pairs, kept, strict=True)
    )
    link.objects.bulk_create(
        link(dayregistration=company_rows[company], need=needs[buyer]) for buyer, company, _slot in kept
    )
    return plan


def test_all_agendas_of_five_hundred_companies(plan, django_assert_max_num_queries, capsys):
    meetings = plan.meetings.count()
    assert meetings > 1900
    started = clock.monotonic()
    with django_assert_max_num_queries(16):
        document = all_agendas_document(plan)
    read = clock.monotonic() - started
    assert len(document["sheets"]) == BUYERS + COMPANIES
    with django_assert_max_num_queries(8):
        assert len(badges_document(plan.day)["badges"]) == 2 * (BUYERS + COMPANIES)
    with django_assert_max_num_queries(9):
        assert sum(len(part["rows"]) for part in wall_document(plan)["parts"]) == 3 * meetings
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), clock.monotonic()
    row = ask_file(plan, by=plan.day.author)
    assert make_file(row.pk) is True
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    row.refresh_from_db()
    processor = spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime
    with capsys.disabled():
        print(
            f"\n{meetings} meetings, {len(document['sheets'])} sheets: read {read:.1f} s, made in"
            f" {clock.monotonic() - started:.1f} s, {processor:.1f} s of processor,"
            f" {spent.ru_maxrss // 1024} MB, {len(row.content) // 1024} kB"
        )
    assert len(PdfReader(io.BytesIO(bytes(row.content))).pages) == BUYERS + COMPANIES
    assert spent.ru_maxrss < 1.5 * GIGABYTE and processor < 20
    assert timezone.now() > row.asked_at
