"""Calling companies to a sourcing meeting from a frozen list: once, by a criterion that all may read, no names."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification, OutgoingEmail
from meetings.invitations import called_from
from meetings.inviting import invite_shortlist, tell_called
from needs.actions import ensure_engine, freeze_shortlist
from needs.enums import ShortlistAudience
from needs.models import Need, ShortlistInvitation
from needs.shortlists.selection import Choice
from suppliers.models import Solution
from tests.factories import MatchFactory, MembershipFactory, SolutionFactory, company_user
from tests.meetings.pages import logged_in, said, text, url
from tests.needs.test_races import together

pytestmark = pytest.mark.usefixtures("dated_data")
CRITERION = "Une solution déjà en service."
KEPT, MATCHED = ShortlistAudience.KEPT, ShortlistAudience.MATCHED


@pytest.fixture
def others(both):
    """Solutions of four companies: that of the pair (two, TRL 8), one at TRL 3, one at TRL 9 that nobody speaks for,
    one of the buyer's own organisation."""
    key = ensure_engine(timezone.now()).key
    early = company_user().memberships.get().organisation.company
    made = {
        "first": SolutionFactory(published=True, company=both.company, title="Capteur"),
        "second": SolutionFactory(published=True, company=both.company, title="Enregistreur"),
        "early": SolutionFactory(published=True, company=early, title="Prototype", trl=3),
        "silent": SolutionFactory(published=True, title="Sans personne", trl=9),
    }
    for solution in made.values():
        MatchFactory(need=both.need, solution=solution, engine=key)
    return made


@pytest.fixture
def frozen(both, others):
    return freeze_shortlist(both.need, Choice(trl=7), criterion=CRITERION, by=both.agent)


def called(shortlist, audience):
    return {
        each.company.pk: [str(one) for one in each.solutions] for each in called_from(shortlist, audience)
    }


def test_kept_companies_are_called_once_each_and_others_not(frozen, both, others):
    assert {pk: set(names) for pk, names in called(frozen, KEPT).items()} == {
        both.company.pk: {"Capteur", "Enregistreur"}
    }
    assert set(called(frozen, MATCHED)) == {both.company.pk, others["early"].company_id}


def test_the_call_is_noted_and_each_company_is_told(frozen, both, others, outbox, run_jobs):
    sent = invite_shortlist(frozen, KEPT, by=both.agent)
    assert (sent.count, sent.companies, sent.criterion) == (1, [both.company.pk], CRITERION)
    assert not Notification.objects.filter(kind="meetings.called").exists()
    run_jobs()
    notices = Notification.objects.filter(kind="meetings.called").order_by("user_id")
    assert [notice.user for notice in notices] == sorted(
        [both.manager, both.partner], key=lambda user: user.pk
    )
    notice = notices[0]
    assert CRITERION in notice.body and "Capteur" in notice.body and "Enregistreur" in notice.body
    assert notice.path == reverse("needs:detail", args=[both.need.pk])
    page = logged_in(both.manager).get(notice.path)
    assert url("propose_to_buyer", both.need.pk) in page.content.decode()
    assert OutgoingEmail.objects.count() == 2
    assert history_of(frozen).filter(verb="shortlist.invited").count() == 1


def test_the_call_says_until_when(frozen, both, others, outbox, run_jobs):
    type(both.need).objects.filter(pk=both.need.pk).update(sourcing_open_until=date(2027, 3, 15))
    invite_shortlist(frozen, KEPT, by=both.agent)
    run_jobs()
    notice = Notification.objects.filter(kind="meetings.called").first()
    assert "Les échanges sont ouverts jusqu'au 15 mars 2027." in notice.body


def test_all_that_matched_are_called_without_any_choice(frozen, both, others, run_jobs):
    sent = invite_shortlist(frozen, MATCHED, by=both.agent)
    assert sent.count == 2
    assert "sans autre choix" in sent.criterion and CRITERION not in sent.criterion
    run_jobs()
    people = set(Notification.objects.filter(kind="meetings.called").values_list("user", flat=True))
    early = others["early"].company.organisation.memberships.get().user_id
    assert people == {both.manager.pk, both.partner.pk, early}


def test_who_speaks_for_two_companies_gets_one_mail(frozen, both, others, outbox, run_jobs):
    MembershipFactory(
        user=both.manager,
        organisation=others["early"].company.organisation,
        kind="delegated",
        role="editor",
        ends_on=timezone.localdate(),
    )
    invite_shortlist(frozen, MATCHED, by=both.agent)
    run_jobs()
    mine = Notification.objects.filter(user=both.manager, kind="meetings.called")
    assert mine.count() == 2
    assert OutgoingEmail.objects.filter(recipients__contains=[both.manager.email]).count() == 1


