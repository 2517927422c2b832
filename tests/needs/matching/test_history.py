"""A ranking of the past is computed again from what is kept, whatever happened since."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from grandest_portal.core.models import TextVersion
from grandest_portal.reference.models import Territory
from needs.actions import amend_need, ensure_engine, freeze_shortlist, publish_need
from needs.enums import EngineStatus
from needs.matching.definition import LEXICAL
from needs.matching.history import NotKnown, ranking_at
from needs.models import EngineVersion, Match, Need, Shortlist
from needs.shortlists.content import compare_with
from needs.shortlists.selection import Choice
from suppliers.actions import amend_solution, archive_solution, publish_solution
from suppliers.models import Solution
from tests.factories import NeedFactory
from tests.needs.matching.engines import refresh_need
from tests.suppliers.helpers import code, solution_in

NOVELTIES = [
    "fuite d'eau dans les écoles, prévenus le jour même",
    "compteurs d'eau relevés la nuit",
    "relever les compteurs d'eau",
    "eau",
]


def published_solution(novelty):
    made = solution_in("submitted", title=f"Mesure : {novelty}", novelty=novelty)
    return publish_solution(made, by=None)


@pytest.fixture
def past(agent, dated_data):
    """(need, the list frozen from its matches), both made through the actions that people use."""
    ensure_engine(timezone.now())
    need = NeedFactory(submitted=True, buyer=agent.buyer, author=agent, contact_role="Service de l'eau")
    need.cpv.add(code())
    need.territories.add(Territory.objects.create(kind="region", code="44", name="Grand Est"))
    before = timezone.now()
    publish_need(need, by=None)
    for novelty in NOVELTIES:
        published_solution(novelty)
    refresh_need(need.pk)
    need.refresh_from_db()
    need.before = before
    return need, freeze_shortlist(need, Choice(), criterion="Toutes, dans l'ordre du classement.", by=agent)


def change_everything(need, agent):
    """One sheet is amended, one archived, one comes; the need itself says something else."""
    first, second, *_others = Solution.objects.order_by("pk")
    amend_solution(first, data={"novelty": "Une messagerie pour les conducteurs de cars."}, by=None)
    archive_solution(second, by=None)
    published_solution("fuite d'eau dans les écoles : prévenus le jour même, compteurs relevés la nuit")
    amend_need(need, data={"expected_result": "Des conducteurs de cars prévenus à temps."}, by=agent)
    refresh_need(need.pk)


def test_what_was_frozen_is_found_again_after_everything_changed(past, agent):
    need, frozen = past
    assert frozen.matched == len(NOVELTIES)
    change_everything(need, agent)
    found = ranking_at(need.pk, frozen.frozen_at)
    assert compare_with(frozen, found) == []
    assert [row.rank for row in found.rows] == [1, 2, 3, 4]
    now = ranking_at(need.pk, timezone.now())
    stored = Match.objects.of_need(need).live().values_list("solution_id", "score")
    assert [(row.solution, row.score) for row in now.rows] == list(stored)
    assert {row.solution for row in now.rows} != {row.solution for row in found.rows}
    assert now.need_hash != found.need_hash


def test_the_comparison_sees_what_differs(past, agent):
    need, frozen = past
    change_everything(need, agent)
    differences = " ".join(compare_with(frozen, ranking_at(need.pk, timezone.now())))
    assert "Le texte du besoin diffère." in differences
    assert "Les lignes diffèrent" in differences


def test_another_version_serves_today(past):
    need, frozen = past
    now = timezone.now()
    EngineVersion.objects.filter(key=LEXICAL).update(status=EngineStatus.RETIRED, served_until=now)
    EngineVersion.objects.create(
        key="lexical-9", status=EngineStatus.SERVING, inputs="0" * 64, created_at=now, served_from=now
    )
    assert compare_with(frozen, ranking_at(need.pk, frozen.frozen_at)) == []
    with pytest.raises(NotKnown, match="lexical-9"):
        ranking_at(need.pk, timezone.now())


def test_frozen_data_that_changed_are_said(past):
    need, frozen = past
    EngineVersion.objects.update(inputs="0" * 64)
    with pytest.raises(NotKnown, match="ont changé"):
        ranking_at(need.pk, frozen.frozen_at)


def test_before_its_publication_a_need_had_no_ranking(past):
    need, _frozen = past
    with pytest.raises(NotKnown, match="n'était pas ouvert"):
        ranking_at(need.pk, need.before)


def test_before_the_engine_nothing_can_be_told(past):
    need, _frozen = past
    EngineVersion.objects.update(served_from=timezone.now())
    with pytest.raises(NotKnown, match="Aucune version"):
        ranking_at(need.pk, need.before)


def test_a_text_erased_since_is_named_and_not_guessed(past):
    need, frozen = past
    gone = frozen.entries.get(rank=1).solution_number
    TextVersion.objects.filter(kind="suppliers.solution", object_pk=gone).delete()
    found = ranking_at(need.pk, frozen.frozen_at)
    assert found.erased == [gone]
    assert any(f"S-{gone}" in sentence for sentence in compare_with(frozen, found))


def test_the_command_writes_the_ranking_and_compares_it(past, agent, tmp_path, capsys):
    need, frozen = past
    change_everything(need, agent)
    file = tmp_path / "classement.json"
    call_command("rank_as_of", str(need.pk), "--list", "1", "--output", str(file))
    said = capsys.readouterr().out
    assert "La liste courte n° 1 dit la même chose, ligne par ligne." in said
    written = json.loads(file.read_text("utf-8"))
    assert [row["solution"] for row in written["rows"]] == list(
        frozen.entries.order_by("rank").values_list("solution_number", flat=True)
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--list", "7"], "n'existe pas"),
        (["--at", "hier"], "n'est pas un moment"),
        (["--at", "2001-01-01T00:00"], "Aucune version du moteur"),
        (["--at", "0001-01-01T00:00"], "n'est pas un moment"),
        (["--at", "9999-12-31T23:59:59-12:00"], "n'est pas un moment"),
        (["--list", "0"], "Cette liste courte n'existe pas"),
        (["--list", "1", "--output", "/absent/liste.json"], "ne peut pas être écrit"),
    ],
)
def test_the_command_says_what_it_cannot_do(past, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("rank_as_of", str(past[0].pk), *arguments)


def test_the_command_fails_when_a_list_differs(past):
    need, _frozen = past
    TextVersion.objects.filter(kind="needs.need", object_pk=need.pk).update(
        content=TextVersion.objects.get(kind="needs.need", object_pk=need.pk, public=True).content
        | {"title": "Un autre titre"}
    )
    with pytest.raises(CommandError, match="Le texte du besoin diffère"):
        call_command("rank_as_of", str(need.pk), "--list", "1")


def test_nothing_here_writes(past, django_assert_max_num_queries):
    need, frozen = past
    counts = (Need.objects.count(), Match.objects.count(), Shortlist.objects.count())
    with django_assert_max_num_queries(15) as asked:
        ranking_at(need.pk, frozen.frozen_at)
    assert not [query for query in asked if not query["sql"].startswith("SELECT")]
    assert counts == (Need.objects.count(), Match.objects.count(), Shortlist.objects.count())
