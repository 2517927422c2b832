"""Sensitive things: a first opinion, then somebody else decides. The rules are data."""

import pytest
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import SensitiveRule
from grandest_portal.reports.actions import advise, advise_against, report_thing
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.models import SecondLook
from grandest_portal.reports.sensitivity import why_sensitive
from needs.actions import (
    amend_need,
    approve_amendments,
    publish_need,
    reject_need,
    restore_approved,
    return_need,
)
from needs.models import Need
from suppliers.actions import publish_solution, reject_solution
from tests.factories import MembershipFactory, PublicBuyerFactory, SolutionFactory, UserFactory, company_user
from tests.screens import confirmed

DIRECT = {"procedure": "direct_innovative"}


@pytest.fixture
def sensitive(waiting):
    return waiting(**DIRECT)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, None),
        ({"procedure": "adapted", "budget_band": "250k_1m"}, None),
        (DIRECT, "procedure_directe"),
        ({"budget_band": "gt_1m"}, "gros_budget"),
        ({"expected_result": "Des caméras avec Reconnaissance Faciale."}, "mots_sensibles"),
    ],
)
def test_rules_look_at_the_text_the_budget_and_the_procedure(waiting, needs_kind, fields, rule):
    found = why_sensitive(needs_kind, waiting(**fields))
    assert found == ([SensitiveRule.objects.get(key=rule).label] if rule else [])


def test_a_report_makes_a_thing_sensitive(waiting, needs_kind):
    need = waiting()
    report_thing(needs_kind, need, by=None, reason_key="signale_autre", text="Voir le titre.")
    assert why_sensitive(needs_kind, need) == [SensitiveRule.objects.get(key="deja_signale").label]


def test_the_first_publication_is_sensitive_where_the_rule_is_applied(waiting, need, needs_kind):
    later = waiting()
    first = waiting(buyer=PublicBuyerFactory())
    assert why_sensitive(needs_kind, first) == []
    SensitiveRule.objects.filter(key="premiere_publication").update(enabled=True)
    assert (bool(why_sensitive(needs_kind, first)), why_sensitive(needs_kind, later)) == (True, [])


def test_a_rule_that_no_room_knows_holds_for_nothing(waiting, needs_kind):
    SensitiveRule.objects.filter(key="remarques_ecartees").update(enabled=True)
    assert why_sensitive(needs_kind, waiting()) == []


def publish(need, by):
    return publish_need(need, by=by)


def reject(need, by):
    return reject_need(need, by=by, reason_key="hors_objet")


@pytest.mark.parametrize("decide", [publish, reject])
def test_two_people_are_needed(sensitive, moderator, other, decide):
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        decide(sensitive, moderator)
    advise(sensitive, by=moderator)
    with pytest.raises(DomainError, match="une autre personne de la modération décide"):
        decide(sensitive, moderator)
    assert Need.objects.get(pk=sensitive.pk).status == "submitted"
    assert decide(sensitive, other).status != "submitted"


@pytest.fixture
def amended(read_need, agent):
    """A published need that became sensitive after its publication."""
    return amend_need(read_need, data={"expected_result": "Des caméras à reconnaissance faciale."}, by=agent)


def test_a_change_that_makes_a_published_text_sensitive_takes_two_people(amended, moderator, other):
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        approve_amendments(amended, by=moderator)
    advise(amended, by=moderator)
    with pytest.raises(DomainError, match="une autre personne de la modération décide"):
        approve_amendments(amended, by=moderator)
    assert Need.objects.get(pk=amended.pk).awaits_review
    assert not approve_amendments(amended, by=other).awaits_review


def test_a_plain_change_takes_one_person(read_need, agent, moderator):
    amended = amend_need(read_need, data={"summary": "Plus court."}, by=agent)
    assert not approve_amendments(amended, by=moderator).awaits_review


def test_an_opinion_on_a_change_ends_with_the_next_change(amended, agent, moderator, other):
    advise(amended, by=moderator)
    amend_need(amended, data={"summary": "Encore autre chose."}, by=agent)
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        approve_amendments(amended, by=other)


def test_bringing_the_read_version_back_takes_one_person(amended, moderator):
    assert not restore_approved(amended, by=moderator, reason="Non annoncé.").awaits_review


def test_the_page_of_a_changed_need_asks_for_the_first_opinion(client, amended, moderator):
    client.force_login(moderator)
    page = client.get(reverse("admin:needs_need_change", args=[amended.pk]))
    # « Garder » takes two people: it is offered to the second alone.
    assert [verb.name for verb in page.context["verbs"]] == ["restore", "advise", "advise_against"]
    assert "Le premier avis est attendu." in page.text
    assert "premier avis attendu" in client.get(reverse("admin:needs_need_changelist")).text


@pytest.mark.parametrize("name", ["foreign_summary", "short_window_reason"])
def test_every_public_text_is_searched_for_words(waiting, needs_kind, name):
    fields = {"foreign_language": "en"} if name == "foreign_summary" else {}
    assert why_sensitive(needs_kind, waiting(**{name: "Biométrie", **fields}))


def test_sending_back_takes_one_person(sensitive, moderator):
    assert return_need(sensitive, by=moderator, reason="Précisez.").status == "returned"


