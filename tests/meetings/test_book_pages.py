"""The page on which a slot is chosen: weeks in words, days as groups, refusals with what is left."""

import re
from datetime import date, timedelta

import pytest

from meetings import actions
from meetings.models import Meeting, Occupation
from meetings.openings.actions import close_opening
from tests.factories import SolutionFactory
from tests.meetings.pages import logged_in, said, text, url
from tests.meetings.scenes import REASON, key_of, opened, pair, slot


@pytest.fixture
def opening(both):
    return opened(both)


@pytest.fixture
def page_url(both, opening):
    return url("book_at_buyer", both.need.pk)


def test_first_week_with_a_free_slot_is_shown(manager, page_url):
    page = text(manager.get(page_url))
    assert "Cette semaine" in page
    assert '<legend class="field-label">mercredi 3 février 2027 – 4 créneaux</legend>' in page
    assert "mercredi 3 février 2027, de 9 h 00 à 9 h 30, visioconférence" in page
    assert page.count("<fieldset") == 1 and page.count('type="radio"') == 4
    assert page.count('id="id_slot"') == 1


def test_weeks_are_links_in_words(manager, page_url):
    page = text(manager.get(f"{page_url}?semaine=2027-02-10"))
    assert "← Cette semaine" in page and "Semaine du lundi 15 février 2027 →" in page
    assert f'href="{page_url}?semaine=2027-02-15"' in page
    assert "mercredi 10 février 2027 – 4 créneaux" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2020-01-01", "Cette semaine"),
        ("2099-01-01", "Semaine du lundi 29 mars 2027"),
        ("hier", "Cette semaine"),
        ("", "Cette semaine"),
        ("9999-12-31", "Semaine du lundi 29 mars 2027"),
        ("0001-01-01", "Cette semaine"),
    ],
)
def test_any_week_that_is_asked_is_one_that_can_be_shown(manager, page_url, asked, shown):
    response = manager.get(page_url, {"semaine": asked})
    assert (response.status_code, shown in text(response)) == (200, True)


def test_empty_week_leads_to_the_next_free_day(both, manager):
    opened(both, valid_from=date(2027, 3, 1))
    address = url("book_at_buyer", both.need.pk)
    page = text(manager.get(f"{address}?semaine=2027-02-08"))
    assert "Aucun créneau libre cette semaine-là." in page
    assert "Prochain créneau libre : mercredi 3 mars 2027" in page
    assert f'href="{address}?semaine=2027-03-01#jour-2027-03-03"' in page
    assert 'id="jour-2027-03-03"' in text(manager.get(f"{address}?semaine=2027-03-01"))


def test_empty_week_after_the_last_slot_leads_back(both, manager):
    opened(both, weekday=None, on=date(2027, 2, 12))
    page = text(manager.get(url("book_at_buyer", both.need.pk) + "?semaine=2027-03-01"))
    assert "Créneau libre avant : vendredi 12 février 2027" in page


def test_nothing_is_open(both, manager):
    page = text(manager.get(url("book_at_buyer", both.need.pk)))
    assert "Aucun autre n'est ouvert pour l'instant." in page and "Demander ce créneau" not in page
    assert url("propose_to_buyer", both.need.pk) in page


def test_taken_slots_are_absent(both, manager, opening, page_url):
    other = pair(agent=both.agent)
    other.book(opening, slot(9, 9)[0])
    page = text(manager.get(f"{page_url}?semaine=2027-02-08"))
    assert "– 3 créneaux" in page and "de 9 h 00 à" not in page


def test_choice_holds_the_slot_and_says_until_when(both, manager, opening, page_url):
    response = manager.post(page_url, {"slot": key_of(opening, slot(9, 9)[0]), "message": "Bonjour"})
    meeting = Meeting.objects.get()
    assert response.url == url("detail", meeting.pk)
    (told,) = said(response)
    assert "Le créneau est retenu : mercredi 10 février 2027, de 9 h 00 à 9 h 30." in told
    assert "Réponse avant le jeudi 4 février 2027 à 23 h 59." in told
    page = text(manager.get(response.url))
    assert "Créneau demandé" in page and "sans réponse, il se libère" in page
    assert "a demandé ce créneau" in page


def test_buyer_reads_one_slot_to_accept_already_chosen(both, agent, manager, opening, page_url):
    manager.post(page_url, {"slot": key_of(opening, slot(9, 9)[0])})
    meeting = Meeting.objects.get()
    page = text(agent.get(url("detail", meeting.pk)))
    assert page.count('type="radio"') == 1 and "checked" in page and "Accepter ce créneau" in page
    agent.post(url("accept", meeting.pk), {"slot": meeting.slots.get().pk})
    assert Meeting.objects.get().status == "confirmed"


