"""Sheets that resemble one another and companies registered twice: shown to the moderator, never refused."""

import json
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from grandest_portal.reference.models import Parameter
from suppliers import actions
from suppliers.duplicates import MOST_ALIKE, alike, same_legal_unit, siren_of
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import CompanyFactory, UserFactory
from tests.suppliers.helpers import solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]

SIRET, SIBLING, VAT = "73282932000074", "73282932000082", "FR44732829320"
TEXTS = {
    "title": "Cabine de téléconsultation itinérante",
    "problem_solved": "Dans les villages sans médecin, les habitants âgés renoncent aux soins faute de transport.",
    "description": "Une cabine tractée s'installe sur la place deux heures par semaine ; une infirmière accueille.",
}
OTHER = {
    "title": "Peinture thermique pour toitures",
    "problem_solved": "Les gymnases deviennent inutilisables dès que la chaleur dépasse trente degrés.",
    "description": "Un enduit clair renvoie le rayonnement du soleil et fait baisser la température du toit.",
}


def now():
    return timezone.localdate()


def french(identifier, kind="siret"):
    return CompanyFactory(
        organisation__country="FR",
        organisation__identifier_kind=kind,
        organisation__identifier=identifier,
        organisation__verified_at=timezone.now(),
    )


def test_near_same_texts_are_found_whoever_sent_them():
    sent = solution_in(SolutionStatus.SUBMITTED, **TEXTS)
    changed = TEXTS | {"title": "Cabine de téléconsultation mobile"}
    copy = solution_in(SolutionStatus.PUBLISHED, **changed)
    own = solution_in(SolutionStatus.ARCHIVED, company=sent.company, **TEXTS)
    solution_in(SolutionStatus.PUBLISHED, **OTHER)
    found = alike(sent, now())
    assert [row.pk for row in found] == [own.pk, copy.pk]
    assert found[0].resemblance == 1 and 0.8 < found[1].resemblance < 1


def test_drafts_are_nobody_elses_business():
    sent = solution_in(SolutionStatus.SUBMITTED, **TEXTS)
    solution_in(SolutionStatus.DRAFT, **TEXTS)
    assert alike(sent, now()) == []


def test_threshold_is_dated_data():
    sent = solution_in(SolutionStatus.SUBMITTED, **TEXTS)
    solution_in(SolutionStatus.PUBLISHED, **TEXTS | {"problem_solved": OTHER["problem_solved"]})
    assert len(alike(sent, now())) == 1
    Parameter.objects.filter(key="solution_likeness_min").update(value=0.95)
    assert alike(sent, now()) == []


def test_a_text_of_two_words_resembles_nothing():
    sent = solution_in(SolutionStatus.SUBMITTED, title="Deux mots", problem_solved="", description="")
    solution_in(SolutionStatus.SUBMITTED, title="Deux mots", problem_solved="", description="")
    assert alike(sent, now()) == []


def test_same_siren_is_found_by_siret_and_vat_number():
    first, sibling, taxed = french(SIRET), french(SIBLING), french(VAT, "vat")
    french("55210055400021")
    solution_in(SolutionStatus.SUBMITTED, company=sibling)
    solution_in(SolutionStatus.DRAFT, company=sibling)
    assert {(row.pk, row.sheets) for row in same_legal_unit(first)} == {(sibling.pk, 1), (taxed.pk, 0)}
    assert {row.pk for row in same_legal_unit(taxed)} == {first.pk, sibling.pk}
    foreign = CompanyFactory()
    assert (siren_of(foreign.organisation), same_legal_unit(foreign)) == ("", [])


def test_desk_shows_both_side_by_side_and_refuses_nothing(client):
    moderator = UserFactory(moderator=True)
    sent = solution_in(SolutionStatus.SUBMITTED, company=french(SIRET), **TEXTS)
    copy = solution_in(
        SolutionStatus.PUBLISHED, company=french(SIBLING), **TEXTS | {"novelty": "Elle roule."}
    )
    client.force_login(moderator)
    page = client.get(f"/admin/suppliers/solution/{sent.pk}/change/").text
    url = f"/admin/suppliers/solution/{sent.pk}/comparer/{copy.pk}/"
    assert "Peut-être en double" in page and url in page and "Même SIREN" in page
    compared = client.get(url).text
    assert "la même réponse" in compared and "Elle roule." in compared and "<del>" in compared
    actions.publish_solution(sent, by=moderator)
    assert Solution.objects.published().count() == 2


def test_comparison_shows_no_draft(client):
    sent, draft = solution_in(SolutionStatus.SUBMITTED), solution_in(SolutionStatus.DRAFT)
    client.force_login(UserFactory(moderator=True))
    for path in (
        f"{sent.pk}/comparer/{draft.pk}",
        f"{draft.pk}/comparer/{sent.pk}",
        f"{sent.pk}/comparer/999",
    ):
        assert client.get(f"/admin/suppliers/solution/{path}/").status_code == 404


def seed(count):
    """Sheets made of the words of the demonstration, drawn at random: few runs of three words come twice."""
    rows = [
        row
        for path in sorted(Path("grandest_portal/demo/data").glob("solutions_*.json"))
        for row in json.loads(path.read_text("utf-8"))
    ]
    words = [word for row in rows for word in f"{row['problem_solved']} {row['description']}".split()]
    draw, company = Random(7), CompanyFactory()

    def text(length):
        return " ".join(draw.choices(words, k=length))

    made = [
        Solution(
            company=company,
            title=f"{draw.choice(rows)['title'][:100]} {number}",
            problem_solved=text(45),
            description=text(60),
            status=SolutionStatus.PUBLISHED,
            published_at=timezone.now(),
        )
        for number in range(count)
    ]
    Solution.objects.bulk_create(made, batch_size=250)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE suppliers_solution")
    return made


@pytest.mark.slow
def test_ten_thousand_sheets_are_searched_by_index_and_bounded(capsys):
    copied = seed(10_000)[5000]
    texts = {name: getattr(copied, name) for name in ("title", "problem_solved")}
    sent = solution_in(SolutionStatus.SUBMITTED, description=copied.description[:-30], **texts)
    started = perf_counter()
    with CaptureQueriesContext(connection) as queries:
        found = alike(sent, now())
    spent = 1000 * (perf_counter() - started)
    with capsys.disabled():
        print(f"\nnear-same among 10 000 sheets: {spent:.0f} ms, {len(queries)} queries")
    assert found[0].pk == copied.pk and len(found) <= MOST_ALIKE
    assert len(queries) == 5
    sharing = next(each["sql"] for each in queries.captured_queries if "&&" in each["sql"])
    with connection.cursor() as cursor:
        # The index can answer it; whether it is the cheaper way hangs on the sample that statistics are made of.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sharing}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "suppliers_solution_shingles" in plan
    assert spent < 3000
