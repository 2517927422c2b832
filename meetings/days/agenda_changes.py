"""What became of the agenda of one person between two versions of a timetable, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.days.problem import company_id, table_id
from meetings.enums import MeetingSide
from meetings.slots import day_words, unbroken


@dataclass(frozen=True)
class AgendaChanges:
    """`moved` holds (old line, new line), `dropped` (line, why or "")."""

    added: tuple
    moved: tuple
    dropped: tuple

    def __bool__(self):
        return bool(self.added or self.moved or self.dropped)


def places_of(lines):
    """{number of a pair: its slot and table}"""
    return {line.pair.pk: line.place for line in lines}


def changes_between_lines(old, new, why=lambda line: ""):
    before = {line.pair.pk: line for line in old}
    after = {line.pair.pk: line for line in new}
    return AgendaChanges(
        added=tuple(line for line in new if line.pair.pk not in before),
        moved=tuple(
            (before[line.pair.pk], line)
            for line in new
            if line.pair.pk in before and before[line.pair.pk].place != line.place
        ),
        dropped=tuple((line, why(line)) for line in old if line.pair.pk not in after),
    )


def place_words(line):
    """« mardi 23 mars 2027, de 9 h 00 à 9 h 20, table 3, Salle A »."""
    return f"{day_words(line.slot.on)}, {line.hours}, {line.where}"


def words_of(changes):
    """A sentence for each change: what comes, what moves, what goes."""
    found = [
        _("Nouvelle rencontre avec %(who)s : %(new)s.")
        % {"who": line.other.organisation, "new": place_words(line)}
        for line in changes.added
    ]
    found += [
        _("Rencontre déplacée avec %(who)s : %(new)s, au lieu de %(old)s.")
        % {"who": new.other.organisation, "new": place_words(new), "old": place_words(old)}
        for old, new in changes.moved
    ]
    found += [dropped_words(line, why) for line, why in changes.dropped]
    return [unbroken(each) for each in found]


def dropped_words(line, why):
    words = _("Rencontre retirée avec %(who)s : %(old)s.") % {
        "who": line.other.organisation,
        "old": place_words(line),
    }
    return f"{words} {why}" if why else words


def why_dropped(registration, versions):
    """line -> the reason that the latest of `versions` (later ones first) gives for a meeting that it lost, or ""."""

    def why(line):
        buyer, company = (registration, line.other)
        if registration.side == MeetingSide.COMPANY:
            buyer, company = company, buyer
        names = (table_id(buyer.pk, line.buyer_table), company_id(company))
        for version in versions:
            for lost in version.answer.get("lost", []):
                if (lost["buyer"], lost["company"]) == names:
                    return lost_words(lost, own=names[registration.side == MeetingSide.COMPANY])
        return ""

    return why


def lost_words(lost, own):
    if own in lost.get("away", ()):
        return _("Raison : votre absence à cette heure a été notée.")
    if lost.get("away"):
        return _(
            "Raison : l'autre organisation n'est pas là à cette heure, et aucune autre heure ne convient aux deux."
        )
    return _("Raison : il n'y avait plus d'heure ou de table pour elle.")
