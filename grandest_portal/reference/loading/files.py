"""Reading of data files, so that a fault is told with its file, its line and its reason."""

import csv
import hashlib
import io
import json
from datetime import date
from decimal import Decimal, InvalidOperation


class DataFileError(ValueError):
    """« cpv.csv, ligne 12 : … »"""

    def __init__(self, name, line, reason):
        super().__init__(f"{name}, ligne {line} : {reason}")


class Row(dict):
    """One line of a file, which knows where it stands; `fail` refuses it."""

    def __init__(self, name, line, values):
        super().__init__(values)
        self.name = name
        self.line = line

    def fail(self, reason):
        raise DataFileError(self.name, self.line, reason)

    def matching(self, column, pattern, meaning):
        """The column's text, refused unless it fully matches the compiled `pattern`."""
        if not pattern.fullmatch(self[column]):
            self.fail(f"{column} « {self[column]} » n'est pas {meaning}")
        return self[column]

    def short_text(self, column, longest):
        text = self[column].strip()
        if not 0 < len(text) <= longest:
            self.fail(f"{column} doit compter de 1 à {longest} caractères, et non {len(text)}")
        return text

    def whole_number(self, column):
        if not (self[column].isascii() and self[column].isdigit()):
            self.fail(f"{column} « {self[column]} » n'est pas un nombre entier")
        return int(self[column])

    def date(self, column):
        try:
            return date.fromisoformat(self[column])
        except (TypeError, ValueError):
            self.fail(f"{column} « {self[column]} » n'est pas une date AAAA-MM-JJ")

    def decimal(self, column):
        try:
            return Decimal(str(self[column]))
        except InvalidOperation:
            self.fail(f"{column} « {self[column]} » n'est pas un nombre")

    def one_of(self, column, known, where):
        """What `known` (a dict) holds under the column's text, refused when absent."""
        if self[column] not in known:
            self.fail(f"{column} « {self[column]} » est absent de {where}")
        return known[self[column]]


def read_bytes(path):
    if not path.is_file():
        raise DataFileError(path.name, 0, "le fichier est absent")
    return path.read_bytes()


def checksum(path, version):
    """SHA-256 of the file and of the `version` of the program that reads it."""
    return hashlib.sha256(b"%d\n" % version + read_bytes(path)).hexdigest()


def read_text(path):
    content = read_bytes(path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataFileError(path.name, line, "le texte n'est pas en UTF-8") from None
    if "\x00" in text:
        raise DataFileError(
            path.name, text[: text.index("\x00")].count("\n") + 1, "le texte contient un octet nul"
        )
    return text


def read_csv(path, columns):
    """Rows of a comma-separated file whose header is exactly `columns`; the first column is unique."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    rows, seen = [], set()
    try:
        header = next(reader, [])
        if header != columns:
            raise DataFileError(path.name, 1, f"l'en-tête attendu est « {','.join(columns)} »")
        for values in reader:
            if len(values) != len(columns):
                raise DataFileError(
                    path.name, reader.line_num, f"{len(values)} colonnes au lieu de {len(columns)}"
                )
            if values[0] in seen:
                raise DataFileError(
                    path.name, reader.line_num, f"{columns[0]} « {values[0]} » figure deux fois"
                )
            seen.add(values[0])
            rows.append(Row(path.name, reader.line_num, zip(columns, values, strict=True)))
    except csv.Error as error:
        raise DataFileError(path.name, reader.line_num, f"CSV mal formé ({error})") from None
    return rows


def read_json(
    path, required, optional, *, identity=("key", "starts_on"), twice="figure deux fois à la même date"
):
    """Rows of a JSON array of objects: every `required` key, no other than those of `optional` (defaults).

    No two rows share their `identity` columns; `twice` says so.
    """
    rows, seen = [], set()
    for line, value in json_items(path.name, read_text(path)):
        if not isinstance(value, dict):
            raise DataFileError(path.name, line, "un objet { … } est attendu")
        faults = [f"clé absente « {key} »" for key in required if key not in value]
        faults += [f"clé inconnue « {key} »" for key in value if key not in {*required, *optional}]
        if faults:
            raise DataFileError(path.name, line, ", ".join(faults))
        row = Row(path.name, line, {**optional, **value})
        if not isinstance(row["key"], str) or not row["key"]:
            row.fail("« key » doit être un texte")
        place = tuple(row[column] for column in identity)
        if place in seen:
            row.fail(f"« {row['key']} » {twice}")
        seen.add(place)
        rows.append(row)
    return rows


def json_items(name, text):
    """(line, value) of each item of a JSON array: the standard reader forgets the lines."""
    decoder = json.JSONDecoder()
    place, items = skip_blank(text, 0), []

    def refuse(at, reason):
        raise DataFileError(name, text.count("\n", 0, at) + 1, reason)

    if text[place : place + 1] != "[":
        refuse(place, "le fichier doit commencer par « [ »")
    place = skip_blank(text, place + 1)
    while text[place : place + 1] != "]":
        try:
            value, end = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            refuse(error.pos, f"JSON mal formé ({error.msg})")
        items.append((text.count("\n", 0, place) + 1, value))
        place = skip_blank(text, end)
        if text[place : place + 1] == ",":
            place = skip_blank(text, place + 1)
        elif text[place : place + 1] != "]":
            refuse(place, "« , » ou « ] » est attendu")
    return items


def skip_blank(text, place):
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place
