"""The figures of a report as lines: the same ones for the page, for the file and, without those that could name
somebody, for everybody."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from grandest_portal.core.exports import Column
from meetings.days.enums import RegistrationStatus
from meetings.days.plan_enums import Outcome
from meetings.enums import MeetingSide
from meetings.slots import NO_BREAK, clock_words


@dataclass(frozen=True)
class Line:
    part: str
    label: str
    value: str
    public: bool = False


def percent(part, whole):
    return f"{number_format(100 * part / whole, 0)}{NO_BREAK}%" if whole else _("sans objet")


def lines_of(figures):
    """Every Line of a report."""
    return [
        *registration_lines(figures),
        *meeting_lines(figures),
        *equality_lines(figures),
        *wish_lines(figures),
        *presence_lines(figures),
        *feedback_lines(figures),
    ]


def registration_lines(figures):
    part, lines = _("Inscriptions"), []
    labels = {
        MeetingSide.BUYER: {
            RegistrationStatus.ADMITTED: _("Acheteurs avec une place"),
            RegistrationStatus.WAITING: _("Acheteurs en liste d'attente"),
            RegistrationStatus.WITHDRAWN: _("Acheteurs retirés"),
        },
        MeetingSide.COMPANY: {
            RegistrationStatus.ADMITTED: _("Entreprises avec une place"),
            RegistrationStatus.WAITING: _("Entreprises en liste d'attente"),
            RegistrationStatus.WITHDRAWN: _("Entreprises retirées"),
        },
    }
    for side, states in labels.items():
        for status, label in states.items():
            count = figures["registrations"][side].get(status, 0)
            lines.append(Line(part, label, str(count), status != RegistrationStatus.WITHDRAWN))
    return lines


def meeting_lines(figures):
    part, outcomes = _("Rencontres"), figures["outcomes"]
    labels = {
        Outcome.HELD: _("Rencontres tenues"),
        Outcome.BUYER_ABSENT: _("Acheteur absent"),
        Outcome.COMPANY_ABSENT: _("Entreprise absente"),
        Outcome.PLANNED: _("Rencontres dont l'issue n'est pas notée"),
    }
    return [
        Line(part, _("Places : créneaux × tables"), str(figures["places"]), True),
        Line(part, _("Rencontres au planning publié"), str(figures["planned"]), True),
        *(Line(part, label, str(outcomes[outcome])) for outcome, label in labels.items()),
        Line(
            part,
            _("Créneaux donnés sur place à la liste d'attente"),
            str(figures["walk_ins"]["waiting"]),
            True,
        ),
        Line(
            part, _("Créneaux donnés sur place à des visiteurs"), str(figures["walk_ins"]["visitors"]), True
        ),
    ]


def equality_lines(figures):
    part, jain = _("Égalité"), figures["jain"]
    return [
        Line(part, _("Entreprises avec une place, sans rencontre"), str(len(figures["none"])), True),
        Line(
            part,
            _("Rencontres par entreprise : minimum, médiane, maximum"),
            f"{figures['least']}, {number_format(figures['median'])}, {figures['most']}",
            True,
        ),
        Line(
            part,
            _("Indice de Jain (1 : autant pour chaque entreprise)"),
            number_format(jain, 3) if jain is not None else _("sans objet"),
            True,
        ),
        Line(part, _("Attentes des entreprises entre deux rencontres"), str(figures["company_waits"]), True),
        Line(part, _("Attentes des acheteurs entre deux rencontres"), str(figures["buyer_waits"]), True),
    ]


def wish_lines(figures):
    return [
        Line(
            _("Souhaits"),
            _("Souhaits de force %(weight)d obtenus") % {"weight": each["weight"]},
            _("%(met)d sur %(asked)d, %(share)s")
            % {"met": each["met"], "asked": each["asked"], "share": percent(each["met"], each["asked"])},
            True,
        )
        for each in figures["wishes"]
    ]


def presence_lines(figures):
    lines = []
    labels = {
        MeetingSide.BUYER: (_("Acheteurs venus"), _("Personnes des acheteurs arrivées")),
        MeetingSide.COMPANY: (_("Entreprises venues"), _("Personnes des entreprises arrivées")),
    }
    for side, (came, arrived) in labels.items():
        row = figures["presence"][side]
        for label, some, every in (
            (came, row["came"], row["organisations"]),
            (arrived, row["arrived"], row["people"]),
        ):
            lines.append(Line(_("Présence"), label, _("%(some)d sur %(all)d") % {"some": some, "all": every}))
    return lines


def feedback_lines(figures):
    lines = []
    labels = {MeetingSide.BUYER: _("Avis des acheteurs"), MeetingSide.COMPANY: _("Avis des entreprises")}
    for side, label in labels.items():
        total = figures["feedback"][side]
        words = _("trop peu de réponses pour un total")
        if total is not None:
            words = _("%(count)d réponses, utilité moyenne %(mean)s sur 4, suite envisagée : %(share)s") % {
                "count": total["count"],
                "mean": number_format(total["mean"], 1),
                "share": percent(total["follow_up"], total["count"]),
            }
        lines.append(Line(_("Avis"), label, words))
    return lines


def parts_of(lines):
    """[{legend, lines}] in order."""
    found = {}
    for each in lines:
        found.setdefault(each.part, []).append(each)
    return [{"legend": part, "lines": rows} for part, rows in found.items()]


def figure_columns():
    return [
        Column(_("Partie"), lambda line: line.part),
        Column(_("Chiffre"), lambda line: line.label),
        Column(_("Valeur"), lambda line: line.value),
    ]


def meeting_columns(slots):
    """One line per meeting, for the organiser."""
    return [
        Column(_("Date"), lambda each: slots[each.slot].on, date),
        Column(_("Heure"), lambda each: clock_words(slots[each.slot].starts_at)),
        Column(_("Table"), lambda each: each.table, int),
        Column(_("Acheteur"), lambda each: str(each.buyer.organisation)),
        Column(_("Entreprise"), lambda each: str(each.company.organisation)),
        Column(_("Issue"), lambda each: each.pair.get_outcome_display()),
    ]
