"""Openings through their actions: who may, what is refused, what is written."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from grandest_portal.accounts.models import Department
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.reference.models import Parameter
from meetings.models import Opening, OpeningException
from meetings.openings.actions import (
    add_exception,
    change_opening,
    close_opening,
    open_hours,
    remove_exception,
)
from meetings.openings.limits import limits_on
from tests.factories import UserFactory, partner_user
from tests.meetings.scenes import VIDEO, fresh, member, opened

TODAY = date(2027, 2, 1)


def department_of(holder, *people, name="Direction de l'eau"):
    department = Department.objects.create(organisation=holder.organisation, name=name)
    for person in people:
        person.memberships.update(department=department)
    return department


def test_opening_is_written_and_told(both):
    row = opened(both)
    assert (row.organisation, row.agent, row.weekday, row.version) == (
        both.need.buyer.organisation,
        both.agent,
        2,
        1,
    )
    entry = AuditEntry.objects.get(verb="opening.opened")
    assert entry.value.payload["after"]["opens_at"] == "09:00:00"
    assert VIDEO["place"] not in str(entry.value.payload)


def test_company_opens_hours_too(both):
    assert opened(both, by=both.manager).organisation == both.company.organisation


@pytest.mark.parametrize("kind", ["waiting", "reader", "partner", "nobody"])
def test_only_those_who_speak_for_a_buyer_or_a_company_open_hours(both, kind):
    people = {
        "waiting": lambda: member(both.need.buyer, waiting=True),
        "reader": lambda: member(both.need.buyer, role="reader"),
        "partner": partner_user,
        "nobody": UserFactory,
    }
    with pytest.raises(DomainError, match="au nom d'un acheteur ou d'une entreprise"):
        opened(both, by=people[kind]())


def test_editor_opens_own_hours_and_those_of_their_department_alone(both):
    editor = member(both.need.buyer, role="editor")
    department = department_of(both.need.buyer, editor)
    other = department_of(both.need.buyer, name="Voirie")
    assert opened(both, by=editor).agent == editor
    assert opened(both, by=editor, department=department).department == department
    with pytest.raises(DomainError, match="celles de votre service") as refusal:
        opened(both, by=fresh(editor), department=other)
    assert refusal.value.field == "host"
    assert opened(both, by=both.agent, department=other).department == other


def test_hours_of_a_stranger_are_not_opened(both):
    rule = {"weekday": 2, "opens_at": time(9), "closes_at": time(11), "valid_from": TODAY, **VIDEO}
    pace = {"length": 30, "buffer": 0, "notice": 0, "most_per_day": 5}
    with pytest.raises(DomainError, match="ne représente pas votre organisation"):
        open_hours(by=both.agent, agent=both.manager, **rule, **pace)
    theirs = department_of(both.company)
    with pytest.raises(DomainError, match="service ouvert de votre organisation"):
        open_hours(by=both.agent, department=theirs, **rule, **pace)
    with pytest.raises(DomainError, match="une personne ou un service"):
        open_hours(by=both.agent, **rule, **pace)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"weekday": None}, "weekday", "une seule date"),
        ({"weekday": 2, "on": TODAY}, "weekday", "une seule date"),
        ({"weekday": None, "on": TODAY - timedelta(days=1)}, "on", "date à venir"),
        ({"weekday": None, "on": TODAY + timedelta(days=400)}, "on", "douze mois"),
        ({"valid_until": date(2027, 1, 1)}, "valid_until", "suit la date"),
        ({"valid_from": date(2026, 1, 1), "valid_until": date(2026, 2, 1)}, "valid_until", "est passée"),
        ({"length": 0}, "length", "de 5 à 120 minutes"),
        ({"length": 121}, "length", "de 5 à 120 minutes"),
        ({"buffer": 121}, "buffer", "de 0 à 120"),
        ({"notice": 721}, "notice", "de 0 à 720"),
        ({"most_per_day": 0}, "most_per_day", "de 1 à 20"),
        ({"zone": "Asia/Tokyo"}, "zone", "fuseaux"),
        ({"closes_at": time(9)}, "closes_at", "après l'heure de début"),
        ({"closes_at": time(9, 20)}, "closes_at", "plus courte qu'un rendez-vous"),
        ({"opens_at": time(5)}, "opens_at", "entre 7 h et 21 h"),
        ({"closes_at": time(22)}, "closes_at", "entre 7 h et 21 h"),
        ({"place": "http://visio.example"}, "place", "https"),
        ({"place_kind": "phone", "place": "rien"}, "place", "numéro à appeler"),
    ],
)
def test_rule_that_cannot_stand_is_refused_beside_its_field(both, fields, field, words):
    with pytest.raises(DomainError) as refusal:
        opened(both, **fields)
    assert words in str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")
    assert refusal.value.field == field
    assert not Opening.objects.exists()


def test_limits_are_dated_parameters(both):
    Parameter.objects.create(
        key="opening_length_most_minutes", label="x", value=45, starts_on=date(2020, 1, 1), ends_on=TODAY
    )
    assert (limits_on(TODAY).length_most, limits_on(TODAY + timedelta(days=1)).length_most) == (45, 120)
    with pytest.raises(DomainError, match="de 5 à 45 minutes"):
        opened(both, length=60)


@pytest.mark.parametrize("value", ["douze", -1, 2.5, [3], True])
def test_parameter_that_is_no_number_is_as_if_absent(db, value):
    Parameter.objects.create(key="opening_notice_hours", label="x", value=value, starts_on=TODAY)
    Parameter.objects.create(key="opening_zones", label="x", value="Mars/Olympus", starts_on=TODAY)
    limits = limits_on(TODAY)
    assert (limits.notice, limits.zones) == (48, ("Europe/Paris",))


def test_organisation_holds_so_many_openings_and_no_more(both):
    Parameter.objects.create(key="openings_most", label="x", value=1, starts_on=TODAY)
    first = opened(both)
    with pytest.raises(DomainError, match="tient déjà 1"):
        opened(both, weekday=3)
    close_opening(first, by=both.agent)
    opened(both, weekday=3)


def test_change_needs_the_version_that_was_read(both):
    row = opened(both)
    changed = change_opening(row, by=both.agent, version=1, closes_at=time(12))
    assert (changed.closes_at, changed.version) == (time(12), 2)
    with pytest.raises(Conflict) as conflict:
        change_opening(row, by=both.agent, version=1, closes_at=time(13))
    assert conflict.value.current.closes_at == time(12)
    entry = AuditEntry.objects.get(verb="opening.changed")
    assert entry.value.payload["before"]["closes_at"] == "11:00:00"


def test_closed_opening_changes_no_more(both):
    row = close_opening(opened(both), by=both.agent)
    for verb in [
        lambda: change_opening(row, by=both.agent, version=row.version),
        lambda: close_opening(row, by=both.agent),
        lambda: add_exception(row, by=both.agent, kind="closed", on=date(2027, 2, 10)),
    ]:
        with pytest.raises(DomainError, match="est fermée"):
            verb()


def test_colleague_who_does_not_administer_changes_nothing(both):
    editor = member(both.need.buyer, role="editor")
    row = opened(both)
    with pytest.raises(DomainError, match="tenue par une autre personne"):
        close_opening(row, by=editor)
    close_opening(row, by=both.colleague)


def test_special_days_are_added_once_and_taken_back(both):
    row = opened(both)
    closed = add_exception(row, by=both.agent, kind="closed", on=date(2027, 2, 10), opens_at=time(9))
    assert (closed.opens_at, closed.closes_at) == (None, None)
    with pytest.raises(DomainError, match="déjà noté"):
        add_exception(row, by=both.agent, kind="closed", on=date(2027, 2, 10))
    add_exception(
        row, by=both.agent, kind="extra", on=date(2027, 2, 10), opens_at=time(14), closes_at=time(15)
    )
    remove_exception(closed, by=both.agent)
    remove_exception(closed, by=both.agent)
    assert list(OpeningException.objects.values_list("kind", flat=True)) == ["extra"]
    assert AuditEntry.objects.filter(verb="opening.exception_removed").count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "autre", "on": date(2027, 2, 10)}, "kind"),
        ({"kind": "closed", "on": date(2027, 2, 11)}, "on"),
        ({"kind": "extra", "on": date(2027, 2, 11)}, "opens_at"),
        ({"kind": "extra", "on": date(2027, 2, 11), "opens_at": time(9)}, "closes_at"),
        ({"kind": "extra", "on": date(2027, 2, 11), "opens_at": time(9), "closes_at": time(8)}, "closes_at"),
        ({"kind": "extra", "on": date(2027, 2, 11), "opens_at": time(3), "closes_at": time(8)}, "opens_at"),
    ],
)
def test_special_day_that_means_nothing_is_refused(both, fields, field):
    with pytest.raises(DomainError) as refusal:
        add_exception(opened(both), by=both.agent, **fields)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"agent": None}, "one_host"),
        ({"on": TODAY}, "weekly_or_dated"),
        ({"weekday": 7}, "weekly_or_dated"),
        ({"closes_at": time(8)}, "hours"),
        ({"valid_until": date(2020, 1, 1)}, "dates"),
        ({"length": 0}, "lengths"),
    ],
)
def test_database_refuses_what_no_action_writes(both, change, constraint):
    row = opened(both)
    with pytest.raises(IntegrityError, match=f"meetings_opening_{constraint}"), transaction.atomic():
        Opening.objects.filter(pk=row.pk).update(**change)


def test_list_has_open_ones_first_in_order_of_the_week(both):
    friday, monday, single = (
        opened(both, weekday=4),
        opened(both, weekday=0),
        opened(both, weekday=None, on=date(2027, 2, 9)),
    )
    gone = close_opening(opened(both, weekday=1), by=both.agent)
    assert list(Opening.objects.for_list()) == [monday, friday, single, gone]
