"""The data of one version of a day's timetable, for whoever is charged with checking it."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from meetings.days.plan_public import command_of, sealed_digest
from meetings.days.plans import lines_of
from meetings.models import DayPlan


class Command(BaseCommand):
    help = (
        "Écrit dans un dossier les données d'une version d'un planning (docs/days.md) : elles contiennent des "
        "souhaits, à ne remettre qu'à qui est chargé d'un contrôle."
    )

    def add_arguments(self, parser):
        parser.add_argument("day", type=int, help="le numéro de la journée (4 pour J-4)")
        parser.add_argument("version", type=int, help="le numéro de la version")
        parser.add_argument("--output", required=True, help="dossier où écrire problem.json")

    def handle(self, *, day, version, output, **options):
        plan = DayPlan.objects.select_related("base").filter(day=day, number=version).first()
        if plan is None:
            raise CommandError(_("Cette version n'existe pas."))
        files = {"problem.json": plan.problem}
        if plan.changes is not None:
            files |= {"plan.json": {"meetings": lines_of(plan.base)}, "changes.json": plan.changes}
        folder = Path(output)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in files.items():
                text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
                (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("%(file)s : ce dossier ne peut pas être écrit.") % {"file": output}
            ) from error
        salt = plan.answer.get("salt", "")
        self.stdout.write(_("Fichiers : %(names)s") % {"names": ", ".join(files)})
        self.stdout.write(_("Empreinte des données : %(digest)s") % {"digest": plan.input_digest})
        self.stdout.write(_("Sel : %(salt)s") % {"salt": salt})
        self.stdout.write(_("Empreinte scellée : %(digest)s") % {"digest": sealed_digest(plan)})
        self.stdout.write(command_of(plan))
