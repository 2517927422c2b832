"""Compute again the ranking that a need's page held at a moment gone by, and say whether a frozen list agrees."""

import json
from dataclasses import asdict
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from grandest_portal.core.commands import output_file
from needs.matching.history import NotKnown, ranking_at
from needs.models import Shortlist
from needs.shortlists.content import compare_with

FIRST_YEAR, LAST_YEAR = 1900, 3000


class Command(BaseCommand):
    help = (
        "Recalcule le classement d'un besoin tel qu'il était à un moment passé, d'après les versions conservées des "
        "textes et la version du moteur qui servait alors ; avec --list, le compare à une liste courte figée."
    )

    def add_arguments(self, parser):
        parser.add_argument("need", type=int, help="numéro du besoin")
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--at", help="moment, par exemple 2026-10-28T12:00 (heure de Paris)")
        when.add_argument(
            "--list", type=int, help="numéro de la liste courte : son moment, et la comparaison"
        )
        parser.add_argument("--output", help="fichier JSON à écrire")

    def handle(self, *, need, at, output, **options):
        shortlist, file = None, output_file(output) if output else None
        if options["list"] is not None:
            shortlist = Shortlist.objects.filter(need_id=need, number=options["list"]).first()
            if shortlist is None:
                raise CommandError("Cette liste courte n'existe pas.")
        try:
            past = ranking_at(need, shortlist.frozen_at if shortlist else moment_of(at))
        except NotKnown as error:
            raise CommandError(str(error)) from None
        if file:
            file.write_text(written(past), encoding="utf-8")
        self.stdout.write(
            f"Besoin {past.need}, {timezone.localtime(past.at):%d/%m/%Y %H:%M:%S}, moteur {past.engine} : "
            f"{len(past.rows)} correspondances."
        )
        for row in past.rows:
            self.stdout.write(f"{row.rank:4} {row.score:.6f} S-{row.solution} {row.title}")
        if past.erased:
            self.stdout.write(f"Textes publics alors, effacés depuis : {len(past.erased)}.")
        if shortlist:
            self.compared(shortlist, past)

    def compared(self, shortlist, past):
        differences = compare_with(shortlist, past)
        if differences:
            raise CommandError("\n".join(differences))
        self.stdout.write(f"La liste courte n° {shortlist.number} dit la même chose, ligne par ligne.")


def moment_of(text):
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        # The first and the last day of the calendar have no hour in Paris, or one that the database cannot read.
        if not FIRST_YEAR <= timezone.localtime(moment).year < LAST_YEAR:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise CommandError(
            f"« {text} » n'est pas un moment : écrivez par exemple 2026-10-28T12:00."
        ) from None
    return moment


def written(past):
    plain = asdict(past) | {"at": past.at.isoformat()}
    return json.dumps(plain, ensure_ascii=False, indent=1)
