"""A new version of the engine scores everything beside the one that serves, then takes its place in one step."""

import json
import shutil

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import run_due_jobs
from grandest_portal.core.models import AuditEntry
from needs import actions
from needs.actions import engines
from needs.enums import EngineStatus
from needs.matching import definition as definitions
from needs.matching import figures, knowledge, telling, weights
from needs.matching.knowledge import hash_of, solution_text
from needs.models import EngineVersion, Match, TextVector
from suppliers.models import Solution
from tests.factories import NeedFactory, SolutionFactory
from tests.needs.matching.engines import learnt, refresh_need

pytestmark = pytest.mark.usefixtures("dated_data")

NEXT = "lexical-2"


@pytest.fixture(autouse=True)
def two_versions(monkeypatch, tmp_path):
    """A second version that this machine knows: other weights, under another name."""
    shutil.copy(weights.FOLDER / "lexical-1.json", tmp_path)
    table = json.loads((tmp_path / "lexical-1.json").read_text("utf-8")) | {
        "engine": NEXT,
        "documents": 99_000,
    }
    (tmp_path / f"{NEXT}.json").write_text(json.dumps(table), "utf-8")
    for module in (weights, definitions):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    for cached in (weights.load, definitions.definition):
        cached.cache_clear()
    yield
    for cached in (weights.load, definitions.definition):
        cached.cache_clear()


@pytest.fixture
def scene(db):
    needs = [NeedFactory(published=True) for _each in range(3)]
    for words in ("eau", "fuite", "orgue"):
        SolutionFactory(published=True, novelty=words)
    for need in needs:
        refresh_need(need.pk)
    return needs


def rows(key):
    values = ["need", "solution", "score", "lexical", "terms", "tie_break", "need_hash", "solution_hash"]
    return list(Match.objects.filter(engine=key).order_by("need", "solution").values_list(*values))


def shown(need):
    return set(Match.objects.of_need(need).live().values_list("engine", flat=True))


def test_both_are_kept_up_to_date_and_the_old_one_is_read_until_the_change(scene):
    now, old = timezone.now(), rows("lexical-1")
    actions.prepare_engine(NEXT, now)
    assert actions.score_again(NEXT, now, seconds=0) is False
    assert shown(scene[0]) == {"lexical-1"}
    late = NeedFactory(published=True)
    telling.match_need(late.pk, now, actions.engines_at_work(now))
    assert set(TextVector.objects.filter(need=late).values_list("engine__key", flat=True)) == {
        "lexical-1",
        NEXT,
    }
    assert actions.score_again(NEXT, now) is True
    assert {key for need in [*scene, late] for key in shown(need)} == {NEXT}
    assert len(rows(NEXT)) == len(rows("lexical-1")) > len(old) > 0
    assert [row[3] for row in rows(NEXT)][: len(old)] != [row[3] for row in old]


