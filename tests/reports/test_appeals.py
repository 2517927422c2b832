"""Contesting a rejection: once, in time, answered by another moderator."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from grandest_portal.reports.actions import file_appeal, lift_rejection, maintain_rejection
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.models import Appeal
from needs.actions import reject_need, return_need, submit_need
from needs.models import Need
from suppliers.actions import reject_solution
from tests.factories import MembershipFactory, SolutionFactory, UserFactory, buyer_user, company_user
from tests.screens import confirmed

TEXT = "Le besoin porte bien sur un achat public à préparer."


def page(need):
    return reverse("needs:appeal", args=[need.pk])


@pytest.fixture
def appeal(rejected, agent, needs_kind, other):
    return file_appeal(needs_kind, rejected, by=agent, text=TEXT)


def test_an_appeal_is_kept_recorded_and_told_to_the_others(rejected, agent, moderator, other, needs_kind):
    appeal = file_appeal(needs_kind, rejected, by=agent, text=f"  {TEXT} ")
    appeal.refresh_from_db()
    assert (appeal.text, appeal.status, appeal.author, appeal.rejected_by) == (TEXT, "open", agent, moderator)
    assert appeal.rejection_reason == rejected.moderation_reason
    assert history_of(appeal).get().verb == "appeal.filed"
    assert Notification.objects.get(kind="reports.appeal_filed").user == other


def test_a_rejection_is_contested_once(appeal, rejected, agent, needs_kind):
    with pytest.raises(DomainError, match="ne se conteste pas, ou plus"):
        file_appeal(needs_kind, rejected, by=agent, text=TEXT)
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(("days", "passes"), [(60, True), (61, False)])
def test_a_rejection_is_contested_in_time(rejected, agent, needs_kind, time_machine, days, passes):
    time_machine.move_to(timezone.now() + timedelta(days=days))
    if not passes:
        with pytest.raises(DomainError, match="délai"):
            file_appeal(needs_kind, rejected, by=agent, text=TEXT)
    else:
        assert file_appeal(needs_kind, rejected, by=agent, text=TEXT).pk


def test_what_is_not_rejected_is_not_contested(waiting, agent, needs_kind, moderator):
    need = return_need(waiting(), by=moderator, reason="Précisez.")
    with pytest.raises(DomainError, match="ne se conteste pas"):
        file_appeal(needs_kind, need, by=agent, text=TEXT)


def test_a_lifted_rejection_gives_the_text_back(appeal, rejected, agent, other):
    appeal = lift_rejection(appeal, by=other, reason="  Le besoin entre dans l'objet du service. ")
    rejected.refresh_from_db()
    assert (appeal.status, appeal.decided_by) == ("lifted", other)
    assert (rejected.status, rejected.moderation_reason) == ("returned", appeal.reason)
    assert history_of(rejected).first().verb == "need.rejection_lifted"
    assert history_of(appeal).first().verb == "appeal.lifted"
    told = Notification.objects.get(kind="reports.appeal_answered")
    assert told.user == agent and "envoyez-le de nouveau" in told.body


def test_what_was_given_back_may_be_rejected_and_contested_again(
    appeal, rejected, agent, other, needs_kind, moderator, monkeypatch
):
    lift_rejection(appeal, by=other, reason="À reprendre.")
    Need.objects.filter(pk=rejected.pk).update(status="submitted")
    need = reject_need(Need.objects.get(pk=rejected.pk), by=moderator, reason_key="deja_publie")
    again = file_appeal(needs_kind, need, by=agent, text=TEXT)
    assert (again.rejected_at > appeal.rejected_at, Appeal.objects.count()) == (True, 2)


def test_a_maintained_rejection_says_why_and_whom_to_ask_next(appeal, rejected, agent, other):
    maintain_rejection(appeal, by=other, reason="Le texte demande une offre.")
    rejected.refresh_from_db()
    assert rejected.status == "rejected"
    told = Notification.objects.get(kind="reports.appeal_answered")
    assert told.user == agent
    assert "Le texte demande une offre." in told.body and "tribunal administratif" in told.body


ANSWERS = [lift_rejection, maintain_rejection]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_says_why_and_comes_once(appeal, other, answer):
    with pytest.raises(DomainError, match="Dites pourquoi") as refusal:
        answer(appeal, by=other, reason=" ")
    assert refusal.value.field == "reason"
    answer(appeal, by=other, reason="Voilà pourquoi.")
    for again in ANSWERS:
        with pytest.raises(DomainError, match="n'est plus possible"):
            again(appeal, by=other, reason="Encore.")


@pytest.mark.parametrize("answer", ANSWERS)
def test_who_rejected_does_not_answer(appeal, rejected, moderator, answer):
    with pytest.raises(DomainError, match="Une autre personne"):
        answer(appeal, by=moderator, reason="Je maintiens.")
    rejected.refresh_from_db()
    assert (Appeal.objects.get().status, rejected.status) == ("open", "rejected")


def colleague(appeal):
    return MembershipFactory(organisation=appeal.thing.buyer.organisation, user__is_staff=True).user


@pytest.mark.parametrize("who", [colleague, lambda appeal: appeal.author, lambda appeal: UserFactory()])
@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_answers_for_the_own_organisation(appeal, who, answer):
    with pytest.raises(DomainError, match="Une autre personne"):
        answer(appeal, by=who(appeal), reason="Non.")
    assert Appeal.objects.get().status == "open"


@pytest.mark.parametrize(("superuser", "passes"), [(True, True), (False, False)])
def test_who_is_alone_decides_only_as_an_administrator(appeal, moderator, superuser, passes):
    User.objects.filter(is_staff=True).exclude(pk=moderator.pk).update(is_active=False)
    moderator.is_superuser = superuser
    moderator.save(update_fields=["is_superuser"])
    if passes:
        assert maintain_rejection(appeal, by=moderator, reason="Relu.").status == "maintained"
    else:
        with pytest.raises(DomainError, match="seul à modérer"):
            maintain_rejection(appeal, by=moderator, reason="Relu.")


def test_a_moderator_cannot_give_back_a_rejected_text_without_an_appeal(rejected, other):
    with pytest.raises(DomainError, match="n'est plus possible"):
        return_need(rejected, by=other, reason="Finalement non.")


def test_the_page_of_a_rejected_need_leads_to_the_appeal_then_says_what_became_of_it(
    client, rejected, agent, other
):
    client.force_login(agent)
    detail = f"/besoins/{rejected.pk}/"
    shown = client.get(detail).text
    assert f'href="{page(rejected)}"' in shown and "tribunal administratif" in shown
    assert rejected.moderation_reason.splitlines()[0] in shown.replace("&#x27;", "'")
    assert client.post(page(rejected), {"text": " "}).status_code == 422
    client.post(page(rejected), {"text": TEXT})
    shown = client.get(detail).text
    assert "À examiner" in shown and f'href="{page(rejected)}"' not in shown
    maintain_rejection(Appeal.objects.get(), by=other, reason="Toujours hors objet.")
    assert "Toujours hors objet." in client.get(detail).text


def test_who_reads_only_is_told_the_way_but_given_no_link(client, rejected, agent):
    reader = MembershipFactory(organisation=agent.buyer.organisation, role="reader").user
    client.force_login(reader)
    shown = client.get(f"/besoins/{rejected.pk}/").text
    assert "Contester ce refus" in shown and f'href="{page(rejected)}"' not in shown
    assert client.get(page(rejected)).status_code == 403


@pytest.mark.parametrize("person", [company_user, buyer_user])
def test_a_stranger_finds_no_appeal(client, rejected, person):
    client.force_login(person())
    assert client.get(page(rejected)).status_code == 404


def test_a_solution_is_contested_the_same_way(client, db, moderator, other):
    user = company_user()
    company = user.memberships.get().organisation.company
    solution = SolutionFactory(company=company, author=user, submitted=True)
    solution = reject_solution(solution, by=moderator, reason_key="publicite")
    client.force_login(user)
    url = reverse("suppliers:solution_appeal", args=[solution.pk])
    assert f'href="{url}"' in client.get(f"/solutions/{solution.pk}/").text
    client.post(url, {"text": TEXT})
    lift_rejection(Appeal.objects.get(kind="solution"), by=other, reason="Le texte décrit bien.")
    solution.refresh_from_db()
    assert (solution.status, solution.moderation_reason) == ("returned", "Le texte décrit bien.")
    assert KINDS["solution"].find(solution.pk).is_editable


def test_the_desk_answers_and_passes_over_ones_own_rejections(client, appeal, moderator, other):
    client.force_login(moderator)
    shown = client.get(reverse("admin:reports_appeal_change", args=[appeal.pk]))
    assert "Une autre personne de la modération doit décider" in shown.text
    client.force_login(other)
    client.post(
        reverse("admin:reports_appeal_decide", args=[appeal.pk, "maintain"]),
        confirmed(appeal, reason="Relu, et maintenu."),
    )
    assert Appeal.objects.get().status == "maintained"


def test_a_text_given_back_is_sent_again(appeal, rejected, agent, other):
    lift_rejection(appeal, by=other, reason="À reprendre.")
    rejected.refresh_from_db()
    with pytest.raises(
        DomainError, match="manque"
    ):  # the factory gives no CPV code: the verb itself is open again
        submit_need(rejected, by=agent)


def test_the_answer_to_an_appeal_says_who_reads_it(client, needs_kind, rejected, agent, other):
    appeal = file_appeal(needs_kind, rejected, by=agent, text="Ce refus est une erreur.")
    client.force_login(other)
    page = client.get(reverse("admin:reports_appeal_change", args=[appeal.pk]))
    text = page.text.replace("&#x27;", "'").split('id="decision"')[1]
    assert "L'organisation qui conteste lira pourquoi le refus est levé" in text
    assert "lira pourquoi le refus est maintenu" in text and "publication" not in text


def test_the_page_of_an_appeal_names_its_kind_in_french(client, appeal, other):
    client.force_login(other)
    text = client.get(reverse("admin:reports_appeal_change", args=[appeal.pk])).text
    assert ">besoin</div>" in text and ">need<" not in text
