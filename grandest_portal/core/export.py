"""What a person receives of their data: one JSON text, a French explanation, and their files, in a ZIP.

The archive is built in the request, in a temporary file that leaves the disk with the response: no copy of
somebody's data waits on the server for a link that others could find.
"""

import json
import shutil
import tempfile
import zipfile
from contextlib import ExitStack
from pathlib import PurePosixPath

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from grandest_portal.core.personal import records

FORMAT = "rencontre-grand-est/donnees-personnelles/1"
IN_MEMORY = 2_000_000
BATCH = 2000


def export_of(user, *, at):
    """{"format", "produit_le", "donnees": {key: [rows]}}: every table that holds something to give, [] included."""
    given = [record for record in records() if record.exported]
    return {
        "format": FORMAT,
        "produit_le": at.isoformat(),
        "donnees": {record.key: rows_of(record, user) for record in given},
    }


def rows_of(record, user):
    rows = record.rows(user).order_by("pk").values(*record.exported)
    return [record.softened(row) if record.softened else row for row in rows.iterator(chunk_size=BATCH)]


def files_of(user):
    """(name in the archive, stored file) of the person's files."""
    for record in records():
        for name in record.files:
            for row in record.rows(user).order_by("pk").iterator(chunk_size=BATCH):
                stored = getattr(row, name)
                if stored:
                    yield f"fichiers/{record.key}/{row.pk}-{PurePosixPath(stored.name).name}", stored


def readme(explanation):
    """The French text of the archive: what each list is, its columns under their names in the portal."""
    lines = [explanation, ""]
    for record in records():
        if record.exported:
            lines += [f"{record.key} : {record.label}", *column_lines(record), ""]
    return "\n".join(lines)


def column_lines(record):
    model = apps.get_model(record.model)
    withheld = [f"  ({name} : non communiqué, {why})" for name, why in record.withheld.items()]
    return [f"  - {name} : {column_words(model, name)}" for name in record.exported] + withheld


def column_words(model, path):
    """The French name of a column, with those of the tables on its way: « rendez-vous, besoin : titre »."""
    words, field = [], None
    for part in path.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        words.append(_("numéro") if part == "pk" else str(field.verbose_name))
        model = field.related_model or model
    *tables, column = words
    return f"{', '.join(tables)} : {column}" if tables else column


def write_archive(user, *, at, explanation):
    """An open temporary file, at its beginning, that holds the ZIP; the caller closes it."""
    with ExitStack() as unless_finished:
        file = unless_finished.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("LISEZMOI.txt", readme(explanation))
            text = json.dumps(export_of(user, at=at), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
            archive.writestr("donnees.json", text)
            for name, stored in files_of(user):
                with stored.open("rb") as content, archive.open(name, "w") as target:
                    shutil.copyfileobj(content, target)
        file.seek(0)
        unless_finished.pop_all()
    return file
