"""Create, change and submit a draft."""

import uuid

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.core.versions import versions_of
from grandest_portal.notifications.models import Notification
from needs.actions import create_need, submit_need, update_need
from needs.actions.drafting import REQUIRED
from needs.enums import NeedStatus
from needs.forms import NEED_STEPS
from needs.models import Need
from tests.factories import UserFactory, buyer_user


def verbs_of(need):
    return [entry.verb for entry in history_of(need)]


def test_create_need_makes_a_draft_of_its_author(agent, codes, places):
    need = create_need(
        agent.buyer,
        data={"title": "Fuites", "summary": "", "cpv": [codes["38420000"]], "territories": [places["57"]]},
        by=agent,
    )
    need.refresh_from_db()
    assert (need.status, need.author, need.buyer, need.version) == (NeedStatus.DRAFT, agent, agent.buyer, 1)
    assert list(need.cpv.all()) == [codes["38420000"]]
    assert list(need.territories.all()) == [places["57"]]
    assert verbs_of(need) == ["need.created"]


def test_create_need_refuses_a_name_that_is_no_text(agent):
    with pytest.raises(TypeError):
        create_need(agent.buyer, data={"title": "Fuites", "status": "published"}, by=agent)
    assert not Need.objects.exists()


def test_update_need_stores_texts_and_lists_and_counts_versions(agent, make_need, codes):
    need = make_need(title="Avant")
    update_need(need, data={"title": "Après", "cpv": [codes["45259900"]]}, by=agent, version=1)
    need.refresh_from_db()
    assert (need.title, need.version) == ("Après", 2)
    assert list(need.cpv.all()) == [codes["45259900"]]
    value = history_of(need).get().value
    assert value.payload["before"] == {"title": "Avant", "cpv": ["38420000"]}
    assert value.payload["after"] == {"title": "Après", "cpv": ["45259900"]}


def test_update_need_without_change_writes_nothing(agent, make_need):
    need = make_need(title="Même")
    update_need(need, data={"title": "Même", "cpv": list(need.cpv.all())}, by=agent, version=7)
    need.refresh_from_db()
    assert need.version == 1
    assert verbs_of(need) == []


def test_update_need_refuses_an_old_version(agent, make_need):
    need = make_need(title="Avant")
    update_need(need, data={"title": "De l'une"}, by=agent, version=1)
    with pytest.raises(Conflict, match="Quelqu'un a enregistré une autre version") as refusal:
        update_need(need, data={"title": "De l'autre"}, by=agent, version=1)
    need.refresh_from_db()
    assert (need.title, need.version) == ("De l'une", 2)
    assert refusal.value.current.title == "De l'une"


def test_update_need_lets_two_people_change_two_answers(agent, make_need):
    need = make_need(title="Avant", summary="Avant")
    update_need(need, data={"title": "De l'une"}, by=agent, version=1)
    update_need(need, data={"summary": "De l'autre"}, by=agent, version=1)
    need.refresh_from_db()
    assert (need.title, need.summary, need.version) == ("De l'une", "De l'autre", 3)


def test_update_need_keeps_a_version_unless_the_browser_saved_by_itself(agent, make_need):
    need = make_need(title="Avant")
    update_need(need, data={"title": "À moitié"}, by=agent, quiet=True)
    assert not versions_of(need, public_only=False).exists()
    update_need(need, data={"title": "Après"}, by=agent)
    kept = versions_of(need, public_only=False).get()
    assert (kept.number, kept.content["title"], kept.author, kept.public) == (3, "Après", agent, False)
    assert "contact_name" not in kept.content


def test_create_need_twice_with_one_page_makes_one_draft(agent):
    token = uuid.uuid4()
    first = create_need(agent.buyer, data={"title": "Fuites"}, by=agent, token=token)
    again = create_need(agent.buyer, data={"title": "Fuites d'eau", "summary": ""}, by=agent, token=token)
    assert again == first == Need.objects.get()
    assert Need.objects.get().title == "Fuites d'eau"


def test_create_need_refuses_the_page_of_somebody_else(agent):
    token = uuid.uuid4()
    create_need(agent.buyer, data={"title": "Fuites"}, by=agent, token=token)
    other = buyer_user()
    buyer = other.memberships.get().organisation.buyer
    with pytest.raises(DomainError, match="déjà servi"):
        create_need(buyer, data={"title": "Autre"}, by=other, token=token)
    assert Need.objects.get().title == "Fuites"


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.DRAFT, NeedStatus.RETURNED}))
def test_update_need_refuses_what_was_sent(agent, make_need, status):
    need = in_status(make_need, status)
    with pytest.raises(DomainError, match="n'est plus un brouillon"):
        update_need(need, data={"title": "Trop tard"}, by=agent)


def in_status(make_need, status):
    """A need written straight into a state, with what its constraints ask."""
    return make_need(
        status=status,
        published_at=timezone.now(),
        consultation_url="https://profil.example/1",
        direct_purchase_article="R2122-8",
    )


def test_update_need_refuses_a_need_that_is_gone(agent, make_need):
    need = make_need()
    Need.objects.filter(pk=need.pk).delete()
    with pytest.raises(DomainError, match="n'existe plus"):
        update_need(need, data={"title": "Perdu"}, by=agent)


@pytest.mark.parametrize("status", [NeedStatus.DRAFT, NeedStatus.RETURNED])
def test_submit_need_hands_it_to_the_moderators(agent, make_need, moderator, status):
    away = UserFactory(moderator=True, is_active=False)
    need = submit_need(make_need(status=status, moderation_reason="Précisez."), by=agent)
    need.refresh_from_db()
    assert (need.status, need.moderation_reason) == (NeedStatus.SUBMITTED, "")
    assert need.submitted_at is not None
    assert verbs_of(need) == ["need.submitted"]
    told = Notification.objects.get()
    assert (told.user, told.kind) == (moderator, "needs.submitted")
    assert told.path == f"/admin/needs/need/{need.pk}/change/"
    assert told.user != away


@pytest.mark.parametrize("name", REQUIRED)
def test_submit_need_refuses_a_missing_answer_and_names_it(agent, make_need, name):
    need = make_need()
    if name in {"cpv", "territories"}:
        getattr(need, name).clear()
    else:
        setattr(need, name, None if name == "sourcing_days" else "")
        need.save()
    label = str(Need._meta.get_field(name).verbose_name)
    with pytest.raises(DomainError, match=f"Il manque : {label}"):
        submit_need(need, by=agent)
    assert not AuditEntry.objects.exists()


def test_required_answers_are_those_of_the_forms(db):
    choices = {"budget_band", "procedure", "maturity"}  # always answered: they have a default
    asked = {
        name
        for step in NEED_STEPS
        for name, field in step.form_class().fields.items()
        if field.required and name not in choices
    }
    assert asked == set(REQUIRED)
    # And the budget band, which the drafting checks ask for.
    assert len(REQUIRED) + 1 <= 8


def test_submit_need_wants_a_reason_for_a_short_window(agent, make_need, dated_data):
    with pytest.raises(DomainError, match="au moins 10 jours ouvrés") as refusal:
        submit_need(make_need(sourcing_days=9), by=agent)
    assert refusal.value.field == "short_window_reason"
    submit_need(make_need(sourcing_days=9, short_window_reason="La rentrée est proche."), by=agent)
    submit_need(make_need(sourcing_days=10), by=agent)


def test_submit_need_twice_is_refused(agent, make_need):
    need = make_need()
    submit_need(need, by=agent)
    with pytest.raises(DomainError, match="l'état est maintenant « En relecture »"):
        submit_need(need, by=agent)
