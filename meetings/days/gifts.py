"""The free slots that were given at the desk of a day, read: what a timetable must leave free."""

from meetings.models import DayWalkIn


def gifts_of(day):
    rows = DayWalkIn.objects.filter(day=day, declined=False)
    return rows.select_related("buyer__organisation", "registration__organisation", "day").order_by(
        "slot", "table"
    )


def taken_by_gifts(day):
    """{(buyer registration, its table): slots}: what the next timetable must leave free."""
    found = {}
    for each in gifts_of(day):
        found.setdefault((each.buyer_id, each.buyer_table), set()).add(each.slot)
    return found


def clashing(gifts, meetings):
    """The numbers of the gifts of which the buyer's table, or the table of the room, is taken by a meeting."""
    meetings = list(meetings)
    taken = {(each.slot, each.table) for each in meetings}
    busy = {(each.slot, each.buyer_id, each.buyer_table) for each in meetings}
    return {
        each.pk
        for each in gifts
        if (each.slot, each.table) in taken or (each.slot, each.buyer_id, each.buyer_table) in busy
    }
