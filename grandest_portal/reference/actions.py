"""The writes of the reference data: the loading of the files, and what a person edits in the admin.

A room above may keep dated rows of its own: its AppConfig names them, `reference_data = "suppliers.loading"`, a module
with DATA (the folder of its files) and PARTS (as below).
"""

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from grandest_portal.core.audit import record
from grandest_portal.reference.loading import (
    activities,
    dated,
    innovation,
    sectors,
    territories,
    vocabulary,
)
from grandest_portal.reference.loading.files import checksum
from grandest_portal.reference.loading.writing import Outcome
from grandest_portal.reference.models import LoadedFile

DATA = Path(__file__).parent / "data"
LOADER_LOCK = 7_230_101
# A change of the program that must read unchanged files again raises this number.
LOADER_VERSION = 1
PARTS = (
    (territories.load_territories, tuple(territories.FILES)),
    (vocabulary.load_vocabulary, tuple(vocabulary.FILES)),
    (sectors.load_sectors, (sectors.SECTORS,)),
    (dated.load_thresholds, (dated.THRESHOLDS,)),
    (dated.load_parameters, (dated.PARAMETERS,)),
    (dated.load_wordings, (dated.WORDINGS,)),
    (dated.load_legal_forms, (dated.LEGAL_FORMS,)),
    (dated.load_mail_domains, (dated.MAIL_DOMAINS,)),
    (dated.load_moderation_reasons, (dated.MODERATION_REASONS,)),
    (dated.load_sensitive_rules, (dated.SENSITIVE_RULES,)),
    (dated.load_practice_checks, (dated.PRACTICE_CHECKS,)),
    (innovation.load_assessment_questions, (innovation.QUESTIONS,)),
    (innovation.load_purchase_routes, (innovation.ROUTES,)),
    (dated.load_keywords, (dated.KEYWORDS,)),
    (activities.load_activities, (activities.ACTIVITIES,)),
)


def parts_of_rooms():
    """[(load, names, folder)] of the rooms above."""
    named = [getattr(config, "reference_data", "") for config in apps.get_app_configs()]
    rooms = [import_module(name) for name in named if name]
    return [(load, names, room.DATA) for room in rooms for load, names in room.PARTS]


@dataclass
class LoadReport:
    """What a loading did; `outcomes` is empty when no file had changed."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def remarks(self):
        return [remark for outcome in self.outcomes for remark in outcome.remarks]


@transaction.atomic
def load_reference(folder=DATA, *, force=False):
    """Bring the tables to what the files of `folder` say; files read before and unchanged are skipped.

    With the folder of this room, the files of the rooms above are read too.

    Raises DataFileError (file, line, reason), with nothing written. Two loadings run one after the other.
    """
    wait_for_turn()
    known = dict(LoadedFile.objects.values_list("name", "sha256"))
    report, at = LoadReport(), timezone.now()
    parts = [(load, names, folder) for load, names in PARTS]
    for load, names, place in parts + (parts_of_rooms() if folder == DATA else []):
        sums = {name: checksum(place / name, LOADER_VERSION) for name in names}
        if not force and all(known.get(name) == value for name, value in sums.items()):
            continue
        report.outcomes += load(place)
        LoadedFile.objects.bulk_create(
            [LoadedFile(name=name, sha256=value, loaded_at=at) for name, value in sums.items()],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["sha256", "loaded_at"],
        )
    if report.outcomes:
        sectors.classify_codes()
    return report


def wait_for_turn():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADER_LOCK])


@transaction.atomic
def save_edited_row(row, *, by):
    """Store a threshold, parameter, wording or sector that a person added or edited, with its audit entry."""
    model = type(row)
    stored = model.objects.select_for_update(of=("self",)).filter(pk=row.pk).first() if row.pk else None
    before = model_to_dict(stored) if stored else {}
    row.save()
    verb = f"reference.{model._meta.model_name}_{'changed' if stored else 'added'}"
    record(row, verb, by=by, before=before, after=model_to_dict(row))
    return row


@transaction.atomic
def save_sector_code(row, *, by):
    """Store a CPV prefix that a person added or gave to another sector, and classify the codes again."""
    wait_for_turn()
    save_edited_row(row, by=by)
    sectors.classify_codes()
    return row
