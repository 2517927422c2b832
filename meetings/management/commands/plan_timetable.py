"""Plan a meeting day from a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from meetings.timetable import telling
from meetings.timetable.commands import add_options, asked_of, run
from meetings.timetable.reading import Unreadable, read_problem


class Command(BaseCommand):
    help = "Fait le planning d'une journée de rendez-vous : problem.json donne plan.json (docs/timetable.md)."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("problem", help="problem.json : créneaux, tables, personnes, souhaits, absences")
        add_options(parser)

    def handle(self, *, problem, output, **options):
        try:
            asked = asked_of(read_problem(problem), options)
        except Unreadable as error:
            raise CommandError(str(error)) from None
        plan = run(self, asked, output)
        self.stdout.write(f"{telling.summary(plan)} : {Path(output).name}")
