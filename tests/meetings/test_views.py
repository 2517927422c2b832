"""The pages as people use them: what they show, what they send, what happens to bad input."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from grandest_portal.core.models import AuditEntry, AuditValue, Job
from grandest_portal.notifications.models import Notification
from meetings import actions
from meetings.models import Meeting, MeetingSlot, Occupation, Participant
from needs.enums import NeedSource, NeedStatus
from tests.factories import CompanyFactory, NeedFactory, SolutionFactory, buyer_user
from tests.meetings.scenes import REASON, pair, slot

TYPED = {
    "date_1": "2027-02-15",
    "time_1": "09:00",
    "date_4": "2027-02-16",
    "time_4": "15:30",
    "length": "45",
    "place_kind": "on_site",
    "place": "Salle du conseil",
    "message": "Bonjour à tous",
}


@pytest.fixture
def agent(both):
    return logged_in(both.agent)


@pytest.fixture
def manager(both):
    return logged_in(both.manager)


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args, **query):
    return reverse(f"meetings:{name}", args=args, query=query or None)


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'")


def said(response):
    return [
        str(message).replace("\N{NO-BREAK SPACE}", " ") for message in get_messages(response.wsgi_request)
    ]


def test_company_proposes_about_a_need(both, manager):
    solution = SolutionFactory(company=both.company, published=True)
    address = url("propose_to_buyer", both.need.pk, solution=solution.pk)
    page = text(manager.get(address))
    assert f"Proposer un rendez-vous à {both.need.buyer}" in page
    assert str(solution) in page and "Europe/Paris" in page
    response = manager.post(address, TYPED)
    meeting = Meeting.objects.get()
    assert response.url == url("detail", meeting.pk)
    assert (meeting.started_by, meeting.solution, meeting.place, meeting.message) == (
        "company",
        solution,
        "Salle du conseil",
        "Bonjour à tous",
    )
    assert [(row.starts_at, row.ends_at) for row in meeting.slots.order_by("starts_at")] == [
        slot(14, 9, length=45),
        slot(15, 15, 30, length=45),
    ]
    assert said(response) == [
        f"Votre proposition est envoyée à {both.need.buyer}. Réponse attendue avant le jeudi 4 février 2027 à 23 h 59."
    ]


def test_buyer_proposes_to_a_company(both, agent):
    response = agent.post(url("propose_to_company", both.need.pk, both.company.pk), TYPED)
    meeting = Meeting.objects.get()
    assert (response.url, meeting.started_by, meeting.company) == (
        url("detail", meeting.pk),
        "buyer",
        both.company,
    )


def test_propose_shows_the_persons_own_meetings(both, agent):
    both.confirm()
    other = pair(agent=both.agent)
    page = text(agent.get(url("propose_to_company", other.need.pk, other.company.pk)))
    assert "mercredi 10 février 2027, de 10 h 00 à 10 h 30" in page


def test_proposal_with_faults_keeps_what_was_typed(both, agent):
    response = agent.post(
        url("propose_to_company", both.need.pk, both.company.pk),
        {**TYPED, "time_1": "", "date_2": "2027-03-28", "time_2": "02:30", "place": ""},
    )
    page = text(response)
    assert (response.status_code, Meeting.objects.count()) == (422, 0)
    for words in [
        "<title>Erreur : Proposer un rendez-vous",
        'href="#id_time_1">Écrivez aussi l',
        "2 h 30 n'existe pas",
        'value="2027-02-15"',
        'value="02:30"',
        "Bonjour à tous",
    ]:
        assert words in page, words


def test_empty_proposal_is_answered(both, agent):
    response = agent.post(url("propose_to_company", both.need.pk, both.company.pk), {})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"length", "place_kind", "place"}


def test_proposal_in_the_repeated_hour_says_which_one(both, agent):
    typed = {**TYPED, "date_1": "2027-10-31", "time_1": "02:30"}
    response = agent.post(url("propose_to_company", both.need.pk, both.company.pk), typed, follow=True)
    page = text(response)
    assert "existe deux fois" in page
    assert "dimanche 31 octobre 2027, de 2 h 30 (UTC+2) à 2 h 15 (UTC+1)" in page


def test_second_proposal_links_to_the_first(both, agent, manager):
    meeting = both.propose()
    for client, address in [
        (agent, url("propose_to_company", both.need.pk, both.company.pk)),
        (manager, url("propose_to_buyer", both.need.pk)),
    ]:
        for response in [client.get(address), client.post(address, TYPED)]:
            assert response.status_code == 409
            assert f'href="{url("detail", meeting.pk)}"' in text(response)
    assert Meeting.objects.count() == 1


def test_propose_refuses_needs_that_are_not_open(both, manager):
    closed = NeedFactory(status=NeedStatus.CLOSED, published_at=slot(-1, 9)[0])
    imported = NeedFactory(published=True, buyer=None, source=NeedSource.OPEN_DATA, source_id="1")
    for need, words in [(closed, "ne sont pas ouverts"), (imported, "données ouvertes")]:
        for response in [
            manager.get(url("propose_to_buyer", need.pk)),
            manager.post(url("propose_to_buyer", need.pk), TYPED),
        ]:
            assert (response.status_code, words in text(response)) == (409, True)
    draft = NeedFactory()
    assert manager.get(url("propose_to_buyer", draft.pk)).status_code == 404


def test_propose_to_a_company_that_nobody_speaks_for_is_not_found(both, agent):
    silent = CompanyFactory()
    assert agent.get(url("propose_to_company", both.need.pk, silent.pk)).status_code == 404


@pytest.mark.parametrize("asked", ["0", "abc", "-1", "9" * 18, "9" * 400, "1;--", "\x00", "٣"])
def test_propose_knows_no_other_solution(both, manager, asked):
    assert manager.get(url("propose_to_buyer", both.need.pk), {"solution": asked}).status_code == 404


def test_propose_hides_solutions_that_are_not_published_or_not_theirs(both, agent):
    for solution in [SolutionFactory(company=both.company), SolutionFactory(published=True)]:
        address = url("propose_to_company", both.need.pk, both.company.pk, solution=solution.pk)
        assert agent.get(address).status_code == 404


def test_a_refusal_by_the_action_stays_beside_what_was_typed(both, agent):
    """The form cannot know it: the person is busy at that time."""
    taken = pair(agent=both.agent)
    taken.confirm(taken.propose(slots=[slot(14, 9)]))
    response = agent.post(url("propose_to_company", both.need.pk, both.company.pk), TYPED)
    assert response.status_code == 422
    assert "Vous avez déjà un rendez-vous confirmé à ce moment" in text(response)
    assert "Bonjour à tous" in text(response)


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


def test_counter_starts_from_the_place_and_length_proposed(both, manager):
    meeting = both.propose(slots=[slot(9, 10, length=60)])
    form = manager.get(url("counter", meeting.pk)).context["form"]
    assert {name: form.initial[name] for name in ("place_kind", "place", "length")} == {
        "place_kind": "video",
        "place": "https://visio.example/salle",
        "length": "60",
    }


def test_counter_sends_other_slots(both, manager):
    meeting = both.propose()
    response = manager.post(url("counter", meeting.pk), TYPED)
    assert response.url == url("detail", meeting.pk)
    stored = Meeting.objects.get()
    assert (stored.round, stored.awaiting, stored.place) == (2, "buyer", "Salle du conseil")


def test_counter_with_faults_keeps_what_was_typed(both, manager):
    response = manager.post(url("counter", both.propose().pk), {**TYPED, "date_1": "hier"})
    page = text(response)
    assert (response.status_code, 'value="hier"' in page, "Écrivez une date qui existe" in page) == (
        422,
        True,
        True,
    )


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


@pytest.mark.parametrize(
    "junk", ["\x00", "a" * 10_000, "<script>alert(1)</script>", "\ud83d", "{{ 7*7 }}", "99999999999"]
)
def test_junk_in_every_field_is_refused_calmly(both, agent, junk):
    junk = junk.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    address = url("propose_to_company", both.need.pk, both.company.pk)
    response = agent.post(address, dict.fromkeys(TYPED, junk))
    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()
    assert not Meeting.objects.exists()


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
