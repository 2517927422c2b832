"""`./run bench`: its ratios, and a small bench from end to end."""

import json
from datetime import UTC, datetime

import pytest

from grandest_portal.development import bench
from grandest_portal.development.bench.report import summary, table
from grandest_portal.development.places import Refusal

FIGURES = {"database_ms": 1.0, "first_byte_ms": 1.0, "raw_ms": 1.0, "bytes": 10, "status": 200, "load": 1.0}


def measured(page, size, cpu, queries=7, rows=0):
    return FIGURES | {
        "page": page,
        "size": size,
        "cpu_ms": cpu,
        "wall_ms": cpu * 2,
        "queries": queries,
        "rows": rows,
    }


@pytest.fixture
def results():
    rows = [measured("bonjour", size, 2.0, 0) for size in (100, 1000)]
    rows += [measured("liste", 100, cpu) for cpu in (10.0, 12.0, 50.0)]
    rows += [measured("liste", 1000, 18.0, queries=8)]
    rows += [measured("export CSV", 100, 10.0, rows=10), measured("export CSV", 1000, 50.0, rows=100)]
    return summary(rows, 3, 1, datetime(2026, 1, 1, tzinfo=UTC))


def test_medians_and_the_hello_page_make_the_ratios(results):
    assert results["pages"]["liste"]["100"]["cpu_ms"] == 12.0
    assert results["pages"]["liste"]["100"]["against_hello"] == 6.0
    assert results["growth"]["liste"] == {"cpu": 1.5, "wall": 1.5, "same_queries": False, "per_row": False}


def test_files_are_compared_per_row(results):
    assert results["growth"]["export CSV"]["cpu"] == 0.5
    assert "0.50 per row" in table(results)


@pytest.mark.parametrize("arguments", [["--needs", "3"], ["--rounds", "0"], ["--requests", "0"]])
def test_a_bench_of_nothing_is_refused(arguments):
    with pytest.raises(Refusal):
        bench.main(arguments)


@pytest.mark.slow
def test_a_small_bench_measures_every_page(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert bench.main(["--needs", "200", "--rounds", "1", "--requests", "1", "--output", str(tmp_path)]) == 0
    results = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert {figures["status"] for page in results["pages"].values() for figures in page.values()} == {200}
    assert set(results["pages"]) >= {
        "bonjour",
        "liste",
        "export CSV",
        "export XLSX",
        "flux Atom",
        "mes besoins",
    }
    assert results["pages"]["liste"]["200"]["queries"] <= 8
    assert (tmp_path / "bench.md").read_text(encoding="utf-8").startswith("| page |")
