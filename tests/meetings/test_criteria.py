"""The places of a call by a published criterion: from a dated list, frozen with the announcement, the draw for ties."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter, Wording
from meetings import calls
from meetings.admission.criteria import class_words, classes_of, criteria_on
from meetings.booking import book_slot
from meetings.enums import Criterion, MeetingStatus
from meetings.models import BookingCall, BookingWish, Meeting
from meetings.slots import PARIS
from meetings.tasks import expire_due
from meetings.turns import drawn_order, ranked
from tests.factories import CompanyFactory, InterestFactory, NeedFactory
from tests.meetings.pages import logged_in, text, url
from tests.meetings.scenes import fresh, key_of, member, opened
from tests.meetings.test_calls import THURSDAY, WEDNESDAY, company_of, join, open_it

pytestmark = pytest.mark.usefixtures("dated_data")
TODAY = date(2027, 2, 1)


@pytest.fixture
def opening(both):
    """One place: 10 February at 9 h."""
    return opened(both, closes_at=time(9, 30), valid_from=WEDNESDAY, valid_until=WEDNESDAY)


def announce(both, opening, criterion=None, opens_on=THURSDAY):
    return calls.announce_booking(
        both.need, by=fresh(both.agent), openings=[opening], opens_on=opens_on, criterion=criterion
    )


def firms(*headcounts):
    return [member(CompanyFactory(headcount=each)) for each in headcounts]


def met(both, user, moment, status="confirmed", **fields):
    """A meeting of that company with the buyer about another need."""
    return Meeting.objects.create(
        **{
            "need": NeedFactory(buyer=both.need.buyer, published=True),
            "buyer": both.need.buyer,
            "company": company_of(user),
            "status": status,
            "started_by": "buyer",
            "awaiting": "company",
            "starts_at": moment,
            "ends_at": moment + timedelta(minutes=30),
            "expires_at": moment,
            "reason": "x" if status in {"declined", "cancelled"} else "",
            **fields,
        }
    )


def at(day, hour=9):
    return datetime.combine(day, time(hour), tzinfo=PARIS)


def order():
    return list(BookingWish.objects.order_by("rank").values_list("company_id", flat=True))


def test_list_is_dated_data_and_never_names_a_territory(db):
    assert [each.key for each in criteria_on(TODAY)] == ["not_met", "smallest"]
    assert criteria_on(date(2026, 10, 31)) == []
    assert all("territoire" not in each.text and "commune" not in each.text for each in criteria_on(TODAY))
    Parameter.objects.filter(key="booking_criteria").update(value="smallest nearest smallest")
    assert [each.key for each in criteria_on(TODAY)] == ["smallest"]
    Wording.objects.filter(key="booking_criterion_smallest").delete()
    assert criteria_on(TODAY) == []


@pytest.mark.parametrize("value", [3, True, ["not_met"], ""])
def test_list_that_is_no_text_offers_the_draw_alone(db, value):
    Parameter.objects.filter(key="booking_criteria").update(value=value)
    assert criteria_on(TODAY) == []


def test_words_and_figure_are_frozen_with_the_announcement(both, opening):
    InterestFactory(need=both.need, company=both.company)
    call = announce(both, opening, Criterion.NOT_MET)
    assert "dans les 12 mois" in call.rule and call.months == 12
    Wording.objects.filter(key="booking_criterion_not_met").update(text="autre chose")
    Parameter.objects.filter(key="booking_criterion_months").update(value=3)
    again = announce(both, opening, opens_on=THURSDAY + timedelta(days=1))
    assert (again.rule, again.months, again.criterion) == (call.rule, 12, "not_met")
    entry = AuditEntry.objects.filter(verb="booking.announced").earliest("pk")
    assert entry.value.payload["after"]["rule"] == call.rule
    told = Notification.objects.filter(kind="meetings.booking_announced").first()
    assert call.rule in told.body.replace("\N{NO-BREAK SPACE}", " ")


def test_rule_does_not_change_once_announced(both, opening):
    announce(both, opening, Criterion.NOT_MET)
    for other in ("", Criterion.SMALLEST):
        with pytest.raises(DomainError, match="ne change plus"):
            announce(both, opening, other)
    assert BookingCall.objects.get().criterion == "not_met"


def test_criterion_out_of_the_list_is_refused(both, opening):
    with pytest.raises(DomainError, match="pas dans la liste"):
        announce(both, opening, "nearest")
    Parameter.objects.filter(key="booking_criteria").update(value="smallest")
    with pytest.raises(DomainError, match="pas dans la liste"):
        announce(both, opening, Criterion.NOT_MET)
    assert not BookingCall.objects.exists()


def test_database_refuses_a_criterion_without_its_words(both, opening):
    call = announce(both, opening)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingCall.objects.filter(pk=call.pk).update(criterion="not_met")


def test_those_not_met_pass_first_and_the_draw_orders_both_groups(both, opening, clock):
    users = firms("", "", "", "", "")
    for user in users[:2]:
        met(both, user, at(date(2026, 6, 1)))
    call = announce(both, opening, Criterion.NOT_MET)
    join(call, *users)
    open_it(clock)
    known, new = ([company_of(user).pk for user in part] for part in (users[:2], users[2:]))
    assert order() == drawn_order(call.secret, new) + drawn_order(call.secret, known)
    payload = AuditEntry.objects.get(verb="booking.drawn").value.payload["after"]
    assert payload == {
        "secret": call.secret,
        "order": order(),
        "criterion": "not_met",
        "classes": [0, 0, 0, 1, 1],
    }


@pytest.mark.parametrize(
    ("day", "status", "counts"),
    [
        (date(2026, 2, 4), "confirmed", True),
        (date(2026, 2, 3), "confirmed", False),
        (date(2027, 2, 3), "confirmed", True),
        (date(2027, 2, 4), "confirmed", False),
        (date(2026, 6, 1), "cancelled", False),
    ],
    ids=["first day", "day before", "last day", "day of opening", "given up"],
)
def test_months_are_counted_back_from_the_opening(both, opening, day, status, counts):
    (user,) = firms("")
    met(both, user, at(day), status)
    call = announce(both, opening, Criterion.NOT_MET)
    assert classes_of(call, [company_of(user).pk]) == {company_of(user).pk: int(counts)}


def test_meeting_with_another_buyer_does_not_count(both, opening):
    (user,) = firms("")
    other = NeedFactory(published=True)
    met(both, user, at(date(2026, 6, 1)), need=other, buyer=other.buyer)
    call = announce(both, opening, Criterion.NOT_MET)
    assert classes_of(call, [company_of(user).pk]) == {company_of(user).pk: 0}


def test_smallest_pass_first_and_unknown_sizes_last(both, opening, clock):
    users = firms("", "250+", "0-9", "50-249", "10-49", "0-9")
    call = announce(both, opening, Criterion.SMALLEST)
    join(call, *users)
    open_it(clock)
    sizes = [
        company_of(fresh(by)).headcount
        for by in sorted(users, key=lambda by: order().index(company_of(by).pk))
    ]
    assert sizes == ["0-9", "0-9", "10-49", "50-249", "250+", ""]
    micro = [company_of(user).pk for user in (users[2], users[5])]
    assert order()[:2] == drawn_order(call.secret, micro)


def test_last_of_the_order_may_not_take_the_only_place(both, opening, clock):
    small, large = firms("0-9", "250+")
    call = announce(both, opening, Criterion.SMALLEST)
    # Signing up first gives nothing.
    join(call, large, small)
    open_it(clock)
    key = key_of(opening, at(WEDNESDAY))
    with pytest.raises(DomainError, match="par la règle annoncée"):
        book_slot(both.need, company_of(large), key, by=fresh(large))
    assert book_slot(both.need, company_of(small), key, by=fresh(small)).status == MeetingStatus.PROPOSED


def test_classes_come_first_then_the_draw():
    classes = {1: 1, 2: 0, 3: 1, 4: 0}
    assert ranked("graine", classes) == drawn_order("graine", [2, 4]) + drawn_order("graine", [1, 3])
    assert ranked("graine", dict.fromkeys([1, 2, 3, 4], 0)) == drawn_order("graine", [1, 2, 3, 4])


def test_form_offers_the_list_and_shows_what_was_announced(both, opening, agent):
    page = text(agent.get(url("call_announce", both.need.pk)))
    assert page.count('name="criterion"') == 3 and "passent d'abord" in page
    sent = {"openings": [opening.pk], "opens_on": "2027-02-04", "criterion": "not_met"}
    assert agent.post(url("call_announce", both.need.pk), {**sent, "criterion": "nearest"}).status_code == 422
    assert agent.post(url("call_announce", both.need.pk), {**sent, "criterion": ""}).status_code == 422
    assert agent.post(url("call_announce", both.need.pk), sent).status_code == 302
    assert BookingCall.objects.get().criterion == "not_met"
    page = text(agent.get(url("call_announce", both.need.pk)))
    assert 'name="criterion"' not in page and "Règle annoncée" in page
    sent = {"openings": [opening.pk], "opens_on": "2027-02-05"}
    assert agent.post(url("call_announce", both.need.pk), sent).status_code == 302
    assert BookingCall.objects.get().criterion == "not_met"


def test_form_that_keeps_the_draw_names_no_criterion(both, opening, agent):
    sent = {"openings": [opening.pk], "opens_on": "2027-02-04", "criterion": "draw"}
    assert agent.post(url("call_announce", both.need.pk), sent).status_code == 302
    assert BookingCall.objects.get().criterion == ""


def test_each_company_reads_its_own_place_alone(both, opening, clock):
    users = firms("0-9", "10-49", "")
    call = announce(both, opening, Criterion.SMALLEST)
    assert call.rule in text(logged_in(users[0]).get(url("call", both.need.pk)))
    join(call, *users)
    open_it(clock)
    for number, (user, words) in enumerate(
        zip(users, ["Moins de 10 personnes", "De 10 à 49 personnes", "effectif non indiqué"], strict=True), 1
    ):
        page = text(logged_in(fresh(user)).get(url("call", both.need.pk)))
        assert f"Votre entreprise est numéro {number} sur 3." in page
        assert f"D'après la règle : {words}." in page
        assert f"Votre numéro d'entreprise : {company_of(user).pk}." in page
        assert "L'ordre, par numéro d'entreprise" not in page and call.rule in page and call.secret in page
    for other in (both.agent, both.manager):
        page = text(logged_in(fresh(other)).get(url("call", both.need.pk)))
        assert "Votre entreprise est numéro" not in page and "L'ordre, par numéro" not in page
        assert "et elle seule" in page


def test_words_of_a_class():
    for criterion, words in [
        (Criterion.NOT_MET, ["pas rencontrée dans cette période", "déjà rencontrée dans cette période"]),
        (Criterion.SMALLEST, ["Moins de 10 personnes", "De 10 à 49 personnes"]),
        ("", ["", ""]),
    ]:
        assert [str(class_words(BookingCall(criterion=criterion), number)) for number in (0, 1)] == words


def test_draw_without_a_criterion_is_as_before(both, opening, clock):
    users = firms("250+", "0-9", "10-49")
    call = announce(both, opening)
    join(call, *users)
    open_it(clock)
    assert order() == drawn_order(call.secret, [company_of(user).pk for user in users])
    assert "criterion" not in AuditEntry.objects.get(verb="booking.drawn").value.payload["after"]
    assert expire_due() == 0
