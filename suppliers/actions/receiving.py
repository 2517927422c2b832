"""A file of solutions arrives from a partner and is read line by line: nothing is imported yet.

Reading is a job that goes piece by piece: killed in between, it goes on after the last piece that was kept.
"""

import hashlib
import logging
from itertools import islice

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.models import Organisation, Partner
from grandest_portal.attachments.limits import limits_on
from grandest_portal.core.audit import record
from grandest_portal.core.dates import date_words
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.archives import damaged
from grandest_portal.core.files.names import clean_name, extension_of
from grandest_portal.core.files.safety import examine, family_of
from grandest_portal.core.files.storage import random_name
from grandest_portal.core.files.tables import READERS, not_a_table
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from grandest_portal.reference.models import Parameter
from suppliers.enums import IMPORT_TRANSITIONS, ImportStatus, LineResult, OriginStatus
from suppliers.import_columns import COLUMNS, COMMENT, LineReader, places_of, problem
from suppliers.models import ImportLine, Origin, SolutionImport, import_files

logger = logging.getLogger(__name__)
PIECE = 200
LINES_PER_JOB = 2000
MILLION = 1_000_000
# What says nothing of the file: the job comes back later.
PASSING = (OperationalError, InterfaceError, OSError, MemoryError, SoftTimeLimitExceeded)
CHANGED_SINCE = gettext_lazy(
    "L'entreprise a modifié cette fiche depuis votre import : son texte n'est pas remplacé. Elle seule le change "
    "maintenant."
)
LIVE = (ImportStatus.READING, ImportStatus.CHECKED, ImportStatus.RUNNING)


def refused(sentence):
    return DomainError(sentence, field="file")


def judged(upload, on):
    """(clean name, kind, content) of a file that may be read; a DomainError otherwise."""
    name = clean_name(upload.name)
    kind = extension_of(name)
    most = int(Parameter.objects.value("import_megabytes_max", on))
    if kind not in READERS:
        raise refused(_("Envoyez un fichier CSV ou XLSX, de préférence le modèle rempli."))
    if upload.size > most * MILLION:
        raise refused(_("Ce fichier dépasse %(limit)d Mo : partagez-le en plusieurs.") % {"limit": most})
    if kind == "xlsx":
        return name, kind, examine(upload, name, limits_on(on)).content
    content = upload.read()
    if not content.strip():
        raise refused(_("Ce fichier est vide. Choisissez celui qui a un contenu."))
    if family_of(content) or b"\0" in content:
        raise not_a_table()
    return name, kind, content


def receive_import(partner, *, upload, by, updates=False):
    """Keep the file and have it read. The same file sent again while it is under way is that one."""
    name, kind, content = judged(upload, timezone.localdate())
    stored = import_files().save(random_name(), ContentFile(content))
    try:
        batch = _write(partner, name, kind, content, stored, by, updates)
    except BaseException:
        import_files().delete(stored)
        raise
    if batch.file != stored:
        import_files().delete(stored)
    return batch


@transaction.atomic
def _write(partner, name, kind, content, stored, by, updates):
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    digest = hashlib.sha256(content).hexdigest()
    same = SolutionImport.objects.filter(partner=partner, sha256=digest, status__in=LIVE).first()
    if same is not None:
        return same
    check_pace(partner)
    batch = SolutionImport.objects.create(
        partner=partner,
        author=by,
        file_name=name,
        file_kind=kind,
        file=stored,
        size=len(content),
        sha256=digest,
        updates=updates,
    )
    after = {"file": name, "sha256": digest, "updates": updates}
    record(batch, "import.received", by=by, after=after)
    enqueue("suppliers.read_import", batch.pk, key=str(batch.pk))
    return batch


def check_pace(partner):
    today = timezone.localdate()
    most = int(Parameter.objects.value("import_files_per_day", today))
    if SolutionImport.objects.filter(partner=partner, created_at__date=today).count() >= most:
        raise refused(
            _("Votre structure a déjà envoyé %(limit)d fichiers aujourd'hui : revenez demain.")
            % {"limit": most}
        )