def test_readers_and_those_who_wait_are_not_told(frozen, both, run_jobs):
    aside = [
        MembershipFactory(organisation=both.company.organisation, role="reader").user,
        MembershipFactory(organisation=both.company.organisation, waiting=True).user,
    ]
    invite_shortlist(frozen, KEPT, by=both.agent)
    run_jobs()
    assert not Notification.objects.filter(user__in=aside, kind="meetings.called").exists()


def test_a_solution_withdrawn_since_calls_nobody(frozen, both, others):
    Solution.objects.filter(pk=others["first"].pk).update(status="archived")
    assert called(frozen, KEPT) == {both.company.pk: ["Enregistreur"]}
    Solution.objects.filter(pk=others["second"].pk).update(status="archived")
    with pytest.raises(DomainError, match="Personne à inviter"):
        invite_shortlist(frozen, KEPT, by=both.agent)
    assert not ShortlistInvitation.objects.exists()


def test_the_buyer_does_not_call_itself(frozen, both, others):
    others["first"].company.organisation = both.need.buyer.organisation
    others["first"].company.save()
    assert called(frozen, KEPT) == {}


def test_once_for_each_audience(frozen, both):
    invite_shortlist(frozen, KEPT, by=both.agent)
    with pytest.raises(DomainError, match="déjà invitées"):
        invite_shortlist(frozen, KEPT, by=both.agent)
    invite_shortlist(frozen, MATCHED, by=both.agent)
    assert ShortlistInvitation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_call_once(frozen, both):
    results = together(*[lambda: invite_shortlist(frozen, KEPT, by=both.agent) for _time in range(2)])
    assert [isinstance(each, DomainError) for each in results].count(True) == 1, results
    assert ShortlistInvitation.objects.count() == 1


def test_after_the_exchanges_nobody_is_called(frozen, both):
    Need.objects.filter(pk=both.need.pk).update(status="closed")
    with pytest.raises(DomainError):
        invite_shortlist(frozen, KEPT, by=both.agent)


def test_only_those_who_write_for_the_buyer_call(frozen, both):
    reader = MembershipFactory(organisation=both.need.buyer.organisation, role="reader").user
    for user in (reader, both.manager):
        with pytest.raises(DomainError):
            invite_shortlist(frozen, KEPT, by=user)
        assert logged_in(user).get(url("invite", both.need.pk, frozen.number)).status_code == 403


def test_the_page_says_what_will_be_published_then_sends(frozen, both, agent, run_jobs):
    address = url("invite", both.need.pk, frozen.number)
    page = text(agent.get(address))
    assert CRITERION in page and "sans autre choix" in page
    assert "Les entreprises de la liste courte (1 entreprise à prévenir)" in page
    answer = agent.post(address, {"audience": "kept"})
    assert answer.status_code == 302
    assert "L'invitation part à 1 entreprise" in said(answer)[0]
    again = text(agent.get(address))
    assert "Déjà envoyée." in again and 'value="kept"' not in again


def test_the_page_asks_to_whom(frozen, both, agent):
    answer = agent.post(url("invite", both.need.pk, frozen.number), {})
    assert answer.status_code == 422
    assert "Choisissez à qui l'invitation est envoyée." in text(answer)


def test_everybody_reads_the_criterion_the_day_and_the_count_and_no_name(frozen, both, client):
    page = text(client.get(f"/besoins/{both.need.pk}/"))
    assert "Entreprises invitées" not in page
    invite_shortlist(frozen, KEPT, by=both.agent)
    page = text(client.get(f"/besoins/{both.need.pk}/"))
    assert f"Les entreprises invitées l'ont été selon ce critère : {CRITERION}" in page
    assert "Le 1er février 2027, 1 entreprise invitée." in page
    assert str(both.company) not in page and "Capteur" not in page


def test_told_again_by_a_job_that_runs_twice_only_from_what_was_noted(frozen, both, others):
    sent = invite_shortlist(frozen, KEPT, by=both.agent)
    assert tell_called(sent.pk) == 2
    assert tell_called(10**9) == 0


def test_a_worker_killed_before_its_job_was_noted_writes_to_nobody_twice(frozen, both, outbox, run_jobs):
    sent = invite_shortlist(frozen, KEPT, by=both.agent)
    run_jobs()
    assert tell_called(sent.pk) == 0
    assert Notification.objects.filter(kind="meetings.called").count() == 2
    assert OutgoingEmail.objects.count() == 2
    assert history_of(sent).filter(verb="shortlist.told").count() == 1


def test_control_without_its_line_in_the_trail_all_are_written_to_again(frozen, both, run_jobs, monkeypatch):
    sent = invite_shortlist(frozen, KEPT, by=both.agent)
    run_jobs()
    monkeypatch.setattr("meetings.inviting.TOLD", "shortlist.told_once_more")
    assert tell_called(sent.pk) == 2
