"""The pages on which people type slots: to propose, and to propose others."""

import pytest

from meetings.models import Meeting
from needs.enums import NeedSource, NeedStatus
from tests.factories import CompanyFactory, NeedFactory, SolutionFactory
from tests.meetings.pages import TYPED, said, text, url
from tests.meetings.scenes import any_hour, pair, slot


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
    any_hour()
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
    assert "Vous avez déjà un rendez-vous confirmé ou retenu à ce moment" in text(response)
    assert "Bonjour à tous" in text(response)


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
