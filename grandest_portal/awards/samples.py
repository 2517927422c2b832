"""The committed sample of real awards (`data/README.md` says its source and its licence)."""

from pathlib import Path

SAMPLES = sorted((Path(__file__).parent / "data").glob("*.csv"))