def test_a_retired_version_leaves_its_line_and_nothing_else(scene):
    now = timezone.now()
    actions.prepare_engine(NEXT, now)
    run_due_jobs()
    run_due_jobs()
    first = EngineVersion.objects.get(key="lexical-1")
    assert (first.status, first.served_until is not None) == (EngineStatus.RETIRED, True)
    assert rows("lexical-1") == [] != rows(NEXT)
    assert not TextVector.objects.filter(engine=first).exists()
    verbs = (
        AuditEntry.objects.filter(verb__startswith="engine.").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["engine.prepared", "engine.retired", "engine.served"]


def test_killed_at_any_moment_it_goes_on_from_the_last_row(scene, monkeypatch):
    """The work is cut off after each call in turn; the rows are those of a work that nobody disturbed."""
    now = timezone.now()
    actions.prepare_engine(NEXT, now)
    actions.score_again(NEXT, now)
    undisturbed = rows(NEXT)
    Match.objects.filter(engine=NEXT).delete()
    EngineVersion.objects.filter(key=NEXT).update(need_cursor=0, solution_cursor=0)
    TextVector.objects.filter(engine__key=NEXT).delete()

    class Killed(BaseException):
        pass

    left, real = [0], engines.move_cursor

    def killed(version, name, pk):
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        return real(version, name, pk)

    monkeypatch.setattr(engines, "move_cursor", killed)
    for allowed in (0, 1, 1, 1, 5):
        left[0] = allowed
        try:
            actions.score_again(NEXT, now)
        except Killed:
            continue
    assert rows(NEXT) == undisturbed != []


def test_the_same_inputs_give_the_same_rows_after_a_rebuild(scene):
    before = rows("lexical-1")
    EngineVersion.objects.update(need_cursor=0, solution_cursor=0)
    TextVector.objects.all().delete()
    Match.objects.all().delete()
    assert actions.score_again("lexical-1", timezone.now()) is True
    assert rows("lexical-1") == before != []


def test_one_serves_and_one_prepares_at_most(db):
    serving = actions.ensure_engine(timezone.now())
    for status in (EngineStatus.SERVING, EngineStatus.PREPARING):
        with pytest.raises(IntegrityError), transaction.atomic():
            for number in range(2):
                EngineVersion.objects.create(
                    key=f"x{number}", status=status, inputs="", created_at=timezone.now()
                )
    with pytest.raises(DomainError):
        actions.prepare_engine(serving.key, timezone.now())


def test_a_portal_with_texts_and_no_version_learns_them(scene):
    """As after an update from a portal that had no versions."""
    EngineVersion.objects.all().delete()
    actions.look_after_engine(timezone.now())
    run_due_jobs()
    assert EngineVersion.objects.get().key == "lexical-1"
    assert TextVector.objects.count() == 6
    assert shown(scene[0]) == {"lexical-1"}


def test_a_version_that_is_wanted_no_more_gives_way(scene, monkeypatch):
    now = timezone.now()
    actions.prepare_engine(NEXT, now)
    actions.look_after_engine(now)
    statuses = dict(EngineVersion.objects.values_list("key", "status"))
    assert statuses == {"lexical-1": EngineStatus.SERVING, NEXT: EngineStatus.RETIRED}
    assert len(learnt().texts.all()) == 6


@pytest.fixture
def rolled_back(scene):
    """The code went back to a state that does not hold the files of the version that serves."""
    for model, name in ((EngineVersion, "key"), (Match, "engine")):
        model.objects.update(**{name: "semantic-9"})
    return scene


def test_a_version_that_the_code_does_not_know_is_shown_until_a_known_one_takes_its_place(rolled_back):
    now, need = timezone.now(), rolled_back[0]
    assert shown(need) == {"semantic-9"}
    assert actions.engines_at_work(now) == []
    telling.match_need(need.pk, now, actions.engines_at_work(now))
    assert actions.score_again("semantic-9", now) is True
    actions.look_after_engine(now)
    assert shown(need) == {"semantic-9"}
    run_due_jobs()
    assert {key for each in rolled_back for key in shown(each)} == {"lexical-1"}
    assert not Match.objects.filter(engine="semantic-9").exists()


def test_the_public_page_says_that_the_version_is_not_known_here(rolled_back, client):
    assert figures.figures_of("semantic-9") is None
    page = client.get(reverse("pages:ranking"))
    assert page.status_code == 200
    assert "Version semantic-9" in page.text and "ne peut plus décrire" in page.text
    assert EngineVersion.objects.get().inputs in page.text


@pytest.mark.parametrize("key", ["figures", "../data/figures", "semantic-1.npz", "lexical-99", ""])
def test_only_files_of_a_version_are_read_as_one(key):
    assert definitions.known(key) is None


EDITED = "Une fuite d'eau trouvée dans la nuit."


@pytest.fixture
def edited_meanwhile(monkeypatch):
    """While the encoder reads the text of `solution`, it is edited, and another worker computes that change."""

    def on(solution, change, computed=telling.match_solution):
        real, done = knowledge.views_of, []

        def slow(texts, engine, **options):
            views = real(texts, engine, **options)
            if not done and any(solution.title in text for text in texts):
                done.append(True)
                change()
                now = timezone.now()
                computed(solution.pk, now, actions.engines_at_work(now))
            return views

        monkeypatch.setattr(knowledge, "views_of", slow)

    return on


def test_a_text_edited_while_a_new_version_reads_it_is_not_lost(scene, edited_meanwhile):
    now, solution = (
        timezone.now(),
        SolutionFactory(published=True, title="Sonde neuve", novelty="fuite d'eau"),
    )
    rows_of = Solution.objects.filter(pk=solution.pk)
    actions.prepare_engine(NEXT, now)
    edited_meanwhile(solution, lambda: rows_of.update(novelty=EDITED))
    assert actions.score_again(NEXT, now) is True
    text = solution_text(rows_of.get())
    assert EDITED in text
    assert TextVector.objects.get(engine__key=NEXT, solution=solution).text_hash == hash_of(text)
    assert {need.pk for need in scene} == set(
        Match.objects.live().filter(solution=solution).values_list("need", flat=True)
    )


def test_a_text_withdrawn_while_a_new_version_reads_it_leaves_nothing(scene, edited_meanwhile):
    now, solution = (
        timezone.now(),
        SolutionFactory(published=True, title="Sonde neuve", novelty="fuite d'eau"),
    )
    actions.prepare_engine(NEXT, now)
    edited_meanwhile(solution, lambda: Solution.objects.filter(pk=solution.pk).update(status="archived"))
    assert actions.score_again(NEXT, now) is True
    assert not TextVector.objects.filter(solution=solution).exists()


def test_control_read_once_the_text_is_lost_under_the_one_before(scene, edited_meanwhile, monkeypatch):
    now, solution = (
        timezone.now(),
        SolutionFactory(published=True, title="Sonde neuve", novelty="fuite d'eau"),
    )
    rows_of = Solution.objects.filter(pk=solution.pk)
    actions.prepare_engine(NEXT, now)
    edited_meanwhile(solution, lambda: rows_of.update(novelty=EDITED))
    monkeypatch.setattr(knowledge, "MOST_TIMES", 1)
    actions.score_again(NEXT, now)
    known = TextVector.objects.get(engine__key=NEXT, solution=solution).text_hash
    assert known != hash_of(solution_text(rows_of.get()))
    assert not Match.objects.live().filter(solution=solution).exists()


def test_what_is_prepared_again_is_no_longer_erased(scene, monkeypatch):
    now = timezone.now()
    actions.prepare_engine(NEXT, now)
    actions.score_again(NEXT, now)
    real, asked = engines.locked, []

    def locked(key):
        """Between two pieces, the version that is being forgotten is wanted again."""
        asked.append(key)
        if len(asked) == 2:
            actions.prepare_engine(key, now)
        return real(key)

    monkeypatch.setattr(engines, "OLD_ROWS", 1)
    monkeypatch.setattr(engines, "locked", locked)
    before = Match.objects.filter(engine="lexical-1").count()
    actions.forget_engine("lexical-1")
    assert Match.objects.filter(engine="lexical-1").count() == before - 1 > 0


def test_a_version_retired_while_it_was_prepared_scores_nothing_more(scene, monkeypatch):
    now = timezone.now()
    actions.prepare_engine(NEXT, now)
    real = engines.refresh_need

    def refreshed(pk, at, version):
        actions.look_after_engine(at)
        return real(pk, at, version)

    monkeypatch.setattr(engines, "refresh_need", refreshed)
    assert actions.score_again(NEXT, now) is True
    assert EngineVersion.objects.get(key=NEXT).status == EngineStatus.RETIRED
    assert Match.objects.filter(engine=NEXT).values("need").distinct().count() == 1
