"""A form sent twice acts once and leads to the same page; another text is another sending."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.utils import timezone

from grandest_portal.core import once as room
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import SentForm
from grandest_portal.core.once import forget_sent_forms, once
from grandest_portal.core.tasks import forget_sent_forms as task
from tests.factories import UserFactory

TOKEN = str(uuid.uuid4())


def sending(user, path="/x/", **typed):
    request = RequestFactory().post(path, {"form_token": TOKEN, **typed})
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    return request


@pytest.fixture
def acts():
    return []


@pytest.fixture
def view(acts):
    @once
    def act(request):
        if request.POST.get("text") == "refused":
            raise DomainError("Non.")
        acts.append(request.POST.get("text"))
        if request.POST.get("text") == "wrong":
            SentForm.objects.create(digest="written by a view that refuses")
            return HttpResponse("wrong", status=422)
        return redirect(f"/done/{len(acts)}/")

    return act


def test_same_sending_acts_once_and_leads_to_the_same_page(db, view, acts):
    user = UserFactory()
    answers = [view(sending(user, text="a", csrfmiddlewaretoken=str(number))) for number in range(3)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/done/1/")] * 3
    assert acts == ["a"]


def test_other_text_page_person_or_drawing_is_another_sending(db, view, acts):
    user = UserFactory()
    view(sending(user, text="a"))
    view(sending(user, text="b"))
    view(sending(user, path="/y/", text="a"))
    view(sending(UserFactory(), text="a"))
    view(sending(user, text="a", form_token=str(uuid.uuid4())))
    assert len(acts) == 5


@pytest.mark.parametrize("token", ["", "x", "9" * 5000])
def test_page_without_token_acts_each_time(db, view, acts, token):
    user = UserFactory()
    for _time in range(2):
        view(sending(user, text="a", form_token=token))
    assert len(acts) == 2 and not SentForm.objects.exists()


def test_refusal_keeps_nothing_and_may_be_sent_again(db, view, acts):
    user = UserFactory()
    for _time in range(2):
        assert view(sending(user, text="wrong")).status_code == 422
        with pytest.raises(DomainError):
            view(sending(user, text="refused"))
    assert acts == ["wrong", "wrong"] and not SentForm.objects.exists()


def test_what_is_a_day_old_is_forgotten(db):
    old = SentForm.objects.create(digest="a")
    kept = SentForm.objects.create(digest="b")
    SentForm.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=25))
    assert (task(), list(SentForm.objects.all())) == (1, [kept])
    assert forget_sent_forms(timezone.now() + timedelta(days=2)) == 1


# The first sending lasts longer than the second may wait


@pytest.fixture
def impatient(transactional_db):
    """A lock of the database is waited for a fifth of a second, not five."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 200")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@contextmanager
def slow_first(view, request):
    """The view acts for `request` on another connection; the block runs before that sending ends."""
    acting, release = Event(), Event()

    @once
    def slowly(request):
        response = view(request)
        acting.set()
        release.wait(30)
        return response

    def send():
        try:
            return slowly(request)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(send)
        assert acting.wait(30)
        try:
            yield
        finally:
            release.set()
        first.result(30)


@pytest.mark.parametrize(("text", "done"), [("a", ["a"]), ("wrong", ["wrong", "wrong"])])
def test_sending_that_waits_too_long_is_told_so_and_may_be_sent_again(impatient, view, acts, text, done):
    """The second time it leads where the first one led, or acts when that one was refused."""
    user = UserFactory()
    with slow_first(view.__wrapped__, sending(user, text=text)):
        answer = view(sending(user, text=text))
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        words = answer.content.decode().replace("&#x27;", "'")
        assert "Votre envoi est en cours" in words and "rien ne sera fait deux fois" in words
        assert acts == [text]
    assert view(sending(user, text=text)).status_code == (302 if text == "a" else 422)
    assert acts == done


def test_control_without_the_guard_the_wait_is_an_error_of_the_database(impatient, view, acts, monkeypatch):
    monkeypatch.setattr(room, "remembered", lambda digest: SentForm.objects.get_or_create(digest=digest))
    user = UserFactory()
    with slow_first(view.__wrapped__, sending(user, text="a")), pytest.raises(OperationalError):
        view(sending(user, text="a"))
    assert acts == ["a"]


def test_lock_that_the_view_itself_waits_for_is_not_said_to_be_a_sending(impatient):
    row = SentForm.objects.create(digest="a")

    @once
    def act(request):
        return redirect(str(SentForm.objects.select_for_update().get(pk=row.pk)))

    def hold(request):
        SentForm.objects.select_for_update().get(pk=row.pk)
        return redirect("/")

    user = UserFactory()
    with slow_first(hold, sending(user, text="hold")), pytest.raises(OperationalError):
        act(sending(user, text="act"))
