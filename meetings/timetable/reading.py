"""Reads `problem.json`: a fault is a French sentence that names its place in the file."""

import json
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext as _

from meetings.timetable.problem import Problem

# A day of a hall, far above any known event: a file beyond it is a slip or an attack, not an event.
MOST_SLOTS, MOST_TABLES, MOST_PEOPLE, MOST_WISHES, MOST_WEIGHT = 500, 10_000, 20_000, 200_000, 3
MOST_BYTES = 50_000_000


class Unreadable(Exception):
    """What is wrong with a file, in a French sentence."""


def fault(place, sentence):
    return Unreadable(_("%(place)s : %(sentence)s") % {"place": place, "sentence": sentence})


def read_json(path):
    """The JSON object of a file."""
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise fault(path.name, _("le fichier est trop grand."))
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise fault(path, _("ce fichier n'existe pas.")) from None
    except OSError:
        raise fault(path, _("ce fichier ne peut pas être lu.")) from None
    except UnicodeDecodeError:
        raise fault(path.name, _("ce n'est pas un texte en UTF-8.")) from None
    try:
        return an_object(json.loads(text), path.name)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise fault(
            path.name, _("ce n'est pas du JSON (ligne %(line)d, colonne %(column)d).") % where
        ) from None
    except (RecursionError, ValueError):
        raise fault(path.name, _("ce n'est pas du JSON lisible.")) from None


def an_object(value, place):
    if not isinstance(value, dict):
        raise fault(place, _("un objet est attendu."))
    return value


def rows(data, key, *, most=MOST_WISHES, required=False):
    """(place, object) of each row of a list."""
    if key not in data and not required:
        return []
    value = data.get(key)
    if not isinstance(value, list):
        raise fault(key, _("une liste est attendue."))
    if len(value) > most:
        raise fault(key, _("au plus %(most)d lignes.") % {"most": most})
    return [(f"{key}[{number}]", an_object(row, f"{key}[{number}]")) for number, row in enumerate(value)]


def whole(data, key, place, least, most):
    """A whole number between two others; true and 3.0 are none."""
    value = data.get(key)
    if type(value) is not int or not least <= value <= most:
        raise fault(
            place,
            _("« %(key)s » doit être un nombre entier de %(least)d à %(most)d.")
            % {"key": key, "least": least, "most": most},
        )
    return value


def slots_in(data, key, place, slots):
    """The slots of a list, without repetition."""
    value = data.get(key, [])
    if not isinstance(value, list):
        raise fault(place, _("« %(key)s » doit être une liste de créneaux.") % {"key": key})
    for slot in value:
        if type(slot) is not int or not 0 <= slot < slots:
            raise fault(
                place,
                _("« %(key)s » : le créneau %(slot)s n'existe pas (de 0 à %(last)d).")
                % {"key": key, "slot": json.dumps(slot)[:40], "last": slots - 1},
            )
    return frozenset(value)


def people_of(data, key, slots, away):
    """The names of one side, in order; `away` receives their absences."""
    names = []
    for place, row in rows(data, key, most=MOST_PEOPLE, required=True):
        name = row.get("id")
        if not isinstance(name, str) or not name.strip() or len(name) > 200:
            raise fault(place, _("« id » doit être un texte, de 200 caractères au plus."))
        if name in away:
            raise fault(place, _("l'identifiant « %(name)s » est déjà pris.") % {"name": name})
        away[name] = slots_in(row, "unavailable", place, slots)
        names.append(name)
    return tuple(sorted(names))


def pair_of(row, place, buyers, companies):
    """(buyer, company) of a row, both known, each on its side."""
    pair = row.get("buyer"), row.get("company")
    sides = (
        (pair[0], buyers, _("l'acheteur « %(name)s » est inconnu.")),
        (pair[1], companies, _("l'entreprise « %(name)s » est inconnue.")),
    )
    for name, side, sentence in sides:
        if not isinstance(name, str) or name not in side:
            raise fault(place, sentence % {"name": str(name)[:200]})
    return pair


def wishes_of(data, buyers, companies):
    wishes = {}
    for place, row in rows(data, "wishes", required=True):
        pair = pair_of(row, place, buyers, companies)
        if pair in wishes:
            raise fault(place, _("« %(one)s » et « %(other)s » sont déjà souhaités ensemble.") % named(pair))
        wishes[pair] = whole({"weight": 1} | row, "weight", place, 1, MOST_WEIGHT)
    return wishes


def named(pair):
    return {"one": pair[0], "other": pair[1]}


def fixed_of(data, problem):
    """{pair: slot} of the meetings that are set before; each alone must be possible, and all together."""
    fixed, taken, used = {}, {}, Counter()
    sides = frozenset(problem.buyers), frozenset(problem.companies)
    for place, row in rows(data, "fixed"):
        pair = pair_of(row, place, *sides)
        slot = whole(row, "slot", place, 0, problem.slots - 1)
        if pair not in problem.wishes:
            raise fault(
                place, _("« %(one)s » et « %(other)s » ne sont pas parmi les souhaits.") % named(pair)
            )
        if pair in fixed:
            raise fault(place, _("« %(one)s » et « %(other)s » sont déjà fixés.") % named(pair))
        for person in pair:
            where = {"name": person, "slot": slot}
            if slot in problem.away[person]:
                raise fault(place, _("« %(name)s » est absent au créneau %(slot)d.") % where)
            if (person, slot) in taken:
                other = {"other": taken[person, slot]}
                raise fault(
                    place,
                    _("« %(name)s » a déjà un rendez-vous fixé au créneau %(slot)d (%(other)s).")
                    % (where | other),
                )
            taken[person, slot] = place
        used[slot] += 1
        if used[slot] > problem.tables:
            raise fault(
                place,
                _("plus de rendez-vous fixés au créneau %(slot)d que de tables (%(tables)d).")
                % {"slot": slot, "tables": problem.tables},
            )
        fixed[pair] = slot
    return fixed


def problem_of(data):
    """The Problem of the plain values of a file; Unreadable says what is wrong, and where."""
    an_object(data, "problem")
    slots = whole(data, "slots", "problem", 1, MOST_SLOTS)
    tables = whole(data, "tables", "problem", 1, MOST_TABLES)
    away = {}
    buyers = people_of(data, "buyers", slots, away)
    companies = people_of(data, "companies", slots, away)
    wishes = wishes_of(data, frozenset(buyers), frozenset(companies))
    breaks = slots_in(data, "breaks", "breaks", slots) | slots_in(data, "days", "days", slots)
    problem = Problem(slots, tables, buyers, companies, away, wishes, {}, tuple(sorted(breaks - {0})))
    problem.fixed.update(fixed_of(data, problem))
    return problem


def read_problem(path):
    return problem_of(read_json(path))
