"""Where a meeting runs already, the pages of a need lead to it; another is not proposed."""

import pytest

from meetings import actions
from tests.factories import CompanyFactory, InterestFactory, MatchFactory, SolutionFactory, company_user
from tests.meetings.pages import logged_in, text, url
from tests.meetings.scenes import REASON

OPEN = "Ouvrir le rendez-vous en cours"
PROPOSE = "Proposer un rendez-vous"


def doors(client, address, meeting):
    """(leads to the meeting, offers another)."""
    page = text(client.get(address))
    return url("detail", meeting.pk) in page and OPEN in page, PROPOSE in page


def pages_of(both):
    """(who looks, the page) where a meeting of the pair may be proposed."""
    solution = SolutionFactory(company=both.company, published=True)
    MatchFactory(need=both.need, solution=solution)
    InterestFactory(need=both.need, company=both.company)
    pair = f"/besoins/{both.need.pk}/correspondances/{solution.pk}/"
    return {
        "need": (both.manager, f"/besoins/{both.need.pk}/"),
        "interests": (both.agent, f"/besoins/{both.need.pk}/interets/"),
        "pair for the buyer": (both.agent, pair),
        "pair for the company": (both.manager, pair),
    }


@pytest.mark.usefixtures("dated_data")
@pytest.mark.parametrize("page", ["need", "interests", "pair for the buyer", "pair for the company"])
def test_page_leads_to_the_meeting_while_it_runs(both, page):
    who, address = pages_of(both)[page]
    client = logged_in(who)
    assert PROPOSE in text(client.get(address))
    meeting = both.propose()
    assert doors(client, address, meeting) == (True, False)
    both.confirm(meeting)
    assert doors(client, address, meeting) == (True, False)
    actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    assert doors(client, address, meeting) == (False, True)


def test_meeting_of_another_company_shows_nowhere(both):
    meeting = both.propose()
    stranger = logged_in(company_user())
    assert doors(stranger, f"/besoins/{both.need.pk}/", meeting) == (False, True)


def test_list_of_interests_leads_to_the_meeting_of_its_own_company(both, agent):
    meeting = both.propose()
    other = InterestFactory(need=both.need, company=CompanyFactory())
    InterestFactory(need=both.need, company=both.company)
    page = agent.get(f"/besoins/{both.need.pk}/interets/").text
    assert page.count(url("detail", meeting.pk)) == 1
    assert url("propose_to_company", both.need.pk, other.company_id) in page
    assert url("propose_to_company", both.need.pk, both.company.pk) not in page
