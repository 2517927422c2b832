"""How far a meeting day may go: dated parameters, read in one query."""

from dataclasses import dataclass

from grandest_portal.reference.models import Parameter
from meetings.openings.limits import whole

# {field: (key, what holds until the reference data is loaded or where it holds no such number, least)}
KEYS = {
    "dates": ("day_dates_most", 5, 1),
    "breaks": ("day_breaks_most", 4, 0),
    "rooms": ("day_rooms_most", 12, 1),
    "tables": ("day_tables_most", 200, 1),
    "slots": ("day_slots_most", 80, 1),
    "slot_least": ("day_slot_least_minutes", 10, 5),
    "slot_most": ("day_slot_most_minutes", 90, 5),
    "companies": ("day_companies_most", 1000, 1),
    "buyer_tables": ("day_tables_per_buyer", 4, 1),
    "people": ("day_people_most", 8, 1),
    "needs": ("day_needs_most", 10, 1),
    "access_days": ("day_access_kept_days", 15, 0),
    "window": ("day_registration_least_days", 14, 1),
    "plan_work": ("day_plan_limit", 60, 1),
    "plan_minutes": ("day_plan_patience_minutes", 20, 1),
}


@dataclass(frozen=True)
class DayLimits:
    """Minutes for slots and for the wait of a computation, days for the window and for what is kept of needs of
    access, units of the solver for its work; the others count rows."""

    dates: int
    breaks: int
    rooms: int
    tables: int
    slots: int
    slot_least: int
    slot_most: int
    companies: int
    buyer_tables: int
    people: int
    needs: int
    access_days: int
    window: int
    plan_work: int
    plan_minutes: int


def day_limits(on):
    """The DayLimits in force on the date `on`."""
    keys = [key for key, _default, _least in KEYS.values()]
    stored = dict(Parameter.objects.in_force(on).filter(key__in=keys).values_list("key", "value"))
    return DayLimits(
        **{field: whole(stored.get(key), default, least) for field, (key, default, least) in KEYS.items()}
    )


FILL, FILL_DEFAULT = "event_plan_fill_max", 0.95


def fill_most(on):
    """The part of slots × tables above which a computation may end without a proof."""
    try:
        value = Parameter.objects.value(FILL, on)
    except LookupError:
        return FILL_DEFAULT
    return value if isinstance(value, int | float) and 0 < value <= 1 else FILL_DEFAULT
