"""What the two commands share: their options, their run, their refusals."""

import os
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from meetings.timetable import telling
from meetings.timetable.plan import text_of
from meetings.timetable.process import Failure, compute

LIMIT, SEED = 60.0, 1


def add_options(parser):
    parser.add_argument("--output", required=True, help="plan.json à écrire")
    parser.add_argument(
        "--limit",
        type=float,
        default=LIMIT,
        help="travail du calcul, en secondes environ (60) ; jamais l'horloge",
    )
    parser.add_argument("--seed", type=int, default=SEED, help="graine du tirage (1)")


def asked_of(problem, options):
    if not 0 < options["limit"] <= 86_400 or not 0 <= options["seed"] < 2**31:
        raise CommandError(_("--limit doit être entre 0 et 86400, --seed un entier positif de 31 bits."))
    return {"problem": problem.as_data(), "limit": options["limit"], "seed": options["seed"]}


def run(command, asked, output):
    """Compute, write the plan whole or not at all, say the warnings; returns it."""
    try:
        plan = compute(asked, tell=command.stderr.write)
    except Failure as failure:
        raise CommandError(str(failure)) from None
    except KeyboardInterrupt:
        raise CommandError(telling.failure("killed")) from None
    plan["notes"] = [telling.warning(name) for name in plan.pop("warnings")]
    for lost in plan.get("lost", ()):
        lost["cause"] = telling.cause(lost)
    draft = Path(f"{output}.part")
    try:
        draft.write_text(text_of(plan), encoding="utf-8")
        os.replace(draft, output)
    except OSError as error:
        raise CommandError(_("%(file)s : ce fichier ne peut pas être écrit.") % {"file": output}) from error
    for note in plan["notes"]:
        command.stderr.write(note)
    return plan
