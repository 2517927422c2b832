"""Minutes: one grid for all the companies of a need, written by the buyer, locked, commented once."""

from datetime import date

import pytest
from pypdf import PdfReader

from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.core.seen import marks_of
from grandest_portal.notifications.models import Notification
from meetings import actions
from meetings.enums import Presence
from meetings.loading import DATA, load_minutes_questions
from meetings.models import Minutes, MinutesGrid, MinutesQuestion
from meetings.records.document import minutes_of_need
from meetings.records.grids import questions_for, write_own_questions
from meetings.records.minutes import comment_minutes, parts_of, start_minutes, validate_minutes, write_minutes
from meetings.records.saying import say_presence
from tests.factories import CompanyFactory
from tests.meetings.pages import logged_in, text, url
from tests.meetings.scenes import Pair, member, pair, slot

ANSWER = "Une écoute acoustique, posée sans couper l'eau."


@pytest.fixture(autouse=True)
def questions(db):
    load_minutes_questions(DATA)


def attended(meeting, by):
    return say_presence(meeting, {each.pk: Presence.PRESENT for each in meeting.participants.all()}, by=by)


def held_with(both, clock, company, hour):
    """Another company's held meeting about the same need."""
    other = Pair(both.need, company, both.agent, both.colleague, member(company), member(company))
    meeting = other.confirm(other.propose(slots=[slot(3, hour)]))
    clock.move_to(meeting.ends_at)
    return attended(meeting, both.agent)


@pytest.fixture
def held(over, both):
    return attended(over, both.agent)


@pytest.fixture
def draft(held, both):
    start_minutes(held, by=both.agent)
    return write_minutes(held, answers={"reponse_apportee": ANSWER}, text="À revoir en mars.", by=both.agent)


@pytest.fixture
def validated(draft, both):
    return validate_minutes(draft.meeting, by=both.agent)


def test_first_minutes_freeze_the_grid_for_all(held, both, clock):
    write_own_questions(both.need, ["Et l'entretien ?", "", "Et l'entretien ?"], by=both.agent)
    first = start_minutes(held, by=both.agent)
    grid = MinutesGrid.objects.get()
    assert [each["key"] for each in grid.questions][-1] == "propre-1" and grid.frozen_at is not None
    MinutesQuestion.objects.update(wording="Autre chose ?")
    MinutesQuestion.objects.create(key="neuve", wording="Neuve ?", starts_on=date(2026, 11, 1))
    with pytest.raises(DomainError, match="La grille est arrêtée"):
        write_own_questions(both.need, ["Et le prix ?"], by=both.agent)
    other = held_with(both, clock, CompanyFactory(), 9)
    second = start_minutes(other, by=both.colleague)
    assert second.questions == first.questions == grid.questions
    assert MinutesGrid.objects.count() == 1


def test_other_needs_take_the_questions_in_force(held, both):
    """The control: what is frozen for one need is not for another."""
    start_minutes(held, by=both.agent)
    MinutesQuestion.objects.update(wording="Autre chose ?")
    other = pair()
    assert {each["wording"] for each in questions_for(other.need, date(2027, 3, 1))} == {"Autre chose ?"}
    assert "Autre chose ?" not in {each["wording"] for each in questions_for(both.need, date(2027, 3, 1))}


def test_minutes_hold_no_question_of_their_own(draft, both):
    with pytest.raises(DomainError, match="pas dans la grille"):
        write_minutes(draft.meeting, answers={"autre": "Hors grille"}, by=both.agent)
    assert "questions" not in {field.name for field in Minutes._meta.get_fields()}


@pytest.mark.parametrize("who", ["manager", "reader", "stranger"])
def test_only_those_who_speak_for_the_buyer_write(held, both, who):
    user = {
        "manager": both.manager,
        "reader": member(both.need.buyer, role="reader"),
        "stranger": pair().agent,
    }[who]
    with pytest.raises(DomainError, match="au nom de l'acheteur"):
        start_minutes(held, by=user)
    with pytest.raises(DomainError, match="complètent cette grille"):
        write_own_questions(both.need, ["Et moi ?"], by=user)


