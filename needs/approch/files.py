"""The three shapes in which the records come: one record, a list, or the answer of the data platform."""

import json
from pathlib import Path

LARGEST_FILE = 200_000_000
LONGEST_NUMBER = 30


class FileError(ValueError):
    """Why a whole file cannot be read, in French."""


def read_file(path: Path) -> list:
    """The decoded records of a JSON file, in order; FileError when it is not one of the three shapes."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileError(f"{path.name} dépasse {LARGEST_FILE // 1_000_000} Mo")
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} ne se lit pas : {error.strerror}") from None
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_int=whole_number)
    except UnicodeDecodeError:
        raise FileError(f"{path.name} n'est pas en UTF-8") from None
    except json.JSONDecodeError as error:
        raise FileError(f"{path.name}, ligne {error.lineno} : JSON mal formé ({error.msg})") from None
    except RecursionError:
        raise FileError(f"{path.name} : JSON trop imbriqué") from None
    return records_of(value)


def whole_number(digits):
    """An int, or its digits as text when it is so long that reading it as a number would be refused."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


def records_of(value):
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and "results" in value:
        if not isinstance(value["results"], list):
            raise FileError("« results » doit être une liste")
        return value["results"]
    return [value]