def test_nothing_chosen_is_said_with_a_link_to_the_first_choice(manager, page_url):
    response = manager.post(f"{page_url}?semaine=2027-02-10", {"message": "Bonjour"})
    page = text(response)
    assert response.status_code == 422 and "Choisissez un créneau." in page
    assert 'href="#id_slot"' in page and "Bonjour" in page and "10 février 2027 – 4" in page


def test_taken_choice_shows_the_three_nearest(both, manager, opening, page_url):
    other = pair(agent=both.agent)
    other.book(opening, slot(9, 9, 30)[0])
    response = manager.post(page_url, {"slot": key_of(opening, slot(9, 9, 30)[0]), "message": "Bonjour"})
    page = text(response)
    assert response.status_code == 409 and "Ce créneau n'est plus libre" in page
    radios = re.findall(r'value="(\d+-\d+T\d+Z)"', page)
    assert radios == [
        key_of(opening, slot(9, hour, minute)[0]) for hour, minute in [(9, 0), (10, 0), (10, 30)]
    ]
    assert "Bonjour" in page
    again = manager.post(page_url, {"slot": radios[0], "message": "Bonjour"})
    assert again.status_code == 302


@pytest.mark.parametrize(
    "sent", ["abc", "1-x", "99999999999999999999-20270210T0800Z", "-", "0-99999999T9999Z"]
)
def test_made_up_choice_is_no_slot(manager, page_url, sent):
    response = manager.post(page_url, {"slot": sent})
    assert response.status_code == 409 and "n'est plus ouvert" in text(response)
    assert not Meeting.objects.exists()


def test_last_slot_gone_says_so(both, manager, opening, page_url):
    close_opening(opening, by=both.agent)
    response = manager.post(page_url, {"slot": key_of(opening, slot(9, 9)[0])})
    assert response.status_code == 409 and "Aucun autre créneau n'est libre" in text(response)


def test_sent_twice_asks_once(manager, opening, page_url):
    token = "6d1f7e9a-4f0e-4a0f-9d9b-0d6f3f2f1c12"
    sent = {"slot": key_of(opening, slot(9, 9)[0]), "form_token": token}
    first, second = manager.post(page_url, sent), manager.post(page_url, sent)
    assert first.url == second.url and Meeting.objects.count() == 1


def test_running_exchange_and_refusal_show_no_slot(both, manager, opening, page_url):
    both.book(opening, slot(9, 9)[0])
    response = manager.get(page_url)
    assert response.status_code == 409 and 'type="radio"' not in text(response)
    assert manager.post(page_url, {"slot": key_of(opening, slot(9, 10)[0])}).status_code == 409
    actions.cancel_meeting(Meeting.objects.get(), by=both.manager, reason=REASON)
    assert manager.get(page_url).status_code == 200


def test_buyer_chooses_at_the_company(both, agent):
    opening = opened(both, by=both.manager)
    address = url("book_at_company", both.need.pk, both.company.pk)
    assert "mercredi 3 février 2027 – 4 créneaux" in text(agent.get(address))
    response = agent.post(address, {"slot": key_of(opening, slot(9, 9)[0])})
    assert response.status_code == 302 and Meeting.objects.get().awaiting == "company"


def test_solution_travels_with_the_choice(both, manager, opening, page_url):
    solution = SolutionFactory(company=both.company, published=True)
    page = text(manager.get(f"{page_url}?solution={solution.pk}"))
    assert f"solution={solution.pk}" in page and str(solution) in page
    manager.post(f"{page_url}?solution={solution.pk}", {"slot": key_of(opening, slot(9, 9)[0])})
    assert Meeting.objects.get().solution == solution


def test_page_of_proposals_leads_to_the_open_slots(both, agent, manager, opening, page_url):
    page = text(manager.get(url("propose_to_buyer", both.need.pk)))
    assert f'href="{page_url}"' in page and "a ouvert des créneaux" in page
    page = text(agent.get(url("propose_to_company", both.need.pk, both.company.pk)))
    assert "a ouvert des créneaux" not in page
    opened(both, by=both.manager)
    address = url("book_at_company", both.need.pk, both.company.pk)
    assert address in text(agent.get(url("propose_to_company", both.need.pk, both.company.pk)))


def test_proposing_by_hand_stays(both, manager):
    assert "Envoyer la proposition" in text(manager.get(url("propose_to_buyer", both.need.pk)))


def test_get_never_holds(manager, page_url):
    manager.get(page_url)
    manager.head(page_url)
    assert not Occupation.objects.exists()


def test_answer_comes_too_late(both, agent, manager, opening, page_url, clock):
    manager.post(page_url, {"slot": key_of(opening, slot(9, 9)[0])})
    meeting = Meeting.objects.get()
    clock.move_to(meeting.expires_at + timedelta(minutes=1))
    late = logged_in(both.agent)
    page = text(late.get(url("detail", meeting.pk)))
    assert "Le délai de réponse est passé" in page and "Ce créneau est retenu jusque-là" not in page
