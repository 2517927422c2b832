"""Create, change, submit and delete a draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from needs.actions import create_need, delete_need_draft, submit_need, update_need
from needs.actions.drafting import REQUIRED
from needs.enums import NeedStatus
from needs.forms import NEED_STEPS
from needs.models import Need
from tests.factories import UserFactory


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
    with pytest.raises(DomainError, match="Quelqu'un a modifié ce texte"):
        update_need(need, data={"title": "De l'autre"}, by=agent, version=1)
    need.refresh_from_db()
    assert (need.title, need.version) == ("De l'une", 2)


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.DRAFT, NeedStatus.RETURNED}))
def test_update_need_refuses_what_was_sent(agent, make_need, status):
    need = in_status(make_need, status)
    with pytest.raises(DomainError, match="ne peut plus être modifié"):
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
        setattr(need, name, None if name == "sourcing_open_until" else "")
        need.save()
    label = str(Need._meta.get_field(name).verbose_name)
    with pytest.raises(DomainError, match=f"Il manque : {label}"):
        submit_need(need, by=agent)
    assert not AuditEntry.objects.exists()


def test_required_answers_are_those_of_the_forms(db):
    choices = {"budget_band", "procedure"}  # always answered: both have a default
    asked = {
        name
        for step in NEED_STEPS
        for name, field in step.form_class().fields.items()
        if field.required and name not in choices
    }
    assert asked == set(REQUIRED)


def test_submit_need_refuses_a_window_that_ends_today(agent, make_need):
    with pytest.raises(DomainError, match="date à venir"):
        submit_need(make_need(sourcing_open_until=timezone.localdate()), by=agent)
    submit_need(make_need(sourcing_open_until=timezone.localdate() + timedelta(days=1)), by=agent)


def test_submit_need_twice_is_refused(agent, make_need):
    need = make_need()
    submit_need(need, by=agent)
    with pytest.raises(DomainError, match="l'état est maintenant « En relecture »"):
        submit_need(need, by=agent)


def test_delete_need_draft_keeps_its_title_in_the_trail(agent, make_need):
    need = make_need(title="Fausse manœuvre")
    delete_need_draft(need, by=agent)
    assert not Need.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.value.payload["before"]["title"]) == ("need.deleted", "Fausse manœuvre")


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.DRAFT}))
def test_delete_need_draft_refuses_what_was_sent(agent, make_need, status):
    with pytest.raises(DomainError, match="brouillon jamais envoyé"):
        delete_need_draft(in_status(make_need, status), by=agent)
    assert Need.objects.count() == 1
