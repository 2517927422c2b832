"""A form sent twice acts once and leads to the same page; another text is another sending."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.utils import timezone

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
