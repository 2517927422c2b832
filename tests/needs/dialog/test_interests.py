"""Declaring, answering, joining: what is refused, what is recorded, who is told, what stays due."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.follow.models import Follow
from grandest_portal.reference.models import Parameter
from needs import actions
from needs.dialog.figures import figures_of
from needs.enums import ENDED_NEED, PUBLIC_NEED, NeedStatus
from needs.models import Interest, InterestPartner, Need
from tests.accounts.teams import delegate
from tests.factories import (
    CompanyFactory,
    InterestFactory,
    MembershipFactory,
    SolutionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.needs.dialog.conftest import NOTE, company_of, everything, organisation_of, told

NOT_OPEN = sorted(PUBLIC_NEED - {NeedStatus.PUBLISHED})


def fresh(need):
    return Need.objects.get(pk=need.pk)


def test_interest_is_recorded_told_without_a_name_and_followed(talk, solution):
    interest = talk.declare(solution=solution)
    (entry,) = history_of(interest)
    company = company_of(talk.people["company"])
    assert (entry.verb, entry.value.actor) == ("interest.declared", talk.people["company"])
    assert entry.value.payload["after"] == {
        "need": talk.need.pk,
        "company": company.pk,
        "solution": solution.pk,
        "note": NOTE,
        "partners": [],
    }
    assert Follow.objects.filter(user=talk.people["company"], object_id=talk.need.pk).count() == 1
    notices = told()
    assert set(notices) == {talk.people["buyer"].pk}
    (notice,) = notices[talk.people["buyer"].pk]
    assert str(company) not in f"{notice.title} {notice.body}"


def test_buyer_is_written_to_once_until_it_has_read(talk):
    talk.declare()
    talk.declare(by="company_b")
    assert len(told()[talk.people["buyer"].pk]) == 1
    actions.mark_interests_read(talk.need, by=talk.people["buyer"], shown=everything())
    talk.declare(by=company_user())
    assert len(told()[talk.people["buyer"].pk]) == 1


def test_same_declaration_twice_is_one_and_a_colleague_is_told_of_it(talk):
    interest = talk.declare()
    assert talk.declare() == interest
    colleague = MembershipFactory(organisation=organisation_of(talk.people["company"]), role="editor").user
    with pytest.raises(DomainError, match=f"{interest.reference}, par {talk.people['company']}"):
        talk.declare(by=colleague)
    with pytest.raises(DomainError, match="déjà déclaré"):
        talk.declare(note="Une autre note.")
    assert Interest.objects.count() == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: company_user(role="reader"),
        lambda: company_user(waiting=True),
        buyer_user,
        partner_user,
        UserFactory,
        lambda: UserFactory(moderator=True),
    ],
)
def test_only_people_who_speak_for_a_company_declare(talk, make):
    with pytest.raises(DomainError, match="personnes validées d'une entreprise"):
        talk.declare(by=make())
    assert Interest.objects.count() == 0


def test_person_who_also_acts_for_the_buyer_does_not_declare(talk):
    person = talk.people["company"]
    delegate(talk.need.buyer.organisation, user=person)
    with pytest.raises(DomainError, match="aussi pour l'acheteur"):
        talk.declare(by=type(person).objects.get(pk=person.pk))


@pytest.mark.parametrize("status", NOT_OPEN)
def test_nobody_declares_once_the_exchanges_are_over(talk, status):
    talk.become(status)
    with pytest.raises(DomainError, match="Les échanges de ce besoin sont clos"):
        talk.declare()


def test_solution_is_a_published_one_of_the_company(talk):
    company = company_of(talk.people["company"])
    for wrong in [SolutionFactory(published=True), SolutionFactory(company=company)]:
        with pytest.raises(DomainError, match="solution publiée de votre entreprise") as refusal:
            talk.declare(solution=wrong)
        assert refusal.value.field == "solution"


@pytest.mark.parametrize("note", [" ", "x" * 601])
def test_note_that_misses_or_is_too_long_is_refused_beside_its_field(talk, note):
    with pytest.raises(DomainError) as refusal:
        talk.declare(note=note)
    assert refusal.value.field == "note"


# Answers


@pytest.mark.parametrize("status", sorted(PUBLIC_NEED))
def test_answers_are_due_and_possible_until_the_need_ends(talk, status):
    talk.declare()
    talk.become(status)
    ended = status in ENDED_NEED
    assert figures_of(fresh(talk.need)).due == (0 if ended else 1)
    if ended:
        for refused in [
            talk.answer,
            lambda: actions.mark_interests_read(talk.need, by=talk.people["buyer"], shown=everything()),
            lambda: actions.withdraw_interest(Interest.objects.get(), by=talk.people["company"]),
        ]:
            with pytest.raises(DomainError, match="Ce besoin est terminé"):
                refused()
    else:
        assert len(talk.answer()) == 1


def test_answer_to_some_leaves_the_others_due_and_one_text_serves_the_rest(talk):
    first, second, third = talk.declare(), talk.declare(by="company_b"), talk.declare(by=company_user())
    told()
    assert talk.answer(second, text="Merci.") == [second]
    assert list(Interest.objects.due().order_by("pk")) == [first, third]
    assert figures_of(fresh(talk.need)).due == 2
    assert set(told()) == {talk.people["company_b"].pk}
    assert talk.answer(text="La suite est publiée.") == [first, third]
    assert figures_of(fresh(talk.need)).due == 0
    with pytest.raises(DomainError, match="Plus aucune réponse n'est due"):
        talk.answer()
    second.refresh_from_db()
    assert second.answer == "Merci."


def test_answer_marks_as_read_is_recorded_and_told_to_the_company(talk):
    interest = talk.declare()
    reader = MembershipFactory(organisation=organisation_of(talk.people["company"]), role="reader").user
    told()
    talk.answer(text="Merci, voici la suite.")
    interest.refresh_from_db()
    assert interest.read_at == interest.answered_at
    assert interest.answered_by == talk.people["buyer"]
    entry = history_of(interest)[0]
    assert (entry.verb, entry.value.payload["after"]) == (
        "interest.answered",
        {"answer": "Merci, voici la suite."},
    )
    notices = told()
    assert set(notices) == {talk.people["company"].pk} and reader.pk not in notices
    assert "Merci, voici la suite." in notices[talk.people["company"].pk][0].body


def test_answer_of_one_need_does_not_reach_the_interests_of_another(talk):
    other = InterestFactory()
    with pytest.raises(DomainError, match="Plus aucune réponse n'est due"):
        talk.answer(other)


@pytest.mark.parametrize("role", ["company", "moderator"])
def test_others_than_the_buyer_neither_read_nor_answer(talk, role):
    talk.declare()
    reader = MembershipFactory(organisation=talk.need.buyer.organisation, role="reader").user
    for user in [talk.people[role], reader, buyer_user()]:
        for refused in [
            lambda user=user: talk.answer(by=user),
            lambda user=user: actions.mark_interests_read(talk.need, by=user, shown=everything()),
        ]:
            with pytest.raises(DomainError, match="Seules les personnes validées de l'acheteur"):
                refused()


def test_reading_is_recorded_once_and_keeps_its_first_moment(talk):
    interest = talk.declare()
    assert actions.mark_interests_read(talk.need, by=talk.people["buyer"], shown=everything()) == 1
    interest.refresh_from_db()
    first = interest.read_at
    assert actions.mark_interests_read(talk.need, by=talk.people["buyer"], shown=everything()) == 0
    talk.answer()
    interest.refresh_from_db()
    assert interest.read_at == first
    assert [entry.verb for entry in history_of(interest)] == [
        "interest.answered",
        "interest.read",
        "interest.declared",
    ]


def test_interest_is_withdrawn_by_its_company_and_owed_nothing(talk):
    interest = talk.declare()
    for role in ["company_b", "buyer", "moderator"]:
        with pytest.raises(DomainError, match="Seule l'entreprise"):
            actions.withdraw_interest(interest, by=talk.people[role])
    actions.withdraw_interest(interest, by=talk.people["company"])
    figures = figures_of(fresh(talk.need))
    assert (figures.companies, figures.due, figures.unread) == (0, 0, 0)
    with pytest.raises(DomainError, match="n'est plus possible"):
        actions.withdraw_interest(interest, by=talk.people["company"])
    assert talk.declare() != interest


# Together


def test_invited_company_is_told_and_counts_once_it_confirms(talk):
    partner = company_of(talk.people["company_b"])
    interest = talk.declare(partners=[partner, partner])
    row = InterestPartner.objects.get()
    notices = told()
    assert set(notices) == {talk.people["buyer"].pk, talk.people["company_b"].pk}
    assert figures_of(fresh(talk.need)).companies == 1
    actions.answer_partnership(row, by=talk.people["company_b"], joins=True)
    assert figures_of(fresh(talk.need)).companies == 2
    assert set(told()) == {talk.people["company"].pk}
    assert history_of(interest)[0].verb == "interest.partner_confirmed"
    talk.answer()
    assert set(told()) == {talk.people["company"].pk, talk.people["company_b"].pk}


def test_company_that_declines_or_did_not_answer_hears_nothing_of_the_answer(talk):
    third = company_user()
    talk.declare(partners=[company_of(talk.people["company_b"]), company_of(third)])
    row = InterestPartner.objects.get(company=company_of(third))
    actions.answer_partnership(row, by=third, joins=False)
    told()
    talk.answer()
    assert set(told()) == {talk.people["company"].pk}
    assert figures_of(fresh(talk.need)).companies == 1


def test_company_that_declares_alone_and_with_others_counts_once(talk):
    talk.declare(by="company_b")
    talk.declare(partners=[company_of(talk.people["company_b"])])
    actions.answer_partnership(InterestPartner.objects.get(), by=talk.people["company_b"], joins=True)
    assert figures_of(fresh(talk.need)).companies == 2


def test_partners_are_others_than_both_sides_and_not_too_many(talk):
    Parameter.objects.filter(key="interest_partners_max").update(value=1)
    with pytest.raises(DomainError, match="1 au plus"):
        talk.declare(partners=CompanyFactory.create_batch(2))
    with pytest.raises(DomainError, match="N'invitez que les autres"):
        talk.declare(partners=[company_of(talk.people["company"])])
    with pytest.raises(DomainError, match="L'acheteur ne peut pas"):
        talk.declare(partners=[CompanyFactory(organisation=talk.need.buyer.organisation)])
    assert Interest.objects.count() == 0


def test_only_a_person_of_the_invited_company_and_of_no_other_side_answers(talk):
    talk.declare(partners=[company_of(talk.people["company_b"])])
    row = InterestPartner.objects.get()
    invited = organisation_of(talk.people["company_b"])
    both = delegate(invited).user
    MembershipFactory(user=both, organisation=organisation_of(talk.people["company"]), role="editor")
    reader = MembershipFactory(organisation=invited, role="reader").user
    for user in [talk.people["company"], talk.people["buyer"], reader, both, company_user()]:
        with pytest.raises(DomainError, match=r"Seule l'entreprise invitée|Vous agissez aussi"):
            actions.answer_partnership(row, by=type(user).objects.get(pk=user.pk), joins=True)
    assert actions.answer_partnership(row, by=talk.people["company_b"], joins=True).is_confirmed
    assert actions.answer_partnership(row, by=talk.people["company_b"], joins=True).is_confirmed
    with pytest.raises(DomainError, match="n'est plus possible"):
        actions.answer_partnership(row, by=talk.people["company_b"], joins=False)


def test_invitation_falls_with_the_interest_and_with_the_window(talk):
    interest = talk.declare(partners=[company_of(talk.people["company_b"])])
    row = InterestPartner.objects.get()
    talk.become("closed")
    with pytest.raises(DomainError, match="sont clos"):
        actions.answer_partnership(row, by=talk.people["company_b"], joins=True)
    talk.become("published")
    actions.withdraw_interest(interest, by=talk.people["company"])
    with pytest.raises(DomainError, match="retirée entre-temps"):
        actions.answer_partnership(row, by=talk.people["company_b"], joins=True)


# Meetings


def test_meeting_is_noted_for_all_interests_of_the_company_and_forgotten_with_it(talk):
    alone = talk.declare(by="company_b")
    joint = talk.declare(partners=[company_of(talk.people["company_b"])])
    other, at = talk.declare(by=company_user()), timezone.now()
    company = company_of(talk.people["company_b"])
    actions.note_meeting(talk.need, company, at)
    met = Interest.objects.filter(meeting_at=at).order_by("pk")
    assert list(met) == [alone, joint] and other not in met
    assert history_of(alone)[0].verb == "interest.meeting_noted"
    assert actions.forget_meeting(talk.need, company, timezone.now()) == []
    assert actions.forget_meeting(talk.need, company, at) == [alone, joint]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "withdrawn"},
        {"note": ""},
        {"answer": "Sans date."},
        {"answered_at": timezone.now()},
    ],
)
def test_database_refuses_what_must_not_be(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        InterestFactory(**fields)


def test_database_refuses_a_second_live_interest_of_a_company(db):
    first = InterestFactory(withdrawn=True)
    InterestFactory(need=first.need, company=first.company)
    with pytest.raises(IntegrityError, match="needs_interest_one_live"), transaction.atomic():
        InterestFactory(need=first.need, company=first.company)
