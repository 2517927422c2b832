"""One item after the other: the page that decides, the next one, and a queue that holds other rows than new ones."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.moderation import ModerationAdmin
from grandest_portal.reference.models import ModerationReason
from needs.admin import NeedAdmin
from needs.models import Need
from tests.factories import MembershipFactory, NeedFactory, UserFactory, buyer_user
from tests.screens import all_confirmed, confirmed

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def moderator(client, db):
    user = UserFactory(moderator=True)
    client.force_login(user)
    return user


@pytest.fixture
def queue(db):
    """Three needs of three buyers; the first waits longest."""
    day, now = timezone.localdate() + timedelta(days=30), timezone.now()
    made = []
    for days in (3, 2, 1):
        user = buyer_user()
        buyer = user.memberships.get().organisation.buyer
        since = now - timedelta(days=days)
        fields = {"buyer": buyer, "author": user, "sourcing_open_until": day}
        made.append(NeedFactory(submitted=True, submitted_at=since, **fields))
    Organisation.objects.update(verified_at=now)
    return made


def page(need):
    return reverse("admin:needs_need_change", args=[need.pk])


def decide(client, need, verb, **data):
    url = reverse("admin:needs_need_decide", args=[need.pk, verb])
    return client.post(url, confirmed(need, **data))


def test_a_decision_opens_the_next_oldest(client, moderator, queue):
    first, second, third = queue
    assert decide(client, first, "publish").url == page(second)
    assert decide(client, second, "return", reason_key="trop_vague").url == page(third)
    # Nothing else waits: one stays where one is.
    assert decide(client, third, "reject", reason_key="hors_objet").url == page(third)
    assert [Need.objects.get(pk=each.pk).status for each in queue] == ["published", "returned", "rejected"]


def test_passing_over_goes_round(client, moderator, queue):
    found = [client.get(page(each)).context["next_url"] for each in queue]
    assert found == [page(queue[1]), page(queue[2]), page(queue[0])]


def test_what_one_may_not_decide_is_not_offered_next(client, moderator, queue):
    MembershipFactory(user=moderator, organisation=queue[1].buyer.organisation)
    assert decide(client, queue[0], "publish").url == page(queue[2])


def test_a_refused_decision_stays_on_the_item(client, moderator, queue):
    Need.objects.filter(pk=queue[0].pk).update(sourcing_days=None)
    assert decide(client, queue[0], "publish").url == page(queue[0])


def test_the_page_holds_text_history_reasons_and_keys(client, moderator, queue):
    text = client.get(page(queue[0])).text
    assert 'accesskey="p"' in text and "<kbd>P</kbd>" in text
    keys = [key for key in ("p", "r", "x", "n", "a", "b", "c") if text.count(f'accesskey="{key}"') == 1]
    assert keys == ["p", "r", "x", "n", "a", "b", "c"]
    offered = ModerationReason.objects.offered("need", timezone.localdate())
    for reason in offered.filter(uses__overlap=["return", "reject"]):
        assert f'value="{reason.key}"' in text
    assert "signale_autre" not in text and 'value="publicite"' not in text
    assert "Derniers événements" not in text  # made by a factory: nothing was recorded
    decide(client, queue[0], "return", reason_key="trop_vague")
    assert "Derniers événements" in client.get(page(queue[0])).text


def test_letters_are_given_once_and_never_to_the_browser(client, moderator, queue):
    form = client.get(page(queue[0])).context["decision"]
    letters = form.fields["reason_key"].widget.letters
    assert set(letters) >= {key for key, _label in form.fields["reason_key"].choices}
    assert len(set(letters.values())) == len(letters)
    assert set(letters.values()) & set("defnprx") == set()


def keys_of(form):
    """{reason: letter}, as the radios of a form are drawn."""
    return {
        radio.data["value"]: radio.data["attrs"].get("accesskey") for radio in form["reason_key"].subwidgets
    }


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_a_reason_keeps_its_letter_on_the_page_of_an_error(client, moderator, queue, verb):
    whole = keys_of(client.get(page(queue[0])).context["decision"])
    answer = decide(client, queue[0], verb)
    assert answer.status_code == 422
    asked = keys_of(answer.context["form"])
    assert asked and asked == {key: whole[key] for key in asked}
    # The control: counted among the reasons of this verb alone, some letter is another one.
    if verb == "reject":
        assert list(asked.values()) != list("abchijklmoq")[: len(asked)]


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_a_reason_that_a_verb_demands_is_not_said_to_be_optional(client, moderator, queue, verb):
    for answer in (client.get(page(queue[0])), decide(client, queue[0], verb)):
        # The precision alone is optional.
        assert answer.text.count("(facultatif)") == 1
        choice = answer.text.index("Raison, dans la liste")
        assert "(facultatif)" not in answer.text[choice : answer.text.index("</legend>", choice)]


@pytest.mark.parametrize(
    ("verb", "data", "said"),
    [
        ("publish", {}, "Besoin publié"),
        ("return", {"reason_key": "trop_vague"}, "Besoin renvoyé"),
        ("reject", {"reason_key": "hors_objet"}, "Besoin refusé"),
    ],
)
def test_the_confirmation_of_one_decision_names_what_was_decided(client, moderator, queue, verb, data, said):
    need = queue[0]
    decide(client, need, verb, **data)
    text = unescape(client.get(page(queue[1])).text)
    assert f"{said} : B-{need.pk} – {need.title}" in text


def test_a_rejection_without_a_choice_is_asked_again_with_the_list(client, moderator, queue):
    answer = decide(client, queue[0], "reject", reason="Une phrase libre.")
    assert answer.status_code == 422
    text = answer.text.replace("&#x27;", "'")
    assert "Choisissez une raison dans la liste." in text and "Une phrase libre." in text
    assert 'value="hors_objet"' in text and 'value="trop_vague"' not in text


def test_a_reason_of_returns_does_not_reject(client, moderator, queue):
    answer = decide(client, queue[0], "reject", reason_key="trop_vague")
    assert answer.status_code == 422 and "ne sert pas à cette décision" in answer.text
    assert Need.objects.get(pk=queue[0].pk).status == "submitted"


def test_bulk_rejection_uses_the_list_too(client, moderator, queue):
    data = all_confirmed(*queue[:2], action="reject")
    url = reverse("admin:needs_need_changelist")
    assert client.post(url, data).status_code == 422
    client.post(url, {**data, "reason_key": "deja_publie"})
    assert Need.objects.filter(status="rejected", moderation_reason_key="deja_publie").count() == 2


def test_the_queue_holds_changes_of_published_rows_with_verbs_of_their_own(moderator, queue):
    edited = NeedFactory(published=True, version=3, approved_version=2, amended_at=timezone.now())
    read = NeedFactory(published=True, version=3, approved_version=3)
    desk, request = NeedAdmin(Need, admin.site), RequestFactory().get("/")
    request.user = moderator
    assert set(desk.waiting(request)) == {*queue, edited}
    assert desk.queue(request)["count"] == 4
    rows = list(desk.get_queryset(request).order_by(*desk.get_ordering(request)))
    assert rows[-1] == read
    offered = {need: [verb.name for verb in desk.verbs if desk.offers(verb, need)] for need in (edited, read)}
    assert offered == {edited: ["approve", "restore"], read: []}
    desk.verbs[0].run(edited, by=moderator)
    assert edited not in set(desk.waiting(request))
    # The control: the condition that every queue has holds what was sent, nothing else.
    Need.objects.filter(pk=edited.pk).update(version=9)
    assert edited in set(desk.waiting(request))
    assert set(Need.objects.filter(ModerationAdmin.awaiting(desk))) == set(queue)


# --- what was on screen


def test_the_page_that_asks_again_keeps_the_version_that_was_read(client, moderator, queue):
    need = queue[0]
    answer = decide(client, need, "reject", reason="Sans choix.", version=str(need.version))
    assert answer.status_code == 422
    Need.objects.filter(pk=need.pk).update(version=need.version + 1)
    assert f'name="version_{need.pk}" value="{need.version}"' in answer.text
    late = {"reason_key": "hors_objet", f"version_{need.pk}": str(need.version)}
    assert (
        "relisez-le" in client.post(answer.request["PATH_INFO"], {"confirm": "1", **late}, follow=True).text
    )
    assert Need.objects.get(pk=need.pk).status == "submitted"


def test_a_bulk_decision_leaves_out_what_changed_since_it_was_listed(client, moderator, queue):
    url = reverse("admin:needs_need_changelist")
    data = {"action": "publish", "_selected_action": [each.pk for each in queue[:2]]}
    asked = client.post(url, data)
    seen = {f"version_{each.pk}": str(each.version) for each in queue[:2]}
    for name, value in seen.items():
        assert f'name="{name}" value="{value}"' in asked.text
    Need.objects.filter(pk=queue[0].pk).update(version=9)
    client.post(url, {**data, **seen, "confirm": "1"})
    assert [Need.objects.get(pk=each.pk).status for each in queue[:2]] == ["submitted", "published"]


# --- who reads the reason


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("return", "L'auteur lira ce qui doit changer"),
        ("reject", "L'auteur lira pourquoi ce texte ne peut pas être publié"),
        ("advise_against", "l'auteur du texte ne le lira pas"),
        ("restore", "L'acheteur lira pourquoi sa modification est retirée"),
    ],
)
def test_each_decision_says_who_reads_its_reason(client, moderator, queue, verb, sentence):
    answer = client.get(reverse("admin:needs_need_decide", args=[queue[0].pk, verb]))
    text = answer.text.replace("&#x27;", "'")
    others = {
        "L'auteur lira ce qui doit",
        "L'auteur lira pourquoi",
        "l'auteur du texte ne",
        "L'acheteur lira",
    }
    assert sentence in text
    assert not [each for each in others if each in text and each not in sentence]


def test_a_page_with_two_decisions_says_it_for_each(client, moderator, queue):
    text = client.get(page(queue[0])).text.replace("&#x27;", "'")
    assert "« Renvoyer avec une raison » : L'auteur lira ce qui doit changer" in text
    assert "« Refuser avec une raison » : L'auteur lira pourquoi" in text
    assert "« Remettre la version relue »" not in text


def test_every_verb_with_a_reason_says_who_reads_it(db):
    desks = [each for each in admin.site._registry.values() if isinstance(each, ModerationAdmin)]
    verbs = [verb for each in desks for verb in each.verbs if verb.needs_reason]
    assert len(verbs) > 8
    assert [verb.name for verb in verbs if not verb.hint] == []
