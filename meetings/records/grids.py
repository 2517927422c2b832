"""The grid of a need: the questions in force and those that the buyer adds, frozen for all with the first minutes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE
from grandest_portal.core.text import clean_line
from grandest_portal.reference.models import Parameter
from meetings.actions import lock_need
from meetings.models import MinutesGrid, MinutesQuestion
from meetings.permissions import can_write_grid

MOST, MOST_DEFAULT = "minutes_own_questions_most", 10
LONGEST_QUESTION = 300
OWN = "propre-"


def most_own(on):
    """How many questions a buyer may add on the date `on`."""
    try:
        value = Parameter.objects.value(MOST, on)
    except LookupError:
        return MOST_DEFAULT
    return value if type(value) is int and value >= 0 else MOST_DEFAULT


def common_questions(on):
    """[{key, wording, help}] that every grid begins with on the date `on`."""
    rows = MinutesQuestion.objects.offered(on)
    return [{"key": each.key, "wording": each.wording, "help": each.help} for each in rows]


def own_questions(grid):
    rows = enumerate(grid.own if grid else [], start=1)
    return [{"key": f"{OWN}{number}", "wording": wording, "help": ""} for number, wording in rows]


def grid_of(need):
    return MinutesGrid.objects.filter(need=need).first()


def questions_for(need, on):
    """What minutes of a need ask: frozen, or as they would be on the date `on`."""
    grid = grid_of(need)
    if grid is not None and grid.frozen_at is not None:
        return grid.questions
    return [*common_questions(on), *own_questions(grid)]


@transaction.atomic
def write_own_questions(need, questions, *, by, version=None):
    """The questions that the buyer adds to the grid of its need, until the first minutes; returns the MinutesGrid.

    With `version`, refuses when a colleague wrote others since; 0 is the version of what is not stored yet.
    """
    need = lock_need(need.pk)
    read_again(by)
    if not can_write_grid(by, need):
        raise DomainError(_("Seules les personnes de l'acheteur qui écrivent complètent cette grille."))
    grid = grid_of(need)
    if grid is not None and grid.frozen_at is not None:
        raise DomainError(
            _(
                "La grille est arrêtée depuis le premier compte rendu : elle est la même pour toutes les entreprises."
            )
        )
    if version is not None and version != (grid.version if grid else 0):
        raise Conflict(SAVED_MEANWHILE, current=grid)
    wanted = checked(questions)
    before = grid.own if grid else []
    if wanted == before:
        return grid
    if grid is None:
        grid = MinutesGrid.objects.create(need=need, own=wanted)
    else:
        grid.own, grid.version = wanted, grid.version + 1
        grid.save(update_fields=["own", "version"])
    record(grid, "minutes.grid_written", by=by, before={"own": before}, after={"own": wanted})
    return grid


def checked(questions):
    """The questions cleaned, none twice; DomainError (field `own`) when there are too many or one is too long."""
    wanted = list(dict.fromkeys(line for each in questions if (line := clean_line(each).strip())))
    most = most_own(timezone.localdate())
    if len(wanted) > most:
        raise DomainError(_("Écrivez %(most)d questions au plus.") % {"most": most}, field="own")
    if any(len(each) > LONGEST_QUESTION for each in wanted):
        raise DomainError(
            _("Raccourcissez chaque question à %(most)d caractères.") % {"most": LONGEST_QUESTION},
            field="own",
        )
    return wanted


def frozen_grid(need, *, by):
    """The grid of a need that is locked, frozen from now on; DomainError when nothing is asked."""
    at, grid = timezone.now(), grid_of(need)
    if grid is not None and grid.frozen_at is not None:
        return grid
    questions = [*common_questions(timezone.localdate(at)), *own_questions(grid)]
    if not questions:
        raise DomainError(_("Aucune question n'est posée en ce moment : écrivez d'abord les vôtres."))
    grid = grid or MinutesGrid(need=need)
    grid.questions, grid.frozen_at = questions, at
    grid.save()
    record(grid, "minutes.grid_frozen", by=by, after={"questions": questions})
    return grid
