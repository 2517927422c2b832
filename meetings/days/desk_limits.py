"""How far the desk of a day may go: dated parameters, read in one query."""

from dataclasses import dataclass

from grandest_portal.reference.models import Parameter
from meetings.openings.limits import whole

# {field: (key, what holds until the reference data is loaded or where it holds no such number, least)}
KEYS = {
    "outcome_days": ("day_outcome_days", 7, 0),
    "feedback_days": ("day_feedback_days", 30, 0),
    "feedback_least": ("day_feedback_least", 5, 1),
    "walkins": ("day_walkins_most", 60, 0),
    "walkins_each": ("day_walkins_each", 2, 1),
    "walkin_days": ("day_walkin_kept_days", 15, 0),
}


@dataclass(frozen=True)
class DeskLimits:
    """Days after the last date of a day, and slots given on the spot."""

    outcome_days: int
    feedback_days: int
    feedback_least: int
    walkins: int
    walkins_each: int
    walkin_days: int


def desk_limits(on):
    """The DeskLimits in force on the date `on`."""
    keys = [key for key, _default, _least in KEYS.values()]
    stored = dict(Parameter.objects.in_force(on).filter(key__in=keys).values_list("key", "value"))
    return DeskLimits(
        **{field: whole(stored.get(key), default, least) for field, (key, default, least) in KEYS.items()}
    )