def test_the_system_publishes_alone(sensitive):
    assert publish_need(sensitive, by=None).status == "published"


def test_an_opinion_is_recorded_and_may_be_against(sensitive, moderator, other):
    with pytest.raises(DomainError, match="Dites pourquoi") as refusal:
        advise_against(sensitive, by=moderator, reason=" ")
    assert refusal.value.field == "reason"
    look = advise_against(sensitive, by=moderator, reason="Le seuil n'est pas dit.")
    assert (look.opinion, look.note, look.version) == (
        "against",
        "Le seuil n'est pas dit.",
        sensitive.version,
    )
    assert history_of(sensitive).first().verb == "look.advised_against"
    assert publish_need(sensitive, by=other).status == "published"


def test_one_opinion_per_version(sensitive, moderator, other):
    advise(sensitive, by=moderator)
    with pytest.raises(DomainError, match="vous pouvez décider"):
        advise(sensitive, by=other)
    Need.objects.filter(pk=sensitive.pk).update(version=sensitive.version + 1)
    with pytest.raises(DomainError, match="Deux personnes"):
        publish_need(sensitive, by=other)
    advise(sensitive, by=other)
    assert SecondLook.objects.count() == 2


def test_who_is_alone_is_told_to_open_a_second_account(sensitive, moderator):
    advise(sensitive, by=moderator)
    with pytest.raises(DomainError, match="second compte"):
        publish_need(sensitive, by=moderator)


@pytest.mark.parametrize("status", ["returned", "rejected", "published"])
def test_no_opinion_on_what_does_not_wait(sensitive, moderator, status):
    Need.objects.filter(pk=sensitive.pk).update(status=status, published_at=sensitive.submitted_at)
    with pytest.raises(DomainError, match="n'attend pas"):
        advise(sensitive, by=moderator)


def test_no_opinion_on_what_is_not_sensitive(waiting, moderator):
    with pytest.raises(DomainError, match="n'attend pas"):
        advise(waiting(), by=moderator)


def test_no_opinion_from_the_own_organisation_or_the_public(sensitive, agent):
    own = MembershipFactory(organisation=agent.buyer.organisation, user__is_staff=True).user
    for by in [own, UserFactory()]:
        with pytest.raises(DomainError, match="votre propre organisation"):
            advise(sensitive, by=by)
    assert not SecondLook.objects.exists()


def test_solutions_are_looked_at_twice_too(moderator, other):
    company = company_user().memberships.get().organisation.company
    type(company.organisation).objects.update(verified_at="2026-01-01T00:00Z")
    solution = SolutionFactory(company=company, submitted=True, novelty="Une biométrie nouvelle.")
    for decide, options in [(publish_solution, {}), (reject_solution, {"reason_key": "publicite"})]:
        with pytest.raises(DomainError, match="Deux personnes"):
            decide(solution, by=moderator, **options)
    advise(solution, by=moderator)
    assert publish_solution(solution, by=other).status == "published"


def test_the_queue_and_the_page_say_where_it_stands(client, sensitive, waiting, moderator, other):
    plain = waiting()
    page, queue = (
        reverse("admin:needs_need_change", args=[sensitive.pk]),
        reverse("admin:needs_need_changelist"),
    )
    client.force_login(moderator)
    assert "premier avis attendu" in client.get(queue).text
    shown = client.get(page)
    assert "Le premier avis est attendu." in shown.text
    assert {verb.name for verb in shown.context["verbs"]} >= {"advise", "advise_against"}
    answer = client.post(
        reverse("admin:needs_need_decide", args=[sensitive.pk, "advise"]), confirmed(sensitive)
    )
    assert answer.url == reverse("admin:needs_need_change", args=[plain.pk])
    assert "premier avis : publier" in client.get(queue).text
    assert "Vous avez donné cet avis" in client.get(page).text
    assert client.get(reverse("admin:needs_need_change", args=[plain.pk])).context["next_url"] == ""
    client.force_login(other)
    assert client.get(reverse("admin:needs_need_change", args=[plain.pk])).context["next_url"] == page
    assert [verb.name for verb in client.get(page).context["verbs"]] == ["publish", "return", "reject"]


@pytest.mark.parametrize("key", ["need", "solution"])
def test_every_test_of_the_rules_is_known_by_its_rooms(key):
    rules = SensitiveRule.objects.filter(kinds__contains=[key], enabled=True).exclude(test="reported")
    assert {rule.test for rule in rules} <= set(KINDS[key].sensitive)


def test_only_possible_decisions_are_offered(client, sensitive, waiting, moderator, other):
    def offered(user, need):
        client.force_login(user)
        page = client.get(reverse("admin:needs_need_change", args=[need.pk]))
        return [verb.name for verb in page.context["verbs"]]

    assert offered(moderator, sensitive) == ["return", "advise", "advise_against"]
    advise(sensitive, by=moderator)
    assert offered(moderator, sensitive) == ["return"]
    # The controls: the second person decides, and one person is enough for what is not sensitive.
    assert offered(other, sensitive) == ["publish", "return", "reject"]
    assert offered(moderator, waiting()) == ["publish", "return", "reject"]
