"""Moderators of an organisation that a thing touches learn neither who reported, nor who asked, nor who advised."""

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.models import Membership
from grandest_portal.reports.actions import advise_against, report_thing
from grandest_portal.reports.models import SecondLook
from needs.actions import ask_question
from tests.factories import MembershipFactory, NeedFactory, UserFactory, company_user

SECRET = "Zoé Témoin"
WORDS = "Le titre reprend notre courrier du 3 mars."
AUDIT = reverse("admin:core_auditentry_changelist")


@pytest.fixture
def colleague(agent):
    """A moderator who belongs to the buyer."""
    return MembershipFactory(organisation=agent.buyer.organisation, user=UserFactory(moderator=True)).user


@pytest.fixture
def past(agent):
    """A moderator who left the buyer yesterday."""
    user = UserFactory(moderator=True)
    MembershipFactory(organisation=agent.buyer.organisation, user=user)
    Membership.objects.filter(user=user).update(status="ended", decided_at=timezone.now())
    return user


@pytest.fixture
def witness(db):
    user = company_user()
    user.full_name = SECRET
    user.save(update_fields=["full_name"])
    return user


@pytest.fixture
def case(need, needs_kind, witness):
    return report_thing(needs_kind, need, by=witness, reason_key="signale_trompeur", text=WORDS).case


@pytest.fixture
def question(need, witness):
    return ask_question(need, by=witness, text="Quel débit faut-il mesurer ?")


@pytest.fixture
def look(waiting, witness):
    witness.is_staff = True
    witness.save(update_fields=["is_staff"])
    need = waiting(procedure="direct_innovative")
    return advise_against(need, by=witness, reason=WORDS)


def pages_of(thing):
    meta = thing._meta
    return [
        reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)
        for page, args in [("changelist", []), ("change", [thing.pk]), ("history", [thing.pk])]
    ]


def read(client, user, urls):
    client.force_login(user)
    return "".join(client.get(url, follow=True).text for url in urls).replace("&#x27;", "'")


@pytest.mark.parametrize("who", ["colleague", "past"])
@pytest.mark.parametrize("about", ["case", "question"])
def test_the_own_organisation_learns_no_name(client, request, moderator, about, who):
    thing, insider = request.getfixturevalue(about), request.getfixturevalue(who)
    urls = [*pages_of(thing), AUDIT]
    told = read(client, moderator, urls)
    assert SECRET in told
    hidden = read(client, insider, urls)
    assert SECRET not in hidden and "masqué" in hidden


def test_the_words_of_a_report_are_not_shown_nor_searched(client, case, colleague, moderator):
    urls = [pages_of(case)[1]]
    assert WORDS in read(client, moderator, urls)
    assert WORDS not in read(client, colleague, urls)
    assert "Contenu faux ou trompeur" in read(client, colleague, urls)
    found = client.get(pages_of(case)[0], {"q": "courrier"})
    assert found.context["cl"].result_count == 0


def test_each_page_of_the_audit_trail_masks_its_own_rows(client, case, question, colleague):
    client.force_login(colleague)
    for verb in ["case.opened", "question.asked"]:
        page = client.get(AUDIT, {"verb__in": verb})
        assert page.context["cl"].result_count == 1
        assert SECRET not in page.text and "masqué" in page.text


def test_what_touches_another_organisation_is_shown(client, witness, needs_kind, colleague):
    other = NeedFactory(published=True)
    case = report_thing(needs_kind, other, by=witness, reason_key="signale_autre", text=WORDS).case
    shown = read(client, colleague, [*pages_of(case)[1:], AUDIT])
    assert SECRET in shown and WORDS in shown and "masqué" not in shown


def test_who_gave_the_first_opinion_and_why_is_hidden_too(client, look, colleague, moderator):
    need, row = look.thing, SecondLook.objects.get()
    urls = [*pages_of(need)[1:], *pages_of(row)[:2], AUDIT]
    told = read(client, moderator, urls)
    assert SECRET in told and WORDS in told
    hidden = read(client, colleague, urls)
    assert SECRET not in hidden and WORDS not in hidden
    assert client.get(pages_of(row)[1]).status_code == 403


def test_a_report_about_what_is_gone_names_nobody(client, moderator, witness, needs_kind, waiting):
    need = waiting()
    case = report_thing(needs_kind, need, by=witness, reason_key="signale_autre", text=WORDS).case
    need.delete()
    assert SECRET not in read(client, moderator, [*pages_of(case), AUDIT])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_audit_trail_costs_the_same(
    client, moderator, needs_kind, waiting, rows, django_assert_num_queries
):
    for _row in range(rows):
        report_thing(needs_kind, waiting(), by=None, reason_key="signale_autre", text=WORDS)
    client.force_login(moderator)
    with django_assert_num_queries(12):
        client.get(AUDIT)
