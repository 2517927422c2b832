"""A published need changes in public: dated, told once, read again, brought back."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.models import Job
from grandest_portal.core.versions import versions_of
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification
from needs.actions import amend_need, approve_amendments, publish_need, restore_approved, tell_amended
from needs.enums import PUBLIC_NEED, BudgetBand, NeedStatus
from needs.models import Need
from tests.factories import MembershipFactory, UserFactory, buyer_user, company_user
from tests.needs.test_actions_drafting import in_status
from tests.windows import end_windows

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def published(make_need, moderator):
    return publish_need(make_need(submitted=True, title="Fuites", sourcing_days=20), by=moderator)


def jobs_named(name):
    return list(Job.objects.filter(name=name).values_list("args", "key"))


def test_amend_is_public_at_once_and_dated(published, agent, client):
    amend_need(published, data={"expected_result": "Savoir où, en une heure."}, by=agent, version=1)
    need = Need.objects.get()
    assert (need.version, need.approved_version, need.awaits_review) == (2, 1, True)
    assert need.amended_at is not None
    page = client.get(f"/besoins/{need.pk}/").text
    assert "Savoir où, en une heure." in page and "Texte ou documents modifiés après publication" in page
    entry = history_of(need)[0]
    assert (entry.verb, entry.value.payload["after"]) == (
        "need.amended",
        {"expected_result": "Savoir où, en une heure."},
    )
    assert ([need.pk], "") in jobs_named("needs.match_need")


def test_amend_tells_followers_and_moderators_once_for_several_changes(published, agent, moderator, run_jobs):
    follower = company_user()
    follow(follower, "need", published.pk)
    Notification.objects.all().delete()
    amend_need(published, data={"title": "Fuites d'eau"}, by=agent)
    amend_need(published, data={"summary": "Trouver plus vite."}, by=agent)
    job = Job.objects.get(name="needs.tell_amended")
    assert job.run_at > timezone.now() + timedelta(minutes=14)
    run_jobs()
    assert not Notification.objects.exists()
    Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
    run_jobs()
    assert end_windows() == 1
    told = sorted(Notification.objects.values_list("user", "kind"))
    assert told == sorted([(follower.pk, "follow.news"), (moderator.pk, "needs.amended")])


def test_amend_without_change_writes_nothing(published, agent):
    amend_need(published, data={"title": "Fuites"}, by=agent)
    assert Need.objects.get().version == 1
    assert not Job.objects.filter(name="needs.tell_amended").exists()


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.PUBLISHED}))
def test_amend_refuses_every_other_state(agent, make_need, status):
    with pytest.raises(DomainError, match="échanges de ce besoin sont clos"):
        amend_need(in_status(make_need, status), data={"title": "Trop tard"}, by=agent)


@pytest.mark.parametrize("name", ["title", "current_situation", "cpv", "contact_name"])
def test_amend_empties_no_needed_answer(published, agent, name):
    with pytest.raises(DomainError, match="garde ses réponses nécessaires"):
        amend_need(published, data={name: [] if name == "cpv" else ""}, by=agent)
    need = Need.objects.get()
    assert (need.version, need.cpv.count(), need.title) == (1, 1, "Fuites")


def test_amend_prolongs_the_window_and_never_shortens_it(published, agent):
    announced = published.sourcing_open_until
    amend_need(published, data={"sourcing_open_until": announced + timedelta(days=7)}, by=agent)
    for earlier in [announced, None]:
        with pytest.raises(DomainError, match="pas raccourcis"):
            amend_need(published, data={"sourcing_open_until": earlier}, by=agent)
    with pytest.raises(DomainError, match="durée annoncée"):
        amend_need(published, data={"sourcing_days": 40}, by=agent)
    assert Need.objects.get().sourcing_open_until == announced + timedelta(days=7)


def test_amend_of_the_contact_alone_asks_for_no_review(published, agent):
    amend_need(published, data={"contact_name": "Dominique"}, by=agent)
    need = Need.objects.get()
    assert (need.version, need.awaits_review, need.amended_at) == (2, False, None)
    assert versions_of(need, public_only=False).count() == 1


def test_amend_refuses_an_old_screen(published, agent):
    amend_need(published, data={"title": "De l'une"}, by=agent, version=1)
    with pytest.raises(Conflict):
        amend_need(published, data={"title": "De l'autre"}, by=agent, version=1)


def test_approve_takes_it_out_of_the_queue(published, agent, moderator):
    amend_need(published, data={"title": "Fuites d'eau"}, by=agent)
    assert list(Need.objects.awaiting_review()) == [published]
    approve_amendments(published, by=moderator)
    assert not Need.objects.awaiting_review().exists()
    tell_amended(published.pk)
    assert not Notification.objects.filter(kind="needs.amended").exists()
    with pytest.raises(DomainError, match="n'attend de relecture"):
        approve_amendments(published, by=moderator)


def test_restore_brings_back_the_version_that_was_read(published, agent, moderator):
    Notification.objects.all().delete()
    later = published.sourcing_open_until + timedelta(days=7)
    amend_need(published, data={"title": "Achetez chez nous", "sourcing_open_until": later}, by=agent)
    restore_approved(published, by=moderator, reason="Le titre nomme un produit.")
    need = Need.objects.get()
    assert (need.title, need.version, need.awaits_review) == ("Fuites", 3, False)
    assert need.sourcing_open_until == later
    numbers = [(row.number, row.public, row.note) for row in versions_of(need, public_only=True)]
    assert numbers == [(3, True, "Le titre nomme un produit."), (1, True, "")]
    assert versions_of(need, public_only=False).count() == 3
    told = Notification.objects.get()
    assert (told.user, told.kind) == (agent, "needs.restored")
    assert "nomme un produit" in told.body


EXITS = sorted(PUBLIC_NEED - {NeedStatus.PUBLISHED})


@pytest.mark.parametrize("status", EXITS)
def test_what_changed_just_before_the_end_is_read_too(published, agent, moderator, client, make_need, status):
    amend_need(published, data={"title": "Achetez chez nous"}, by=agent)
    fields = {"consultation_url": "https://x.example", "direct_purchase_article": "R2122-9-1"}
    Need.objects.filter(pk=published.pk).update(status=status, closed_at=timezone.now(), **fields)
    Notification.objects.all().delete()
    tell_amended(published.pk)
    assert Notification.objects.filter(user=moderator, kind="needs.amended").exists()
    client.force_login(moderator)
    page = client.get(f"/admin/needs/need/{published.pk}/change/")
    assert [verb.name for verb in page.context["verbs"]] == ["approve", "restore"]
    assert "Achetez chez nous" in client.get("/admin/needs/need/?attente=decider").text
    restore_approved(published, by=moderator, reason="Publicité.")
    need = Need.objects.get()
    assert (need.title, need.status, need.awaits_review) == ("Fuites", status, False)


def test_restore_wants_a_reason_and_a_change(published, agent, moderator):
    with pytest.raises(DomainError, match="n'attend de relecture"):
        restore_approved(published, by=moderator, reason="Non.")
    amend_need(published, data={"title": "Autre"}, by=agent)
    with pytest.raises(DomainError, match="pourquoi"):
        restore_approved(published, by=moderator, reason=" ")


@pytest.mark.parametrize("verb", ["approve", "restore"])
def test_nobody_reviews_the_needs_of_their_own_organisation(published, agent, verb):
    amend_need(published, data={"title": "Autre"}, by=agent)
    own = UserFactory(moderator=True)
    MembershipFactory(user=own, organisation=agent.buyer.organisation)
    with pytest.raises(DomainError, match="propre organisation"):
        if verb == "approve":
            approve_amendments(published, by=own)
        else:
            restore_approved(published, by=own, reason="Non.")


# --- pages


def test_pages_change_one_answer_and_come_back(client, published, agent):
    client.force_login(agent)
    assert "Modifier ce besoin" in client.get(f"/besoins/{published.pk}/").text
    overview = client.get(f"/besoins/{published.pk}/amender/").text
    assert f"/besoins/{published.pk}/amender/besoin/?returning=1" in overview
    url = f"/besoins/{published.pk}/amender/besoin/"
    assert "data-autosave" not in client.get(url).text
    answer = client.post(url, {"title": "Fuites d'eau", "summary": "Mieux dit.", "version": "1"})
    assert answer.url == f"/besoins/{published.pk}/amender/"
    assert Need.objects.get().title == "Fuites d'eau"
    bad = client.post(url, {"title": "", "summary": "Mieux dit.", "version": "2"})
    assert bad.status_code == 422 and "Donnez un titre" in bad.text


def test_page_of_the_calendar_prolongs(client, published, agent):
    client.force_login(agent)
    url, until = f"/besoins/{published.pk}/amender/calendrier/", published.sourcing_open_until
    data = {"budget_band": "lt_40k", "procedure": "adapted", "maturity": "prototype", "planned_on": ""}
    short = client.post(url, {**data, "sourcing_open_until": (until - timedelta(days=1)).isoformat()})
    assert short.status_code == 422 and "pas raccourcis" in short.text
    longer = until + timedelta(days=9)
    assert client.post(url, {**data, "sourcing_open_until": longer.isoformat()}).status_code == 302
    need = Need.objects.get()
    assert (need.sourcing_open_until, need.maturity) == (longer, "prototype")


def test_a_conflict_shows_both_versions(client, published, agent):
    client.force_login(agent)
    url = f"/besoins/{published.pk}/amender/besoin/"
    client.post(url, {"title": "De l'une", "summary": "Une.", "version": "1"})
    answer = client.post(url, {"title": "De l'autre", "summary": "Une.", "version": "1"})
    assert answer.status_code == 409
    assert "Deux versions de ce texte" in answer.text and "De l&#x27;une" in answer.text


def test_versions_are_compared_in_words(client, published, agent, moderator):
    amend_need(published, data={"title": "Fuites d'eau", "budget_band": "lt_40k"}, by=agent)
    page = client.get(f"/besoins/{published.pk}/versions/")
    changes = [(change.name, [(p.kind, p.text) for p in change.pieces]) for change in page.context["changes"]]
    assert changes == [
        ("title", [("gone", "Fuites"), ("new", "Fuites d'eau")]),
        (
            "budget_band",
            [("gone", "Pas encore estimé"), ("new", str(BudgetBand.LT_40K.label))],
        ),
    ]
    assert "<del>" in page.text and "<ins>" in page.text
    back = client.get(f"/besoins/{published.pk}/versions/?de=2&a=1")
    assert (back.context["older"]["number"], back.context["newer"]["number"]) == (1, 2)


def test_versions_that_moderation_withdrew_are_said_without_their_texts(client, published, agent, moderator):
    url = f"/besoins/{published.pk}/versions/"
    assert "par la modération" not in client.get(url).text
    for title in ["Achetez chez nous", "Achetez chez Ondine"]:
        amend_need(published, data={"title": title}, by=agent)
    restore_approved(published, by=moderator, reason="Le titre nomme une entreprise.")
    amend_need(published, data={"title": "Chez Ondine encore"}, by=agent)
    versions_of(published, public_only=False).filter(number=2).update(
        created_at=datetime(2026, 2, 1, 12, tzinfo=UTC)
    )
    versions_of(published, public_only=False).filter(number=4).update(
        created_at=datetime(2026, 3, 9, 12, tzinfo=UTC)
    )
    restore_approved(published, by=moderator, reason="Encore une entreprise.")
    for query in ["", "?de=2&a=3", "?de=2&a=4"]:
        text = html.unescape(client.get(url + query).text)
        assert (
            "Versions 2 à 3, publiques du 1er février 2026 au 9 mars 2026, retirées par la modération."
            in text
        )
        assert (
            "Version 5, publique le" in text
            and "retirée par la modération. Raison donnée : Encore une" in text
        )
        assert "Raison donnée : Le titre nomme une entreprise." in text
        assert "Achetez" not in text and "Chez Ondine" not in text


@pytest.mark.parametrize("query", ["de=x&a=y", "de=99", "a=-1", "de=%00", "de=1&a=1", "a=" + "9" * 500])
def test_strange_versions_are_calm(client, published, query):
    assert client.get(f"/besoins/{published.pk}/versions/?{query}").status_code == 200


def test_versions_before_publication_are_for_their_own_people(client, published, agent, moderator):
    row = versions_of(published, public_only=False).get()
    row.pk, row.number, row.public, row.content = None, 0, False, {**row.content, "title": "Brouillon secret"}
    row.save()
    url, seen = f"/besoins/{published.pk}/versions/?de=0&a=1", {}
    people = {
        "anonymous": None,
        "own": agent,
        "moderator": moderator,
        "other": buyer_user(),
        "company": company_user(),
    }
    for name, user in people.items():
        client.logout()
        if user:
            client.force_login(user)
        page = client.get(url)
        seen[name] = len(page.context["versions"])
        assert ("Brouillon secret" in page.text) == (name in {"own", "moderator"})
    assert seen == {"anonymous": 1, "own": 2, "moderator": 2, "other": 1, "company": 1}


@pytest.mark.parametrize("rows", [1, 3])
def test_versions_ask_the_same_queries_for_one_and_for_three(
    client, published, agent, rows, django_assert_num_queries
):
    for number in range(rows):
        amend_need(published, data={"title": f"Titre {number}"}, by=agent)
    with django_assert_num_queries(3):
        client.get(f"/besoins/{published.pk}/versions/")
