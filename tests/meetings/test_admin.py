"""Moderators see that meetings exist; nobody types over them, and what people wrote stays theirs."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings import actions
from tests.factories import UserFactory
from tests.meetings.scenes import pair

CHANGELIST = "/admin/meetings/meeting/"
SECRETS = ["Message confidentiel", "salle-secrete", "Raison confidentielle"]
# Session, person, the two counts of the list, its rows, and those of the filters.
QUERIES = 7


@pytest.fixture(params=["moderator", "admin"])
def staff(request, db):
    client = Client()
    client.force_login(UserFactory(**{request.param: True}))
    return client


def secret_meeting(both):
    meeting = both.propose(message=SECRETS[0], place=f"https://visio.example/{SECRETS[1]}")
    return actions.cancel_meeting(meeting, by=both.agent, reason=SECRETS[2])


def test_staff_sees_between_whom_about_what_and_when_but_no_text(both, staff):
    meeting = secret_meeting(both)
    for address in [CHANGELIST, reverse("admin:meetings_meeting_change", args=[meeting.pk])]:
        page = staff.get(address).content.decode()
        assert str(both.company) in page and "Annulé" in page
        assert [secret for secret in SECRETS if secret in page] == []


@pytest.mark.parametrize("field", ["message", "place", "reason"])
def test_staff_cannot_guess_a_text_by_filters(both, staff, field):
    secret_meeting(both)
    for lookup in [field, f"{field}__startswith", f"{field}__icontains"]:
        assert staff.get(CHANGELIST, {lookup: "M"}).status_code == 400
    assert staff.get(CHANGELIST, {"status__exact": "cancelled"}).status_code == 200


@pytest.mark.parametrize("secret", SECRETS)
def test_search_does_not_read_the_texts(both, staff, secret):
    meeting = secret_meeting(both)
    found = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert found not in staff.get(CHANGELIST, {"q": secret}).content.decode()
    assert found in staff.get(CHANGELIST, {"q": str(both.company)}).content.decode()


def test_staff_changes_nothing(both, staff):
    meeting = secret_meeting(both)
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert staff.post(change, {"status": "confirmed"}).status_code == 403
    assert staff.get(reverse("admin:meetings_meeting_add")).status_code == 403
    assert staff.post(reverse("admin:meetings_meeting_delete", args=[meeting.pk])).status_code == 403
    meeting.refresh_from_db()
    assert meeting.status == "cancelled"


@pytest.mark.parametrize("rows", [1, 3])
def test_changelist_makes_the_same_queries(db, rows, django_assert_num_queries):
    for _ in range(rows):
        pair().propose()
    client = Client()
    client.force_login(UserFactory(moderator=True))
    with django_assert_num_queries(QUERIES):
        client.get(CHANGELIST)


def test_others_do_not_enter(both):
    client = Client()
    client.force_login(both.agent)
    assert client.get(CHANGELIST).status_code in (302, 403, 404)
