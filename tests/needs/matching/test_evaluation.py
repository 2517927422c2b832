"""A folder of texts is ranked and measured with the engine that serves; a broken one is refused with a sentence."""

import json
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from needs.matching.evaluation import interval, measures, rankings, read_folder
from tests.needs.matching.engines import WORDS

NEEDS = {
    "n1": "Repérer les fuites d'eau des écoles",
    "n2": "Éclairer les rues seulement quand quelqu'un passe",
}
SOLUTIONS = {
    "s1": "Capteur acoustique qui entend les fuites dans les conduites d'eau",
    "s2": "Luminaires qui s'allument quand une personne passe dans la rue",
    "s3": "Logiciel de paie",
}


def written(folder, needs=NEEDS, solutions=SOLUTIONS, judged=(("n1", "s1", 1), ("n2", "s2", 1))):
    (folder / "qrels").mkdir()
    for name, texts in (("queries", needs), ("corpus", solutions)):
        rows = (json.dumps({"_id": key, "text": text}, ensure_ascii=False) for key, text in texts.items())
        (folder / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in judged)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_run_holds_each_answer_once_best_first(tmp_path):
    run = tmp_path / "run.txt"
    call_command("rank", written(tmp_path), output=str(run), depth=2)
    lines = [line.split() for line in run.read_text().splitlines()]
    assert [(line[0], line[1], line[2], line[3]) for line in lines[::2]] == [
        ("n1", "Q0", "s1", "1"),
        ("n2", "Q0", "s2", "1"),
    ]
    assert len(lines) == 4 and all(float(a[4]) >= float(b[4]) for a, b in pairwise(lines) if a[0] == b[0])


def test_order_of_the_files_changes_nothing(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    turned = dict(reversed(SOLUTIONS.items()))
    first = dict(rankings(read_folder(written(tmp_path / "one")), WORDS))
    second = dict(rankings(read_folder(written(tmp_path / "two", solutions=turned)), WORDS))
    assert first == second


def test_command_prints_each_measure_with_its_interval(tmp_path, capsys):
    call_command("evaluate_matching", written(tmp_path))
    text = capsys.readouterr().out
    assert "2 requêtes jugées, 3 textes" in text
    for name in ("nDCG@10", "recall@10", "MRR"):
        assert f"{name:<10} 1.000  [1.000 ; 1.000]" in text


def test_measures_of_a_known_ranking():
    """Right answers at places 2 and 4 of 4, of three judged: gains 1/log2(3) + 1/log2(5)."""
    ndcg, recall, reciprocal = measures(
        [("a", 0.9), ("b", 0.8), ("c", 0.7), ("d", 0.6)], {"b": 1, "d": 1, "z": 1}
    )
    assert ndcg == pytest.approx((0.63093 + 0.43068) / (1 + 0.63093 + 0.5), abs=1e-5)
    assert (recall, reciprocal) == (pytest.approx(2 / 3), 0.5)
    assert measures([("a", 0.9)], {"b": 1}) == (0.0, 0.0, 0.0)


def test_interval_is_the_same_each_time_and_holds_the_mean():
    values = [0.0, 1.0, 1.0, 0.5, 0.0, 1.0]
    mean, low, high = interval(values)
    assert interval(values) == (mean, low, high)
    assert mean == pytest.approx(3.5 / 6)
    assert low < mean < high
    assert interval([1.0] * 5) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", None, "Il manque corpus.jsonl"),
        ("queries.jsonl", '{"_id": "n1"}', "queries.jsonl, ligne 1"),
        ("queries.jsonl", "pas du JSON", "queries.jsonl, ligne 1"),
        ("corpus.jsonl", '{"_id": "a", "text": "x"}\n{"_id": "a", "text": "y"}', "« a » y est déjà"),
        ("qrels/test.tsv", "titre\nn1\ts1", "qrels/test.tsv, ligne 2"),
        ("qrels/test.tsv", "titre\ninconnu\ts1\t1", "Aucune requête de ce dossier n'est jugée"),
        ("qrels/test.tsv", "titre\nn1\ts1\t1\nn1\ts1\t0", "qrels/test.tsv, ligne 3 : cette paire y est déjà"),
        ("qrels/test.tsv", f"titre\nn1\ts1\t1{'0' * 400}", "qrels/test.tsv, ligne 2"),
        ("qrels/test.tsv", f"titre\n{'n' * 200_000}", "qrels/test.tsv, ligne 2"),
        ("corpus.jsonl", "", "corpus.jsonl ne contient aucun texte"),
        ("queries.jsonl", "\n\n", "queries.jsonl ne contient aucun texte"),
        ("queries.jsonl", '{"_id": "n1", "text": "\\ud800"}', "queries.jsonl, ligne 1"),
        ("queries.jsonl", "[" * 100_000, "queries.jsonl, ligne 1"),
        ("queries.jsonl", '{"_id": "n 1", "text": "eau"}', "« _id » est vide ou contient une espace"),
        ("queries.jsonl", '["_id", "text"]', "queries.jsonl, ligne 1"),
        ("queries.jsonl", '{"_id": "n1", "text": 3}', "queries.jsonl, ligne 1"),
    ],
    ids=lambda value: str(value)[:30].replace("\n", " "),
)
def test_broken_folder_is_refused_with_a_sentence(tmp_path, name, content, said):
    written(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("evaluate_matching", tmp_path)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_another_encoding_and_a_folder_in_place_of_a_file_are_refused(tmp_path, name):
    path = written(tmp_path) / name
    path.write_bytes("première\nligne : été".encode("latin-1"))
    with pytest.raises(CommandError, match=f"{name}, ligne 1 : ce fichier doit être en UTF-8"):
        call_command("evaluate_matching", tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(CommandError, match=f"{name} ne se lit pas"):
        call_command("evaluate_matching", tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="Ce dossier n'existe pas"):
        call_command("evaluate_matching", tmp_path / "ailleurs")


def test_separators_inside_a_text_and_the_mark_of_some_tools_are_read(tmp_path):
    needs = {"n1": "Repérer les fuites\u2028d'eau\x85des écoles\x0c", "n2": NEEDS["n2"]}
    folder = written(tmp_path, needs=needs)
    for name in ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    read = read_folder(folder)
    assert read.queries == needs and read.judged == {"n1": {"s1": 1}, "n2": {"s2": 1}}


def test_judgements_without_a_heading_lose_no_line(tmp_path):
    (written(tmp_path) / "qrels" / "test.tsv").write_text("n1\ts1\t1\nn2\ts2\t1", encoding="utf-8")
    assert set(read_folder(tmp_path).judged) == {"n1", "n2"}


@pytest.mark.parametrize("name", ["../figures", "figures", "semantic-1.npz", "lexical-99"])
def test_only_versions_are_ranked_with(tmp_path, name):
    with pytest.raises(CommandError, match="Il n'y a pas de version"):
        call_command("rank", written(tmp_path), output=str(tmp_path / "run.txt"), engine=name)


def test_what_cannot_be_written_is_refused_before_the_work(tmp_path):
    written(tmp_path)
    for output in (tmp_path, tmp_path / "absent" / "run.txt"):
        with pytest.raises(CommandError, match="ne peut pas être écrit"):
            call_command("rank", tmp_path, output=str(output))
    with pytest.raises(CommandError, match="--depth"):
        call_command("rank", tmp_path, output=str(tmp_path / "run.txt"), depth=-1)
    assert not (tmp_path / "run.txt").exists()