def read_import(pk):
    """Read some lines more of the file; asks for itself again until the last one."""
    batch = SolutionImport.objects.filter(pk=pk, status=ImportStatus.READING).first()
    if batch is None:
        return
    try:
        with batch.file.open("rb") as file:
            more, note = read_lines(batch, file)
    except DomainError as error:
        return end_reading(batch, ImportStatus.UNREADABLE, error.message)
    except FileNotFoundError:
        return end_reading(
            batch, ImportStatus.UNREADABLE, _("Le fichier reçu est introuvable : renvoyez-le.")
        )
    except PASSING:
        raise
    except Exception:
        logger.exception("file of solutions not read: %s", pk)
        return end_reading(batch, ImportStatus.UNREADABLE, damaged().message)
    if more:
        enqueue("suppliers.read_import", pk, key=str(pk))
        return None
    return end_reading(batch, ImportStatus.CHECKED, note)


def give_up_reading(pk):
    """The job that read this file was tried for the last time: nobody waits for it any longer."""
    batch = SolutionImport.objects.filter(pk=pk, status=ImportStatus.READING).first()
    if batch is not None:
        sentence = _("La lecture de ce fichier n'a pas abouti, malgré plusieurs essais : renvoyez-le.")
        end_reading(batch, ImportStatus.UNREADABLE, sentence)


