"""A published sheet changes in public: kept, dated, told once, read again, brought back; who reads which change."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.models import Job
from grandest_portal.core.versions import versions_of
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import SensitiveRule
from suppliers import actions
from suppliers.audience import RESTRICTABLE
from suppliers.enums import Audience, SolutionStatus
from suppliers.models import Solution
from suppliers.versioning import (
    ANSWERS,
    AUDIENCES,
    NAMES,
    NOT_VERSIONED,
    changes_to_review,
    content_of,
    words_of,
)
from tests.factories import UserFactory, buyer_user, company_user
from tests.suppliers.helpers import code, member, people_towards, solution_in
from tests.windows import end_windows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


@pytest.fixture
def moderator():
    return UserFactory(moderator=True)


@pytest.fixture
def published(moderator):
    return actions.publish_solution(solution_in(SolutionStatus.SUBMITTED, title="Écoute"), by=moderator)


@pytest.fixture
def agent(published):
    return member(published.company)


def editable_fields():
    fields = [*Solution._meta.concrete_fields, *Solution._meta.many_to_many]
    return {each.name for each in fields if each.editable and not each.generated and not each.primary_key}


def test_every_editable_field_is_versioned_or_said_not_to_be():
    assert set(ANSWERS) | set(NOT_VERSIONED) == editable_fields()
    assert set(NAMES).isdisjoint(NOT_VERSIONED)
    assert AUDIENCES in ANSWERS and set(RESTRICTABLE) <= set(ANSWERS)


def test_every_stored_value_reads_in_words(published):
    Solution.objects.update(
        price_models=["licence"],
        audiences={"security": "request"},
        video="https://video.example/",
        security="S.",
    )
    content = content_of(Solution.objects.get())
    assert set(content) == set(NAMES)
    words = {name: words_of(name, value) for name, value in content.items()}
    assert all(isinstance(each, str) for each in words.values())
    assert words["price_models"] == "Licence"
    assert words[AUDIENCES] == "sécurité et données personnelles : Sur demande, acceptée par l'entreprise"
    assert words["cpv"].startswith("38420000")


def test_versions_are_kept_when_sent_published_and_amended(moderator):
    solution = solution_in(SolutionStatus.DRAFT, title="Écoute")
    agent = member(solution.company)
    actions.submit_solution(solution, by=agent)
    kept = versions_of(solution, public_only=False)
    assert [(row.number, row.public, row.author) for row in kept] == [(1, False, agent)]
    actions.publish_solution(solution, by=moderator)
    assert [(row.number, row.public) for row in kept.all()] == [(1, True)]
    actions.amend_solution(solution, data={"title": "Écoute des fuites"}, by=agent)
    assert [(row.number, row.public) for row in kept.all()] == [(2, True), (1, True)]


def test_amendment_is_public_at_once_dated_and_confirms(published, agent, client):
    Solution.objects.update(
        confirmed_at=timezone.now() - timedelta(days=400), to_confirm_since=timezone.now()
    )
    actions.amend_solution(
        published, data={"novelty": "Sans rien couper.", "cpv": [code("48000000")]}, by=agent
    )
    solution = Solution.objects.get()
    assert (solution.version, solution.approved_version, solution.awaits_review) == (2, 1, True)
    assert solution.amended_at == solution.confirmed_at and solution.to_confirm_since is None
    page = client.get(f"/solutions/{solution.pk}/").text
    assert "Sans rien couper." in page and "Texte modifié après publication" in page
    entry = history_of(solution)[0]
    assert (entry.verb, entry.value.payload["after"]["cpv"]) == ("solution.amended", ["48000000"])
    assert Job.objects.filter(name="needs.match_solution", args=[solution.pk]).exists()


def test_several_changes_tell_followers_and_moderators_once(published, agent, moderator, run_jobs):
    follower = buyer_user()
    follow(follower, "solution", published.pk)
    Notification.objects.all().delete()
    actions.amend_solution(published, data={"title": "Écoute fine"}, by=agent)
    actions.amend_solution(published, data={"keywords": "eau"}, by=agent)
    job = Job.objects.get(name="suppliers.tell_amended")
    assert job.run_at > timezone.now() + timedelta(minutes=14)
    Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
    run_jobs()
    end_windows()
    told = sorted(Notification.objects.values_list("user", "kind"))
    assert told == sorted([(follower.pk, "follow.news"), (moderator.pk, "suppliers.amended")])


def test_amendment_without_change_writes_nothing(published, agent):
    actions.amend_solution(published, data={"title": "Écoute"}, by=agent)
    assert Solution.objects.get().version == 1
    assert not Job.objects.filter(name="suppliers.tell_amended").exists()


@pytest.mark.parametrize("status", sorted(set(SolutionStatus) - {SolutionStatus.PUBLISHED}))
def test_amendment_is_refused_in_every_other_state(status):
    with pytest.raises(DomainError, match="n'est pas publiée"):
        actions.amend_solution(solution_in(status), data={"title": "Trop tard"}, by=None)


@pytest.mark.parametrize(("name", "empty"), [("title", ""), ("novelty", ""), ("trl", None), ("cpv", [])])
def test_amendment_empties_no_needed_answer(published, agent, name, empty):
    with pytest.raises(DomainError, match="garde ses réponses nécessaires"):
        actions.amend_solution(published, data={name: empty}, by=agent)
    solution = Solution.objects.get()
    assert (solution.version, solution.cpv.count(), solution.title) == (1, 1, "Écoute")


def test_amendment_refuses_an_old_screen(published, agent):
    actions.amend_solution(published, data={"title": "De l'une"}, by=agent, version=1)
    with pytest.raises(Conflict):
        actions.amend_solution(published, data={"title": "De l'autre"}, by=agent, version=1)


def test_sheet_published_before_versions_were_kept_is_brought_back_too(moderator):
    solution = solution_in(SolutionStatus.PUBLISHED, title="Avant")
    assert solution.approved_version is None
    actions.amend_solution(solution, data={"title": "Après"}, by=member(solution.company))
    actions.restore_approved_solution(solution, by=moderator, reason="Le titre.")
    assert Solution.objects.get().title == "Avant"


def test_desk_shows_the_difference_and_approves(published, agent, moderator, client):
    actions.amend_solution(published, data={"title": "Achetez chez nous"}, by=agent)
    assert list(Solution.objects.awaiting_review()) == [published]
    assert [each.name for each in changes_to_review(Solution.objects.get())] == ["title"]
    client.force_login(moderator)
    page = client.get(f"/admin/suppliers/solution/{published.pk}/change/")
    assert [verb.name for verb in page.context["verbs"]] == ["approve", "restore"]
    assert "Ce qui a changé depuis la dernière relecture" in page.text and "<del>" in page.text
    assert "Achetez chez nous" in client.get("/admin/suppliers/solution/?attente=decider").text
    actions.approve_solution_amendments(published, by=moderator)
    assert not Solution.objects.awaiting_review().exists()


def test_restore_brings_the_read_version_back_with_a_public_reason(published, agent, moderator, client):
    actions.amend_solution(
        published, data={"title": "Achetez chez nous", "cpv": [code("48000000")]}, by=agent
    )
    Notification.objects.all().delete()
    with pytest.raises(DomainError, match="pourquoi"):
        actions.restore_approved_solution(published, by=moderator, reason=" ")
    actions.restore_approved_solution(published, by=moderator, reason="Publicité.")
    solution = Solution.objects.get()
    assert (solution.title, solution.version, solution.awaits_review) == ("Écoute", 3, False)
    assert list(solution.cpv.values_list("pk", flat=True)) == ["38420000"]
    assert Notification.objects.get(user=agent).kind == "suppliers.restored"
    page = html.unescape(client.get(f"/solutions/{solution.pk}/versions/").text)
    assert "retirée par la modération. Raison donnée : Publicité." in page and "Achetez" not in page


def test_restore_opens_nothing_that_the_company_has_kept_since(published, agent, moderator):
    actions.amend_solution(published, data={"security": "Clés gardées en Alsace."}, by=agent)
    actions.approve_solution_amendments(published, by=moderator)
    data = {AUDIENCES: {"security": "request"}, "title": "Autre"}
    actions.amend_solution(published, data=data, by=agent)
    actions.restore_approved_solution(published, by=moderator, reason="Le titre.")
    solution = Solution.objects.get()
    assert (solution.title, solution.audiences) == ("Écoute", {"security": Audience.REQUEST})


@pytest.mark.parametrize("verb", ["approve_solution_amendments", "restore_approved_solution"])
def test_nobody_reviews_the_sheets_of_their_own_company(published, agent, verb):
    actions.amend_solution(published, data={"title": "Autre"}, by=agent)
    own = member(published.company, user__is_staff=True)
    options = {"reason": "Non."} if verb == "restore_approved_solution" else {}
    with pytest.raises(DomainError, match="jamais à une personne de l'entreprise"):
        getattr(actions, verb)(published, by=own, **options)


def test_sensitive_change_takes_two_people(published, agent, moderator):
    SensitiveRule.objects.all().delete()
    SensitiveRule.objects.create(
        key="mot",
        label="Un mot.",
        test="words",
        values=["explosif"],
        kinds=["solution"],
        starts_on="2020-01-01",
    )
    actions.amend_solution(published, data={"title": "Explosif doux"}, by=agent)
    with pytest.raises(DomainError, match="Deux personnes"):
        actions.approve_solution_amendments(published, by=moderator)


# --- pages


def test_pages_change_one_answer_and_come_back(client, published, agent):
    client.force_login(agent)
    assert "Modifier la fiche publiée" in client.get(f"/solutions/{published.pk}/").text
    overview = f"/solutions/{published.pk}/amender/"
    assert f"{overview}solution/?returning=1" in client.get(overview).text
    typed = {
        "title": "Écoute fine",
        "problem_solved": "Les fuites.",
        "description": "Un capteur.",
        "version": "1",
    }
    assert client.post(f"{overview}solution/", typed).url == overview
    assert Solution.objects.get().title == "Écoute fine"
    late = client.post(f"{overview}solution/", typed | {"title": "De l'autre"})
    assert late.status_code == 409 and "Deux versions de ce texte" in late.text
    bad = client.post(f"{overview}solution/", typed | {"title": "", "version": "2"})
    assert bad.status_code == 422 and "Donnez un titre" in bad.text


def test_editing_a_published_sheet_leads_to_its_public_change(client, published, agent):
    client.force_login(agent)
    assert (
        client.get(f"/solutions/{published.pk}/modifier/solution/").url
        == f"/solutions/{published.pk}/amender/"
    )


def test_versions_show_nobody_what_they_may_not_read(client, published, agent):
    """Neither an answer kept now, nor one that was kept in one of the two versions compared."""
    steps = [
        {"security": "Clés en Alsace.", AUDIENCES: {"security": "request"}},
        {"security": "Clés en Moselle.", "interfaces": "MQTT seul."},
        {AUDIENCES: {"interfaces": "buyers"}},
        {"interfaces": "MQTT et REST."},
        {AUDIENCES: {}, "interfaces": "REST."},
    ]
    for data in steps:
        actions.amend_solution(published, data=data, by=agent)
    people = people_towards(Solution.objects.get())
    people["verified buyer"] = buyer_user()
    organisation = people["verified buyer"].memberships.get().organisation
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    shown = {}
    for role, user in people.items():
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        pages = [
            client.get(f"/solutions/{published.pk}/versions/?de={a}&a={b}").text for a, b in [(1, 2), (5, 6)]
        ]
        shown[role] = tuple(
            word in page for word, page in zip(["Clés en Alsace.", "MQTT et"], pages, strict=True)
        )
    reading = {"own, approved", "own, reader", "own, delegate", "moderator", "admin"}
    assert {role for role, (security, _other) in shown.items() if security} == reading
    assert {role for role, (_other, interfaces) in shown.items() if interfaces} == reading | {
        "verified buyer"
    }
    client.logout()
    assert "ne sont pas montrées à tous" in client.get(f"/solutions/{published.pk}/versions/?de=1&a=2").text


def test_versions_before_publication_are_for_its_own_people_and_moderators(
    client, published, agent, moderator
):
    row = versions_of(published, public_only=False).get()
    row.pk, row.number, row.public, row.content = None, 0, False, {**row.content, "title": "Brouillon secret"}
    row.save()
    seen = {}
    for name, user in {"nobody": None, "own": agent, "staff": moderator, "other": company_user()}.items():
        client.logout()
        if user:
            client.force_login(user)
        page = client.get(f"/solutions/{published.pk}/versions/?de=0&a=1")
        seen[name] = (len(page.context["versions"]), "Brouillon secret" in page.text)
    assert seen == {"nobody": (1, False), "own": (2, True), "staff": (2, True), "other": (1, False)}
