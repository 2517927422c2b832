"""What an engine version is made of: committed files, never changed once they have served.

data/<key>.json names the version's table of term weights, its adaptation of the encoder and its constants.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache

from needs.matching.encoder import is_installed
from needs.matching.weights import FOLDER, Weights, load

LEXICAL = "lexical-1"
SEMANTIC = "semantic-2"
# Other files lie beside those of the versions.
KEY = re.compile(r"(lexical|semantic)-[0-9]+")


@dataclass(frozen=True)
class Definition:
    """`inputs` is the SHA-256 of all the frozen files of the version.

    A semantic version brings the closeness, cosine + lexical_weight × what lexical exceeds lexical_floor by, to a score
    along `scale`: points (closeness, score), both rising, with straight lines between them.
    """

    key: str
    weights: Weights
    inputs: str
    semantic: bool = False
    adaptation: str = ""
    lexical_weight: float = 0.0
    lexical_floor: float = 0.0
    scale: tuple[tuple[float, float], ...] = ()
    sources: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def definition(key: str) -> Definition:
    """The committed definition of a version; FileNotFoundError for a version that the code no longer holds."""
    if not KEY.fullmatch(key):
        raise FileNotFoundError(key)
    if key.startswith("lexical-"):
        return Definition(key, load(key), digest_of(f"{key}.json"))
    raw = json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    files = [f"{key}.json", f"{raw['weights']}.json", *filter(None, [raw["adaptation"]])]
    return Definition(
        key,
        load(raw["weights"]),
        digest_of(*files),
        semantic=True,
        adaptation=raw["adaptation"],
        lexical_weight=raw["lexical_weight"],
        lexical_floor=raw.get("lexical_floor", 0.0),
        scale=tuple((closeness, score) for closeness, score in raw["scale"]),
        sources=tuple(raw["sources"]),
    )


def known(key: str) -> Definition | None:
    """The definition of a version, or None when the code is older than what the database holds."""
    try:
        return definition(key)
    except FileNotFoundError:
        return None


def digest_of(*names):
    digest = hashlib.sha256()
    for name in names:
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()


def newest() -> str:
    """The version that this machine can serve: the words alone where the encoder is absent."""
    return SEMANTIC if is_installed() else LEXICAL
