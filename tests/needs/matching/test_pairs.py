"""The pairs written to try an engine on meaning alone share hardly a word, and none comes twice."""

from pathlib import Path

from grandest_portal.core.stems import stems_of

PAIRS = Path(__file__).parent / "data" / "pairs.tsv"


def pairs():
    return [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def test_a_need_and_its_solution_share_one_stem_at_most():
    shared = {row[0]: set(stems_of(row[1])) & set(stems_of(row[4])) for row in pairs()}
    assert {key: stems for key, stems in shared.items() if len(stems) > 1} == {}
    assert sum(bool(stems) for stems in shared.values()) <= len(shared) // 5


def test_each_pair_stands_once_in_five_columns():
    rows = pairs()
    assert len(rows) >= 60 and {len(row) for row in rows} == {5}
    for column in range(5):
        texts = [row[column] for row in rows]
        assert len(set(texts)) == len(texts) and all(texts)
    assert all(8 <= len(row[place].split()) <= 22 for row in rows for place in (1, 4))