def test_nothing_is_written_before_the_beginning_nor_of_an_absence(both, clock):
    meeting = both.confirm()
    with pytest.raises(DomainError, match="aura commencé"):
        start_minutes(meeting, by=both.agent)
    clock.move_to(meeting.ends_at)
    people = {each.side: each.pk for each in meeting.participants.all()}
    said = {people["buyer"]: Presence.PRESENT, people["company"]: Presence.ABSENT}
    meeting = say_presence(meeting, said, by=both.agent)
    with pytest.raises(DomainError, match="qui a eu lieu"):
        start_minutes(meeting, by=both.agent)
    assert not MinutesGrid.objects.exists()


def test_started_twice_is_one_draft(held, both):
    assert start_minutes(held, by=both.agent) == start_minutes(held, by=both.colleague)


def test_second_to_save_reads_both_versions(draft, both):
    with pytest.raises(Conflict):
        write_minutes(draft.meeting, answers={"limites": "x"}, by=both.colleague, version=draft.version - 1)
    stored = write_minutes(draft.meeting, answers={"limites": "x"}, by=both.colleague, version=draft.version)
    assert stored.answers == {"reponse_apportee": ANSWER, "limites": "x"}


def test_validating_locks_and_tells_the_company(draft, both):
    validate_minutes(draft.meeting, by=both.agent, marks=marks_of(parts_of(draft)))
    told = Notification.objects.filter(kind="meetings.minutes_validated")
    assert {row.user for row in told} == {both.manager, both.partner}
    for change in [
        lambda: write_minutes(draft.meeting, answers={"limites": "x"}, by=both.agent),
        lambda: validate_minutes(draft.meeting, by=both.agent),
    ]:
        with pytest.raises(DomainError, match="il ne change plus"):
            change()
    with pytest.raises(DomainError, match="présences ne changent plus"):
        attended(draft.meeting, both.agent)


def test_validating_asks_for_a_held_meeting_and_some_words(over, both):
    start_minutes(over, by=both.agent)
    with pytest.raises(DomainError, match="rien à valider"):
        validate_minutes(over, by=both.agent)
    write_minutes(over, answers={"limites": "Aucune."}, by=both.agent)
    with pytest.raises(DomainError, match="Dites d'abord qui était là"):
        validate_minutes(over, by=both.agent)


def test_what_changed_meanwhile_is_read_before_it_is_validated(draft, both):
    marks = marks_of(parts_of(draft))
    write_minutes(draft.meeting, answers={"limites": "Le gel."}, by=both.colleague)
    with pytest.raises(Conflict, match="Quelles limites"):
        validate_minutes(draft.meeting, by=both.agent, marks=marks)


def test_company_comments_once(validated, both):
    with pytest.raises(DomainError, match="Écrivez"):
        comment_minutes(validated.meeting, text=" ", by=both.manager)
    comment_minutes(validated.meeting, text="Le débit est de 12 m³.", by=both.manager)
    told = Notification.objects.filter(kind="meetings.minutes_commented")
    assert {row.user for row in told} == {both.agent, both.colleague}
    for user in [both.partner, both.agent]:
        with pytest.raises(DomainError, match="une fois"):
            comment_minutes(validated.meeting, text="Encore.", by=user)


def test_draft_is_not_commented(draft, both):
    with pytest.raises(DomainError, match="quand il est validé"):
        comment_minutes(draft.meeting, text="Trop tôt.", by=both.manager)


def test_register_reads_the_same_questions_of_every_company(validated, both, clock):
    comment_minutes(validated.meeting, text="Exact.", by=both.manager)
    other = held_with(both, clock, CompanyFactory(), 9)
    start_minutes(other, by=both.agent)
    assert len(minutes_of_need(both.need)) == 1
    write_minutes(other, answers={"limites": "Le gel."}, by=both.agent)
    validate_minutes(other, by=both.agent)
    first, second = minutes_of_need(both.need)
    assert (first["company"], first["text"], first["comment"]) == (
        both.company.pk,
        "À revoir en mars.",
        "Exact.",
    )
    asked = [[(each["key"], each["question"]) for each in row["answers"]] for row in (first, second)]
    assert asked[0] == asked[1] and len(asked[0]) == 6
    assert minutes_of_need(pair().need) == []


