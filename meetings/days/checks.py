"""What must hold of a day: what each typed value may be, and what a whole day needs before it is announced."""

from datetime import timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from meetings.days.hours import breaks_of, dates_of, slots_of, tables_count, wall_slots
from meetings.hours import meeting_hours
from meetings.slots import FARTHEST, NO_BREAK, day_words

NEEDED = (
    "description",
    "requirements",
    "place",
    "access",
    "opens_at",
    "closes_at",
    "slot_minutes",
    "registration_from",
    "registration_until",
    "wishes_until",
    "companies_most",
)


def check_values(values, limits):
    """Refuse a value that no day may have; what is empty may still be written."""
    if not values["title"].strip():
        raise DomainError(_("Donnez un titre à la journée."), field="title")
    minutes, most = values["slot_minutes"], values["companies_most"]
    if minutes is not None and not limits.slot_least <= minutes <= limits.slot_most:
        raise DomainError(
            _("Un créneau dure de %(least)d à %(most)d minutes.")
            % {"least": limits.slot_least, "most": limits.slot_most},
            field="slot_minutes",
        )
    if most is not None and not 1 <= most <= limits.companies:
        raise DomainError(
            _("Une journée accueille de 1 à %(most)d entreprises.") % {"most": limits.companies},
            field="companies_most",
        )
    check_hours(values["opens_at"], values["closes_at"])


def check_hours(opens_at, closes_at):
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise DomainError(_("La dernière heure vient après la première."), field="closes_at")


def check_dates(dates, limits):
    if len(dates) > limits.dates:
        raise DomainError(_("Une journée a %(most)d dates au plus.") % {"most": limits.dates}, field="date_1")
    if len(set(dates)) < len(dates):
        raise DomainError(_("La même date est écrite deux fois : effacez-en une."), field="date_1")


def check_breaks(breaks, limits):
    if len(breaks) > limits.breaks:
        raise DomainError(
            _("Une journée a %(most)d pauses au plus.") % {"most": limits.breaks}, field="break_1_label"
        )
    for number, (_label, starts_at, ends_at) in enumerate(breaks, start=1):
        if ends_at <= starts_at:
            raise DomainError(_("La pause finit après son début."), field=f"break_{number}_to")
    ordered = sorted(breaks, key=lambda each: each[1])
    if any(one[2] > other[1] for one, other in pairwise(ordered)):
        raise DomainError(_("Deux pauses se chevauchent."), field="break_1_from")


def check_rooms(rooms, limits):
    if len(rooms) > limits.rooms:
        raise DomainError(
            _("Une journée a %(most)d salles au plus.") % {"most": limits.rooms}, field="room_1_name"
        )
    if any(tables < 1 for _name, tables, _step_free in rooms):
        raise DomainError(_("Une salle a au moins une table."), field="room_1_tables")
    if sum(tables for _name, tables, _step_free in rooms) > limits.tables:
        raise DomainError(
            _("Une journée a %(most)d tables au plus, toutes salles comprises.") % {"most": limits.tables},
            field="room_1_tables",
        )


def problems_of(day, today, limits):
    """The sentences that keep a day from being announced; [] when it is whole."""
    missing = [
        str(day._meta.get_field(name).verbose_name) for name in NEEDED if getattr(day, name) in ("", None)
    ]
    if not dates_of(day):
        missing.append(_("au moins une date"))
    if not tables_count(day):
        missing.append(_("au moins une salle et ses tables"))
    if missing:
        return [_("Il manque : %(answers)s.") % {"answers": ", ".join(missing)}]
    return [*hours_problems(day, today, limits), *calendar_problems(day, today, limits)]


def hours_problems(day, today, limits):
    found = []
    earliest, latest = meeting_hours(today)
    words = {"earliest": f"{earliest}{NO_BREAK}h", "latest": f"{latest}{NO_BREAK}h"}
    end = day.closes_at.hour + day.closes_at.minute / 60
    if day.opens_at.hour < earliest or end > latest:
        found.append(_("Les rencontres ont lieu entre %(earliest)s et %(latest)s.") % words)
    per_date = len(wall_slots(day.opens_at, day.closes_at, day.slot_minutes, breaks_of(day)))
    if not per_date:
        found.append(
            _("Ces heures ne laissent place à aucun créneau : allongez-les, ou réduisez les pauses.")
        )
    elif len(slots_of(day)) > limits.slots:
        found.append(
            _("La journée a %(count)d créneaux ; %(most)d au plus.")
            % {"count": len(slots_of(day)), "most": limits.slots}
        )
    return found


def calendar_problems(day, today, limits):
    """Registration lasts long enough from today on, then come the wishes, then the first date."""
    found, dates = [], dates_of(day)
    shortest = max(day.registration_from, today) + timedelta(days=limits.window - 1)
    if day.registration_until < shortest:
        found.append(
            _("Les inscriptions durent %(days)d jours au moins : jusqu'au %(until)s ou plus tard.")
            % {"days": limits.window, "until": day_words(shortest)}
        )
    if day.wishes_until < day.registration_until:
        found.append(_("Les souhaits se disent jusqu'à la fin des inscriptions, ou plus tard."))
    if dates[0] <= day.wishes_until:
        found.append(_("La première date vient après le dernier jour des souhaits."))
    if dates[-1] > today + FARTHEST:
        found.append(_("Choisissez des dates dans les douze mois."))
    return found


def check_whole(day, today, limits):
    found = problems_of(day, today, limits)
    if found:
        raise DomainError(" ".join(found))
