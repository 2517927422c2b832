"""One file of solutions, checked and imported in a process of its own: `child imports LINES KIND` prints the figures.

Processor time is that of the process and of its PostgreSQL process; memory is the highest of the process, read by
the system; the reading and the run stand in two processes, so that each tells its own.
"""

import json
import resource
import sys
import time

import psutil
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.models import Organisation, Partner, User
from grandest_portal.core.files.storage import PrivateStorage
from grandest_portal.development.bench.lines import csv_of, xlsx_of
from suppliers.actions import read_import, receive_import, run_import, start_import
from suppliers.enums import ImportStatus
from suppliers.models import SolutionImport

MAKERS = {"csv": csv_of, "xlsx": xlsx_of}
AGENT = "import@test.example"


def partner():
    organisation, _made = Organisation.objects.get_or_create(
        country="DE", identifier_kind=IdentifierKind.REGISTER, identifier="HRB 1 MESURE", name="Mesure"
    )
    user, _made = User.objects.get_or_create(email=AGENT, defaults={"full_name": "Mesure"})
    return Partner.objects.get_or_create(organisation=organisation)[0], user


def receive(lines, kind):
    structure, user = partner()
    name = f"mesure-{lines}.{kind}"
    upload = SimpleUploadedFile(name, MAKERS[kind](lines, f"{kind} {lines}"))
    return receive_import(structure, upload=upload, by=user)


def work(step, lines, kind):
    """The lines that the step dealt with; the file itself is made and received by a process before."""
    batch = SolutionImport.objects.get(file_name=f"mesure-{lines}.{kind}")
    job, status = (read_import, ImportStatus.READING)
    if step == "run":
        start_import(batch, by=batch.author)
        job, status = run_import, ImportStatus.RUNNING
    batch.refresh_from_db()
    while batch.status == status:
        job(batch.pk)
        batch.refresh_from_db()
    return batch.valid_count if step == "read" else batch.done_count


def spent():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return time.process_time() + server.user + server.system


def main(step, lines, kind):
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    folder = {"location": settings.FILES_DIR}
    on_disk = PrivateStorage(**folder)
    storages._storages["imports"] = SolutionImport._meta.get_field("file").storage = on_disk
    lines = int(lines)
    if step == "receive":
        receive(lines, kind)
        return
    start, before = time.monotonic(), spent()
    done = work(step, lines, kind)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    figures = {
        "step": step,
        "lines": lines,
        "kind": kind,
        "done": done,
        "seconds": round(time.monotonic() - start, 1),
        "cpu": round(spent() - before, 1),
        "peak": round(peak, 1),
    }
    print(json.dumps(figures), flush=True)