def read_lines(batch, file):
    """(whether lines are left, what is said of the columns) after LINES_PER_JOB lines more at most."""
    rows = (row for row in READERS[batch.file_kind](file) if not row[1][0].lstrip().startswith(COMMENT))
    _number, head = next(rows, (0, []))
    places, missing, strange = places_of(head)
    needed = [column for column in COLUMNS if column.required and column.name not in places]
    if needed:
        raise refused(
            _("La première ligne doit porter les titres du modèle. Il manque : %(names)s.")
            % {"names": ", ".join(f"« {column.label} »" for column in needed)}
        )
    most, reader = int(Parameter.objects.value("import_rows_max", timezone.localdate())), LineReader()
    left = (row for row in rows if row[0] > batch.read_to)
    for _piece in range(LINES_PER_JOB // PIECE):
        piece = list(islice(left, PIECE))
        if not piece or not keep_piece(batch, piece, places, reader, most):
            return False, words_about(missing, strange)
    return next(left, None) is not None, words_about(missing, strange)


def words_about(missing, strange):
    """What a person should know of the columns that were not there, or not read."""
    sentences = []
    if missing:
        sentences.append(_("Colonnes absentes, laissées vides : %(names)s.") % {"names": ", ".join(missing)})
    if strange:
        sentences.append(_("Colonnes inconnues, non lues : %(names)s.") % {"names": ", ".join(strange[:20])})
    return " ".join(sentences)


@transaction.atomic
def keep_piece(batch, piece, places, reader, most):
    """Judge and keep some rows; False when another worker did so meanwhile."""
    locked = SolutionImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.status != ImportStatus.READING or locked.read_to != batch.read_to:
        return False
    if locked.line_count + len(piece) > most:
        raise refused(_("Ce fichier dépasse %(limit)d lignes : partagez-le en plusieurs.") % {"limit": most})
    lines = [line_of(batch, number, cells, places, reader) for number, cells in piece]
    refuse_known(locked, lines)
    ImportLine.objects.bulk_create(lines)
    locked.read_to = piece[-1][0]
    locked.line_count += len(lines)
    locked.refused_count += sum(line.result == LineResult.REFUSED for line in lines)
    locked.save(update_fields=["read_to", "line_count", "refused_count"])
    batch.read_to = locked.read_to
    return True


def line_of(batch, number, cells, places, reader):
    """The unsaved ImportLine of a row; the contact stands in its own column alone."""
    checked = reader.read({name: cells[place] for name, place in places.items() if place < len(cells)})
    values = {
        name: text.replace("\0", "") for name, text in checked.values.items() if name != "contact" and text
    }
    return ImportLine(
        batch=batch,
        number=number,
        values=values,
        contact=checked.data.get("contact", ""),
        key=checked.key,
        result=LineResult.REFUSED if checked.problems else LineResult.VALID,
        problems=checked.problems,
    )


def refuse_known(batch, lines):
    """Refuse what the file or the partner holds already, and numbers of organisations that are no company."""
    keys = {line.key for line in lines if line.key}
    earlier = dict(batch.lines.filter(key__in=keys).values_list("key", "number"))
    origins = origins_named(batch, keys)
    others = numbers_of_others(lines)
    labels = {column.name: column.label for column in COLUMNS}
    for line in lines:
        if line.result != LineResult.VALID:
            continue
        known = origins.get(line.key)
        if line.key in earlier:
            why = _("Même entreprise et même titre qu'à la ligne %(number)d.") % {"number": earlier[line.key]}
            refuse(line, problem(labels["title"], line.values["title"], why))
        elif known is not None and not (batch.updates and known.is_waiting and not known.is_changed):
            refuse(line, problem(labels["title"], line.values["title"], why_known(known)))
        elif digits_of(line) in others:
            why = _("Cette organisation est inscrite à un autre titre qu'entreprise.")
            refuse(line, problem(labels["number"], line.values["number"], why))
        earlier.setdefault(line.key, line.number)
    for line in lines:
        heed(line, origins.get(line.key))


def origins_named(batch, keys):
    """{key: origin} of the partner, locked: a company that decides meanwhile finds the lines that are kept now."""
    rows = Origin.objects.filter(partner=batch.partner_id, key__in=keys).select_related("solution")
    return {row.key: row for row in rows.select_for_update(of=("self",)).order_by("pk")}


def digits_of(line):
    return "".join(line.values["number"].split()).upper()


def numbers_of_others(lines):
    """The numbers, among those of the lines, of public buyers and partners that are no company."""
    asked = {digits_of(line) for line in lines if line.result == LineResult.VALID}
    rows = Organisation.objects.filter(identifier__in=asked, company=None)
    rows = rows.exclude(buyer=None, partner=None)
    return set(rows.values_list("identifier", flat=True))


def why_known(origin):
    """Why a solution that the partner imported before is not imported again."""
    if origin.is_waiting and origin.is_changed:
        return str(CHANGED_SINCE)
    day = {"day": date_words(timezone.localtime(origin.imported_at))}
    return {
        OriginStatus.WAITING: _(
            "Déjà importée le %(day)s. Pour la remplacer, renvoyez le fichier en cochant « Mettre à jour »."
        ),
        OriginStatus.CONFIRMED: _("Déjà importée le %(day)s et confirmée : l'entreprise seule la modifie."),
        OriginStatus.DECLINED: _(
            "Importée le %(day)s et refusée par l'entreprise : elle n'est pas importée de nouveau."
        ),
    }[origin.status] % day


def heed(line, origin):
    """Once the company decided, the address of a line serves no more; once it declined, no text of it is kept."""
    if origin is None or origin.is_waiting:
        return
    line.contact = ""
    if origin.status == OriginStatus.DECLINED:
        line.values, line.problems = {}, [problem("", "", why_known(origin))]


def refuse(line, *problems):
    line.result, line.problems = LineResult.REFUSED, [*line.problems, *problems]


@transaction.atomic
def end_reading(batch, status, sentence):
    """The file is read, or cannot be: it is not kept any longer, its lines are. Lines of an unreadable file are not."""
    batch = SolutionImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.status != ImportStatus.READING:
        return
    check_transition(batch, status, IMPORT_TRANSITIONS)
    if status == ImportStatus.UNREADABLE:
        batch.lines.all().delete()
        batch.line_count = batch.refused_count = 0
    forget_file(batch)
    batch.status, batch.problem, batch.checked_at = status, str(sentence), timezone.now()
    batch.save()
    record(batch, "import.read", by=None, after={"status": status, "lines": batch.line_count})


def forget_file(batch):
    """Once committed, the file of the batch is deleted."""
    name, batch.file = batch.file.name, ""
    if name:
        transaction.on_commit(lambda: import_files().delete(name))


@transaction.atomic
def give_up_import(batch, *, by):
    """The partner lets a file go that was not imported: nothing of it is kept but its name and its digest."""
    batch = SolutionImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    check_transition(batch, ImportStatus.GIVEN_UP, IMPORT_TRANSITIONS)
    batch.lines.all().delete()
    forget_file(batch)
    batch.status = ImportStatus.GIVEN_UP
    batch.save()
    record(batch, "import.given_up", by=by)
    return batch