def test_trail_keeps_what_was_validated(validated):
    entry = AuditEntry.objects.get(verb="minutes.validated")
    assert entry.value.payload["after"]["reponse_apportee"] == ANSWER
    assert AuditEntry.objects.filter(verb="minutes.grid_frozen").count() == 1


def test_whole_story_in_pages(held, both, agent, manager):
    assert "Écrire le compte rendu" in text(agent.get(url("detail", held.pk)))
    assert "compte-rendu" not in text(manager.get(url("detail", held.pk)))
    page = text(agent.get(url("minutes", held.pk)))
    assert "Quelles limites ou quels risques" in page and "Ajouter mes questions" in page
    grid = url("minutes_grid", both.need.pk)
    assert agent.post(grid, {"own": "Et l'entretien ?", "version": "0"}).status_code == 302
    assert agent.post(grid, {"own": "Autre ?", "version": "0"}).status_code == 409
    assert (
        agent.post(grid, {"own": "\n".join(f"Q {n} ?" for n in range(11)), "version": "1"}).status_code == 422
    )
    assert agent.post(url("minutes_start", held.pk)).status_code == 302
    assert "Et l'entretien ?" in text(agent.get(grid)) and "<textarea" not in text(agent.get(grid))
    step = url("minutes_step", held.pk, "reponses")
    page = text(agent.get(step))
    assert "data-autosave" in page and "7. Et l'entretien ?" in page
    saved = agent.post(step, {"reponse_limites": "Le gel.", "version": "1"}, headers={"X-Autosave": "1"})
    assert saved.json()["version"] == 2
    assert agent.post(step, {"reponse_limites": "Rien.", "version": "1"}).status_code == 409
    assert manager.get(url("minutes", held.pk)).status_code == 404
    assert manager.get(url("minutes_pdf", held.pk)).status_code == 404
    page = agent.get(url("minutes_validate", held.pk))
    assert "Le gel." in text(page)
    assert agent.post(url("minutes_validate", held.pk), {"version": page.context["marks"]}).status_code == 302
    for client in (agent, manager, logged_in(member(both.company, role="reader"))):
        assert "Le gel." in text(client.get(url("minutes", held.pk)))
    assert agent.get(step).status_code == 302
    assert manager.post(url("minutes_comment", held.pk), {"text": ""}).status_code == 422
    assert manager.post(url("minutes_comment", held.pk), {"text": "Exact."}).status_code == 302
    assert manager.get(url("minutes_comment", held.pk)).status_code == 403
    assert "Exact." in text(agent.get(url("minutes", held.pk)))


def test_minutes_that_cannot_be_validated_yet_lead_to_presences(over, both, agent):
    start_minutes(over, by=both.agent)
    page = text(agent.get(url("minutes_validate", over.pk)))
    assert url("presence", over.pk) in page and "Valider et donner" not in page
    assert agent.post(url("minutes_validate", over.pk)).status_code == 422


def test_pdf_says_the_same(validated, both, agent, tmp_path):
    response = agent.get(url("minutes_pdf", validated.meeting.pk))
    assert response.status_code == 200 and response["Cache-Control"] == "private, no-store"
    path = tmp_path / "compte-rendu.pdf"
    path.write_bytes(response.content)
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "Une écoute acoustique" in words and "les mêmes pour toutes les entreprises" in words
    assert validated.meeting.place not in words


def test_pages_of_others_do_not_exist(validated, both):
    stranger = pair()
    for user in (stranger.agent, stranger.manager):
        for name in ("minutes", "minutes_pdf", "minutes_comment", "minutes_validate"):
            assert logged_in(user).get(url(name, validated.meeting.pk)).status_code == 404


def test_cancelled_meeting_has_none(both, agent):
    meeting = both.confirm()
    actions.cancel_meeting(meeting, by=both.agent, reason="Empêchement.")
    assert agent.get(url("minutes", meeting.pk)).status_code == 404
    assert agent.post(url("minutes_start", meeting.pk)).status_code == 403
