"""The notification centre: own notices only, read by POST only."""

import pytest
from django.urls import reverse

from grandest_portal.notifications.models import Notification
from tests.factories import UserFactory


def notice(user, **fields):
    return Notification.objects.create(
        **{"user": user, "kind": "test", "title": "Un avis", "path": "/mon-compte/", **fields}
    )


@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_own_notices_in_constant_queries(client, db, django_assert_num_queries, count):
    user = UserFactory()
    titles = [notice(user, title=f"Avis {number}").title for number in range(count)]
    notice(UserFactory(), title="Avis d'autrui")
    client.force_login(user)
    # session, person, membership (navigation), unread, count, rows, unread (navigation)
    with django_assert_num_queries(7):
        response = client.get(reverse("notifications:list"))
    assert [row.title for row in response.context["page"]] == titles[::-1]


def test_list_without_notice_says_what_comes(client, db):
    client.force_login(UserFactory())
    assert "Aucune notification" in client.get(reverse("notifications:list")).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "abc", "1000000000", "\x00", "9" * 10000])
def test_list_answers_whatever_page_is_asked(client, db, page):
    user = UserFactory()
    notice(user)
    client.force_login(user)
    assert client.get(reverse("notifications:list"), {"page": page}).status_code == 200


def test_open_marks_read_and_goes_to_the_page(client, db):
    user = UserFactory()
    row = notice(user)
    client.force_login(user)
    response = client.post(reverse("notifications:open", args=[row.pk]))
    row.refresh_from_db()
    assert (response.url, row.read_at is not None) == ("/mon-compte/", True)


@pytest.mark.parametrize(
    "path", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", ""]
)
def test_open_never_leaves_the_site(client, db, path):
    user = UserFactory()
    row = notice(user, path=path)
    client.force_login(user)
    assert client.post(reverse("notifications:open", args=[row.pk])).url == reverse("notifications:list")


def test_notice_of_another_is_not_found_and_stays_unread(client, db):
    row = notice(UserFactory())
    client.force_login(UserFactory())
    assert client.post(reverse("notifications:open", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_read_all_reads_own_notices_only(client, db):
    user, other = UserFactory(), UserFactory()
    notice(user), notice(user), notice(other)
    client.force_login(user)
    client.post(reverse("notifications:read_all"))
    assert list(Notification.objects.unread().values_list("user_id", flat=True)) == [other.pk]


@pytest.mark.parametrize("name", ["open", "read_all"])
def test_reading_by_get_is_refused(client, db, name):
    user = UserFactory()
    row = notice(user)
    client.force_login(user)
    args = [row.pk] if name == "open" else []
    assert client.get(reverse(f"notifications:{name}", args=args)).status_code == 405
    assert Notification.objects.unread().count() == 1


@pytest.mark.parametrize("name", ["list", "open", "read_all"])
def test_anonymous_person_is_sent_to_login(client, db, name):
    args = [1] if name == "open" else []
    response = client.post(reverse(f"notifications:{name}", args=args))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))
