"""A draft in the trash: out of sight, taken back, gone for good after its days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry, TextVersion
from needs.actions import purge_trash, restore_need, submit_need, trash_need, update_need
from needs.enums import NeedStatus
from needs.models import Need
from needs.tasks import purge_old_trash
from tests.factories import MembershipFactory, buyer_user
from tests.needs.test_actions_drafting import in_status

pytestmark = pytest.mark.usefixtures("dated_data")


def verbs_of(need):
    return [entry.verb for entry in history_of(need)]


def test_trash_takes_a_draft_out_of_every_list(agent, make_need, client):
    need = trash_need(make_need(title="Fausse manœuvre"), by=agent)
    assert not Need.objects.visible_to(agent).exists()
    assert not Need.objects.prepared_by(agent).exists()
    assert list(Need.objects.in_trash_of(agent)) == [need]
    client.force_login(agent)
    for address in ["", "verifier/", "modifier/besoin/", "supprimer/"]:
        assert client.get(f"/besoins/{need.pk}/{address}").status_code == 404
    assert verbs_of(need) == ["need.trashed"]


def test_trash_twice_is_one_entry(agent, make_need):
    need = make_need()
    trash_need(need, by=agent)
    trash_need(need, by=agent)
    assert verbs_of(need) == ["need.trashed"]


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.DRAFT}))
def test_trash_refuses_what_was_sent(agent, make_need, status):
    with pytest.raises(DomainError, match="brouillon jamais envoyé"):
        trash_need(in_status(make_need, status), by=agent)


def test_nothing_is_written_nor_sent_from_the_trash(agent, make_need):
    need = trash_need(make_need(), by=agent)
    with pytest.raises(DomainError, match="n'est plus un brouillon"):
        update_need(need, data={"title": "Trop tard"}, by=agent)
    with pytest.raises(DomainError, match="corbeille"):
        submit_need(need, by=agent)


def test_restore_gives_the_draft_back_as_it_was(agent, make_need):
    need = trash_need(make_need(title="Fuites"), by=agent)
    restore_need(need, by=agent)
    assert Need.objects.visible_to(agent).get().title == "Fuites"
    assert verbs_of(need) == ["need.taken_back", "need.trashed"]


def test_purge_waits_thirty_days_and_keeps_the_title_in_the_trail(agent, make_need):
    need = make_need(title="Fausse manœuvre")
    update_need(need, data={"summary": "Un texte."}, by=agent)
    trash_need(need, by=agent)
    other = make_need()
    now = timezone.now()
    assert purge_trash(now + timedelta(days=29, hours=23)) == 0
    assert purge_trash(now + timedelta(days=30, minutes=1)) == 1
    assert list(Need.objects.all()) == [other]
    assert not TextVersion.objects.exists()
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.verb, entry.value.payload["before"]["title"]) == ("need.deleted", "Fausse manœuvre")


def test_purge_leaves_what_was_taken_back(agent, make_need):
    need = trash_need(make_need(), by=agent)
    restore_need(need, by=agent)
    later = timezone.now() + timedelta(days=60)
    assert purge_old_trash(later.isoformat()) == 0
    assert Need.objects.count() == 1


def test_pages_delete_undo_and_show_the_trash(client, agent, make_need):
    need = make_need(title="Fausse manœuvre")
    client.force_login(agent)
    asked = client.get(f"/besoins/{need.pk}/supprimer/").text
    assert "Supprimer ce brouillon ?" in asked and "30 jours" in asked
    answer = client.post(f"/besoins/{need.pk}/supprimer/")
    assert answer.url == f"/mes-besoins/?corbeille={need.pk}"
    page = client.get(answer.url).text
    assert "Annuler la suppression" in page and f"/besoins/{need.pk}/restaurer/" in page
    assert "Fausse manœuvre" in client.get("/mes-besoins/corbeille/").text
    assert client.post(f"/besoins/{need.pk}/restaurer/").url == f"/besoins/{need.pk}/verifier/"
    assert "La corbeille est vide" in client.get("/mes-besoins/corbeille/").text
    assert "Annuler la suppression" not in client.get(answer.url).text


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 30, "0"])
def test_a_strange_trash_number_is_none(client, agent, make_need, asked):
    make_need()
    client.force_login(agent)
    assert client.get("/mes-besoins/", {"corbeille": asked}).status_code == 200


def test_a_reader_sees_the_trash_and_takes_nothing_back(client, agent, make_need):
    need = trash_need(make_need(), by=agent)
    reader = MembershipFactory(organisation=agent.buyer.organisation, role="reader").user
    client.force_login(reader)
    page = client.get("/mes-besoins/corbeille/").text
    assert str(need) in page and "Reprendre ce brouillon" not in page
    assert client.post(f"/besoins/{need.pk}/restaurer/").status_code == 403


def test_another_buyer_finds_nothing(client, agent, make_need):
    need = trash_need(make_need(), by=agent)
    client.force_login(buyer_user())
    assert client.post(f"/besoins/{need.pk}/restaurer/").status_code == 404
    assert str(need) not in client.get("/mes-besoins/corbeille/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_trash_asks_the_same_queries_for_one_row_and_for_three(
    client, agent, make_need, rows, django_assert_num_queries
):
    for _row in range(rows):
        trash_need(make_need(), by=agent)
    client.force_login(agent)
    with django_assert_num_queries(7):
        client.get("/mes-besoins/corbeille/")
