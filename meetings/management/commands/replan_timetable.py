"""Plan the rest of a meeting day again, after absences."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from meetings.timetable import telling
from meetings.timetable.changes import changes_of, meetings_of
from meetings.timetable.commands import add_options, asked_of, run
from meetings.timetable.reading import Unreadable, read_json, read_problem


class Command(BaseCommand):
    help = "Refait le planning du reste de la journée après des absences, avec le moins de déplacements."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("problem", help="problem.json du planning d'avant")
        parser.add_argument("plan", help="plan.json d'avant")
        parser.add_argument(
            "changes", help="changes.json : absents, retards, tables perdues, créneau en cours"
        )
        add_options(parser)

    def handle(self, *, problem, plan, changes, output, **options):
        try:
            day = read_problem(problem)
            asked = asked_of(day, options)
            asked["plan"] = meetings_of(read_json(plan), day)
            asked["changes"] = changes_of(read_json(changes), day).as_data()
        except Unreadable as error:
            raise CommandError(str(error)) from None
        made = run(self, asked, output)
        self.stdout.write(f"{telling.summary(made)} : {Path(output).name}")
        self.stdout.write(telling.changed(made))
