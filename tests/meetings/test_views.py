"""The pages as people use them: what they show, what they send, what happens to bad input."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from grandest_portal.core.models import AuditEntry, AuditValue, Job
from grandest_portal.notifications.models import Notification
from meetings import actions
from meetings.models import Meeting, MeetingSlot, Occupation, Participant
from needs.enums import NeedStatus
from tests.factories import buyer_user
from tests.meetings.pages import TYPED, logged_in, said, text, url
from tests.meetings.scenes import REASON, pair, slot


def test_detail_gives_one_fieldset_a_day_with_full_labels(both, manager):
    page = text(manager.get(url("detail", both.propose().pk)))
    assert page.count("<fieldset") == 2
    assert "mercredi 10 février 2027 – 2 créneaux</legend>" in page
    assert "jeudi 11 février 2027 – 1 créneau</legend>" in page
    assert "mercredi 10 février 2027, de 14 h 00 à 14 h 30</label>" in page
    assert "avant le jeudi 4 février 2027 à 23 h 59" in page


def test_detail_shows_the_proposer_what_is_awaited(both, agent):
    page = text(agent.get(url("detail", both.propose().pk)))
    assert f"{both.company} répondra avant le jeudi 4 février 2027 à 23 h 59" in page
    assert "<fieldset" not in page and "autres-creneaux" not in page and "decliner" not in page
    assert url("cancel", Meeting.objects.get().pk) in page


def test_detail_leaves_out_what_is_no_longer_free(both, manager):
    meeting = both.propose()
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 10, 15)]))
    page = text(manager.get(url("detail", meeting.pk)))
    assert "Un créneau proposé n'est plus libre" in page
    assert 'value="' + str(meeting.slots.order_by("starts_at").first().pk) + '"' not in page
    assert page.count('type="radio"') == 2


def test_detail_says_when_nothing_is_free(both, manager):
    meeting = both.propose(slots=[slot(9, 10)])
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 10)]))
    page = text(manager.get(url("detail", meeting.pk)))
    assert "Aucun des créneaux proposés n'est encore libre" in page and "Accepter" not in page


def test_detail_says_why_nobody_may_answer(both, agent, manager):
    meeting = both.propose()
    type(both.need).objects.update(status=NeedStatus.CLOSED)
    for client in (agent, manager):
        page = text(client.get(url("detail", meeting.pk)))
        assert "Les échanges sur ce besoin ne sont pas ouverts" in page
        assert "Accepter" not in page and url("cancel", meeting.pk) in page


def test_both_sides_read_the_same_history(both, agent, manager):
    meeting = actions.propose_other_slots(both.propose(), by=both.manager, slots=[slot(15, 9)])
    meeting = actions.cancel_meeting(both.confirm(meeting, by=both.agent), by=both.manager, reason=REASON)
    histories = [client.get(url("detail", meeting.pk)).context["history"] for client in (agent, manager)]
    assert histories[0] == histories[1]
    assert [(entry["who"], str(entry["words"])) for entry in histories[0]] == [
        (str(both.agent), "a proposé ces créneaux"),
        (str(both.manager), "a proposé d'autres créneaux"),
        (str(both.agent), "a accepté ce créneau"),
        (str(both.manager), "a annulé"),
    ]
    assert histories[0][-1]["reason"] == REASON


def test_detail_survives_erased_readable_values(both, agent):
    meeting = both.confirm()
    AuditValue.objects.all().delete()
    history = agent.get(url("detail", meeting.pk)).context["history"]
    assert [(entry["who"], str(entry["words"]), entry["slots"]) for entry in history] == [
        ("Une personne", "a proposé ces créneaux", []),
        ("Une personne", "a accepté ce créneau", []),
    ]


def test_detail_says_what_the_service_did_itself(both, agent):
    cancelled = actions.cancel_meeting(both.propose(), by=None, reason=REASON)
    page = agent.get(url("detail", cancelled.pk))
    assert [entry["who"] for entry in page.context["history"]] == [str(both.agent), "Le service"]
    assert "Raison donnée par le service" in text(page)
    expired = both.propose()
    actions.expire_due_meetings(expired.expires_at + timedelta(seconds=1))
    last = agent.get(url("detail", expired.pk)).context["history"][-1]
    assert (last["who"], last["words"]) == ("", "La proposition a expiré sans réponse.")


def test_accept_confirms_and_offers_the_calendar_file(both, manager):
    meeting = both.propose()
    chosen = meeting.slots.order_by("starts_at")[1]
    response = manager.post(url("accept", meeting.pk), {"slot": chosen.pk})
    assert (response.status_code, response.url) == (302, url("detail", meeting.pk))
    assert said(response) == [
        "Rendez-vous confirmé : mercredi 10 février 2027, de 14 h 00 à 14 h 30. "
        "Les participants reçoivent l'invitation par courriel."
    ]
    page = text(manager.get(response.url))
    assert "Confirmé" in page and url("ics", meeting.pk) in page


@pytest.mark.parametrize(
    "typed", [{}, {"slot": ""}, {"slot": "abc"}, {"slot": "-1"}, {"slot": "9" * 18}, {"slot": "9" * 99}]
)
def test_accept_asks_for_one_of_the_slots(both, manager, typed):
    meeting = both.propose()
    response = manager.post(url("accept", meeting.pk), typed)
    assert (response.status_code, "Choisissez un des créneaux proposés." in text(response)) == (422, True)
    assert "<title>Erreur :" in text(response)


def test_accept_of_a_slot_of_another_meeting_is_refused(both, manager):
    meeting, other = both.propose(), pair().propose()
    response = manager.post(url("accept", meeting.pk), {"slot": other.slots.first().pk})
    assert response.status_code == 422
    assert not Occupation.objects.exists()


def test_accept_of_a_taken_slot_shows_what_is_left(both, manager):
    meeting = both.propose()
    chosen = meeting.slots.order_by("starts_at").first()
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 10)]))
    response = manager.post(url("accept", meeting.pk), {"slot": chosen.pk})
    page = text(response)
    assert (response.status_code, "Ce créneau est déjà pris" in page, page.count('type="radio"')) == (
        422,
        True,
        2,
    )


def test_accept_twice_says_that_it_is_confirmed(both, manager):
    meeting = both.propose()
    chosen = meeting.slots.first()
    manager.post(url("accept", meeting.pk), {"slot": chosen.pk})
    response = manager.post(url("accept", meeting.pk), {"slot": chosen.pk})
    assert (response.status_code, "l'état est maintenant « Confirmé »" in text(response)) == (422, True)


@pytest.mark.parametrize(("name", "status"), [("decline", "declined"), ("cancel", "cancelled")])
def test_ending_with_a_reason(both, manager, name, status):
    meeting = both.propose()
    response = manager.post(url(name, meeting.pk), {"reason": f" {REASON}\x00 "})
    assert response.url == url("detail", meeting.pk)
    stored = Meeting.objects.get()
    assert (stored.status, stored.reason.strip()) == (status, REASON)
    assert REASON in text(manager.get(response.url))


@pytest.mark.parametrize("name", ["decline", "cancel"])
@pytest.mark.parametrize("reason", ["", "  ", "\x00", "a" * 2001])
def test_ending_without_a_usable_reason_stays_on_the_page(both, manager, name, reason):
    response = manager.post(url(name, both.propose().pk), {"reason": reason})
    assert (response.status_code, Meeting.objects.get().status) == (422, "proposed")


@pytest.mark.parametrize("name", ["counter", "decline", "cancel"])
def test_pages_of_a_meeting_that_has_ended_say_so(both, manager, name):
    meeting = actions.cancel_meeting(both.propose(), by=both.agent, reason=REASON)
    for response in [manager.get(url(name, meeting.pk)), manager.post(url(name, meeting.pk), TYPED)]:
        assert response.status_code == 409
        assert "n'est plus possible" in text(response) or "ne peut plus être annulé" in text(response)


def test_cancel_of_a_past_meeting_is_not_offered(both, manager, clock):
    meeting = both.confirm()
    clock.move_to(meeting.ends_at + timedelta(hours=1))
    manager.force_login(both.manager)
    page = text(manager.get(url("detail", meeting.pk)))
    assert "Passé" in page and url("cancel", meeting.pk) not in page
    assert manager.post(url("cancel", meeting.pk), {"reason": REASON}).status_code == 409


def test_ended_meeting_offers_another_one_while_the_need_is_open(both, agent, manager):
    meeting = actions.decline_meeting(both.propose(), by=both.manager, reason=REASON)
    assert url("propose_to_company", both.need.pk, both.company.pk) in text(
        agent.get(url("detail", meeting.pk))
    )
    assert url("propose_to_buyer", both.need.pk) in text(manager.get(url("detail", meeting.pk)))
    type(both.need).objects.update(status=NeedStatus.CLOSED)
    assert "proposer/" not in text(agent.get(url("detail", meeting.pk)))


def test_ics_is_the_confirmed_meeting_for_both_sides(both, agent, manager):
    meeting = both.confirm()
    answers = [client.get(url("ics", meeting.pk)) for client in (agent, manager)]
    assert answers[0].content == answers[1].content
    assert answers[0]["Content-Type"] == "text/calendar; charset=utf-8"
    assert answers[0]["Content-Disposition"] == 'attachment; filename="rendez-vous.ics"'
    event = Calendar.from_ical(answers[0].content).walk("VEVENT")[0]
    assert (str(event["UID"]), event["SEQUENCE"], event["DTSTART"].dt) == (
        str(meeting.uid),
        1,
        meeting.starts_at,
    )


def test_ics_of_a_cancelled_meeting_is_not_found(both, agent):
    meeting = actions.cancel_meeting(both.confirm(), by=both.agent, reason=REASON)
    assert agent.get(url("ics", meeting.pk)).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 30])
def test_numbers_that_are_no_meeting_are_not_found(agent, number):
    for path in ["", "annuler/", "rendez-vous.ics"]:
        assert agent.get(f"/rendez-vous/{number}/{path}").status_code == 404
    for path in [f"{number}/", f"{number}/1/"]:
        assert agent.get(f"/rendez-vous/proposer/{path}").status_code == 404


def test_texts_of_people_are_escaped(both, manager):
    organisation = both.need.buyer.organisation
    organisation.name = "<b>Ville</b>"
    organisation.save()
    meeting = both.propose(message="<script>alert(1)</script>", place_kind="on_site", place="<i>Salle</i>")
    for address in [
        url("detail", meeting.pk),
        url("list"),
        url("decline", meeting.pk),
        url("counter", meeting.pk),
    ]:
        page = manager.get(address).content.decode()
        assert "<script>alert" not in page and "<b>Ville" not in page and "<i>Salle" not in page


def everything():
    models = [Meeting, MeetingSlot, Participant, Occupation, AuditEntry, Notification, Job]
    return [sorted(map(str, model.objects.values())) for model in models]


def test_get_never_writes(both, agent, manager):
    meeting = both.propose()
    before = everything()
    for client in (agent, manager):
        for name in ["detail", "counter", "decline", "cancel", "ics", "accept"]:
            client.get(url(name, meeting.pk))
            client.head(url(name, meeting.pk))
    assert everything() == before


def test_a_stranger_sees_nothing_of_it_anywhere(both):
    meeting = both.confirm()
    stranger = logged_in(buyer_user())
    assert str(both.company) not in text(stranger.get(url("list")))
    assert stranger.get(url("detail", meeting.pk)).status_code == 404


def test_accept_by_get_leads_to_the_page_of_the_meeting(both, manager):
    meeting = both.propose()
    response = manager.get(url("accept", meeting.pk))
    assert (response.status_code, response.url) == (302, url("detail", meeting.pk))
    assert Meeting.objects.get().status == "proposed"


@pytest.mark.parametrize("answer", ["Plutôt le mardi", ""])
def test_detail_shows_each_message_with_who_wrote_it(both, agent, manager, answer):
    meeting = both.propose(message="Bonjour à vous")
    response = manager.post(url("counter", meeting.pk), {**TYPED, "message": answer}, follow=True)
    shown = [
        {"title": f"Message de {both.agent}", "text": "Bonjour à vous"},
        {"title": f"Message de {both.manager}", "text": answer},
    ]
    assert response.context["messages_sent"] == [row for row in shown if row["text"]]
    assert Meeting.objects.get().message == answer
    assert "Bonjour à vous" in text(agent.get(url("detail", meeting.pk)))
