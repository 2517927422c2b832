"""Files of solutions as partners send them, and the scene in which they arrive."""

import csv
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from grandest_portal.core.jobs import run_due_jobs
from grandest_portal.reference.models import Parameter
from suppliers.actions import receive_import, start_import
from suppliers.import_columns import COLUMNS, headers
from tests.factories import partner_user
from tests.suppliers.helpers import code

SIRETS = ["73282932000074", "44306184100047", "55208131766522", "35600000000048"]

VALUES = {
    "company": "Ondes fictives",
    "number": SIRETS[0],
    "website": "https://ondes.example",
    "contact": "contact@ondes.example",
    "title": "Écoute des fuites",
    "problem_solved": "Les fuites restent cachées.",
    "description": "Un capteur écoute la conduite.",
    "novelty": "Sans couper l'eau.",
    "trl": "8",
    "cpv": "38420000-5",
    "keywords": "eau, fuite",
    "served": "Moselle, 88",
    "source": "Salon fictif de l'eau",
}


def line(**changes):
    return [(VALUES | changes)[column.name] for column in COLUMNS]


def as_csv(*lines, delimiter=";", encoding="utf-8-sig", head=None):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head or headers(), *lines])
    return SimpleUploadedFile("solutions.csv", out.getvalue().encode(encoding))


def as_xlsx(*lines):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, cells in enumerate([headers(), *lines]):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    book.close()
    return SimpleUploadedFile("solutions.xlsx", out.getvalue())


@pytest.fixture
def partner(dated_data, areas):
    """A person who speaks for a partner; the codes and places that the lines name exist."""
    code()
    return partner_user()


def structure_of(user):
    return user.memberships.get().organisation.partner


@pytest.fixture
def send(partner, django_capture_on_commit_callbacks):
    """send(file, updates=False): the import, read to its end."""

    def send(file, by=partner, **options):
        with django_capture_on_commit_callbacks(execute=True):
            batch = receive_import(structure_of(by), upload=file, by=by, **options)
        run_due_jobs()
        batch.refresh_from_db()
        return batch

    return send


@pytest.fixture
def run(send):
    """run(file): the import, read and run to its end."""

    def run(file, invites=False, **options):
        batch = send(file, **options)
        start_import(batch, by=batch.author, invites=invites)
        run_due_jobs()
        batch.refresh_from_db()
        return batch

    return run


@pytest.fixture
def parameter(dated_data):
    def parameter(key, value):
        Parameter.objects.filter(key=key).update(value=value)

    return parameter
