"""One mail per person and window for all that they follow: grouped, of the last state, once, by two workers too."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connections, transaction
from django.utils import timezone

from grandest_portal.accounts.models import User
from grandest_portal.core.models import Job
from grandest_portal.follow import actions
from grandest_portal.follow.actions import news
from grandest_portal.follow.enums import Topic
from grandest_portal.follow.messages import FollowedNews
from grandest_portal.follow.models import HeldNews, SavedSearch
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.reference.models import Parameter
from needs import actions as needs
from suppliers.following import tell_back, tell_gone
from tests.factories import NeedFactory, SolutionFactory, UserFactory, buyer_user, company_user
from tests.follow.helpers import mails_to, need_at, plain, searched
from tests.windows import end_windows

pytestmark = pytest.mark.usefixtures("dated_data", "outbox")


@pytest.fixture
def user(db):
    return UserFactory()


def held(user, number=1, topic=Topic.STATE, event="Une chose.", name="Un besoin", again=None):
    tell = FollowedNews(name, event, f"/besoins/{number}/")
    actions.hold([user], "need", number, topic, tell, at=timezone.now(), again=again)


def followed(user):
    need = NeedFactory(published=True)
    actions.follow(user, "need", need.pk)
    return need


def test_needs_and_searches_of_a_window_are_one_mail_that_names_each(user):
    agent = buyer_user()
    buyer = agent.memberships.get().organisation.buyer
    needs_ = [NeedFactory(published=True, author=agent, buyer=buyer, title=f"Sujet {n}") for n in range(3)]
    at = timezone.now() - timedelta(minutes=5)
    saved = searched(user, at=at)
    for need in needs_:
        actions.follow(user, "need", need.pk)
        needs.close_need(need, by=agent, early_reason="Tout est dit.")
    need_at(timezone.now(), "Nouvelles fuites")
    assert actions.send_alerts(timezone.now()) == 1
    (mail,) = mails_to(user)
    words = plain(mail)
    assert mail["Subject"] == "Du nouveau dans vos suivis"
    for need in needs_:
        assert str(need) in words and f"/besoins/{need.pk}/" in words
    assert "• Nouvelles fuites" in words and "Sujet" not in mail["Subject"]
    kinds = sorted(Notification.objects.filter(user=user).values_list("kind", flat=True))
    assert kinds == ["follow.alert", "follow.news", "follow.news", "follow.news"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert end_windows() == 0 and saved.pk


def test_each_thing_is_one_block_and_only_our_own_pages_are_links(user, settings):
    needs_ = [followed(user), followed(user)]
    held(user, needs_[0].pk, event="Clos.", name="Ancien titre")
    held(user, needs_[1].pk, event="Clos aussi.", name="Voir https://pirate.example")
    held(user, needs_[0].pk, topic=Topic.TEXT, event="Le texte a changé.", name="Nouveau titre")
    (mail,) = mails_to(user)
    pages = [f"{settings.SITE_URL}/besoins/{need.pk}/" for need in needs_]
    paragraphs = plain(mail).replace("\r", "").split("\n\n")
    told = [" ".join(each.split()) for each in paragraphs]
    first = told.index("« Nouveau titre »")
    assert told[first : first + 7] == [
        "« Nouveau titre »",
        "Clos.",
        "Le texte a changé.",
        pages[0],
        "« Voir […] »",
        "Clos aussi.",
        pages[1],
    ]
    html = mail.get_body(("html",)).get_content()
    assert [f'href="{page}"' in html for page in pages] == [True, True]
    assert "Ancien titre" not in html and "pirate.example" not in html + plain(mail)
    # The control: the same address written by somebody else is text, not a link.
    held(user, needs_[0].pk, event=pages[1], name="A")
    held(user, needs_[1].pk, event="B.", name="B")
    html = mails_to(user)[-1].get_body(("html",)).get_content()
    assert f'href="{pages[1]}"' in html and f"<p>{pages[1]}</p>" in html.replace(
        ' style="margin: 0 0 16px;"', ""
    )


def test_of_several_news_under_one_topic_the_last_is_told(user):
    need = followed(user)
    for event in ["Ouvert.", "Clos.", "Attribué."]:
        held(user, need.pk, event=event)
    held(user, need.pk, topic=Topic.TEXT, event="Le texte a changé.")
    end_windows()
    bodies = [row.body for row in Notification.objects.filter(user=user).order_by("pk")]
    assert [body.split("\n\n")[1] for body in bodies] == ["Attribué.", "Le texte a changé."]
    assert OutgoingEmail.objects.count() == 1


def test_solution_that_left_and_came_back_in_a_window_is_back(user):
    owner = company_user()
    company = owner.memberships.get().organisation.company
    solution = SolutionFactory(company=company, author=owner, published=True)
    actions.follow(user, "solution", solution.pk)
    tell_gone(solution)
    tell_back(solution)
    end_windows()
    assert Notification.objects.get(user=user).path == f"/solutions/{solution.pk}/"


@pytest.mark.parametrize("number", [1, 3])
def test_one_click_of_the_mail_stops_its_alerts_and_no_other(user, client, settings, number):
    at = timezone.now() - timedelta(minutes=5)
    for query in ["q=fuites", "", "q=chercher"][:number]:
        searched(user, query, at=at)
    other = searched(user, "q=velo", at=at)
    need_at(timezone.now(), "Chercher des fuites")
    assert actions.send_alerts(timezone.now()) == number
    (mail,) = mails_to(user)
    link = mail["List-Unsubscribe"].strip("<> ").removeprefix(settings.SITE_URL)
    page = client.get(link).text
    assert ("ces alertes" in page) == (number > 1)
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(SavedSearch.objects.alerting()) == [other]
    assert ("Ces alertes sont arrêtées" in client.get(link).text) == (number > 1)


def test_alert_stopped_or_search_deleted_before_the_end_of_the_window_is_not_told(user):
    at = timezone.now() - timedelta(minutes=5)
    stopped, deleted = searched(user, at=at), searched(user, "", at=at)
    need_at(timezone.now())
    assert actions.send_alerts(timezone.now()) == 2
    actions.stop_alert(stopped.pk)
    actions.delete_search(deleted)
    assert mails_to(user) == [] and not HeldNews.objects.exists()


def test_results_of_two_runs_of_a_window_are_told_together(user):
    Parameter.objects.filter(key="alert_rows_max").update(value=2)
    at = timezone.now() - timedelta(minutes=20)
    searched(user, at=at)
    for minute in [1, 2, 8]:
        need_at(at + timedelta(minutes=minute), f"Fuites numéro {minute}")
    assert actions.send_alerts(at + timedelta(minutes=5)) == 1
    assert actions.send_alerts(at + timedelta(minutes=10)) == 1
    (mail,) = mails_to(user)
    words = plain(mail)
    assert [f"numéro {minute}" in words for minute in [8, 2, 1]] == [True, True, False]
    assert "Et 1 autre résultat" in words


def test_window_opens_with_the_first_news_and_its_length_is_data(user):
    Parameter.objects.filter(key="news_window_minutes").update(value=40)
    need, before = followed(user), timezone.now()
    held(user, need.pk)
    first = Job.objects.get(name="follow.tell_news")
    held(user, followed(user).pk)
    assert Job.objects.get(name="follow.tell_news").run_at == first.run_at
    assert timedelta(minutes=39) < first.run_at - before < timedelta(minutes=41)


def test_person_who_left_or_is_inactive_is_not_told(user):
    need = followed(user)
    held(user, need.pk)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    end_windows()
    assert (OutgoingEmail.objects.count(), HeldNews.objects.count()) == (0, 0)
    assert actions.tell_news(user.pk + 1) is False


def test_end_of_a_window_that_is_done_twice_tells_once(user):
    held(user, followed(user).pk)
    assert [actions.tell_news(user.pk) for _time in range(2)] == [True, False]
    assert OutgoingEmail.objects.count() == 1


# A transaction that holds news while the window ends


def late_news(user, need, monkeypatch, *, guarded):
    """News are written, and their transaction ends only when the end of the window has read, or waits."""
    held(user, need.pk)
    if not guarded:
        monkeypatch.setattr(news, "_locked", lambda pk: type(user).objects.get(pk=pk))
    written, ended = threading.Event(), threading.Event()

    def hold_slowly():
        with transaction.atomic():
            held(user, need.pk, topic=Topic.TEXT, event="Le texte a changé.")
            written.set()
            ended.wait(1.5)
        connections.close_all()

    thread = threading.Thread(target=hold_slowly)
    thread.start()
    written.wait(10)
    Job.objects.filter(name="follow.tell_news").update(status="running")
    actions.tell_news(user.pk)
    ended.set()
    thread.join(10)
    return HeldNews.objects.count()


@pytest.mark.django_db(transaction=True)
def test_news_under_way_at_the_end_of_the_window_are_waited_for(user, monkeypatch):
    assert late_news(user, followed(user), monkeypatch, guarded=True) == 0
    assert Notification.objects.filter(user=user).count() == 2


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_of_the_person_they_stay_behind(user, monkeypatch):
    assert late_news(user, followed(user), monkeypatch, guarded=False) == 1


def rows_are_free(user):
    """False when another transaction holds the news of the person."""
    try:
        with transaction.atomic():
            list(HeldNews.objects.select_for_update(nowait=True).filter(user=user))
    except OperationalError:
        return False
    return True


def persons_last(user, need):
    """The control's order: the rows, then the person; whoever tells at that moment takes them the other way round."""
    with transaction.atomic():
        news._keep([user.pk], "need", need.pk, Topic.STATE, {"form": "FollowedNews"}, timezone.now())
        news.hold_rows(User, [user.pk])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("control", [False, True], ids=["the person first", "control: the rows first"])
def test_who_holds_news_takes_the_person_before_the_rows(user, control):
    """`tell_news` does the same: two of them that meet do not wait for each other."""
    need = followed(user)
    held(user, need.pk)

    def other():
        if control:
            persons_last(user, need)
        else:
            held(user, need.pk, event="Une autre.")
        connections.close_all()

    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(1)
        free = rows_are_free(user)
    thread.join(10)
    assert free is not control


def test_who_leaves_before_the_end_of_the_window_hears_of_no_answer():
    agent, follower, asker = buyer_user(), UserFactory(), company_user()
    buyer = agent.memberships.get().organisation.buyer
    need = NeedFactory(published=True, author=agent, buyer=buyer)
    actions.follow(follower, "need", need.pk)
    question = needs.ask_question(need, by=asker, text="Combien d'écoles sont concernées ?")
    needs.publish_answers(need, by=agent, texts={question.pk: ("Douze.", 0)})
    actions.unfollow(follower, "need", need.pk)
    end_windows()
    told = Notification.objects.filter(kind__startswith="follow")
    assert [each.user for each in told] == [asker]


def expires(membership):
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = type(membership).objects.filter(pk=membership.pk)
    rows.update(kind="delegated", role="contributor", ends_on=yesterday)


def ends(membership):
    type(membership).objects.filter(pk=membership.pk).update(status="ended")


def reads_only(membership):
    type(membership).objects.filter(pk=membership.pk).update(role="reader")


def stays(membership):
    """The control."""


@pytest.mark.parametrize(
    ("change", "hears"), [(ends, False), (expires, False), (reads_only, False), (stays, True)]
)
@pytest.mark.parametrize("follows", [True, False])
def test_who_speaks_no_more_for_who_asked_hears_answers_as_a_follower_alone(change, hears, follows):
    agent, asker = buyer_user(), company_user()
    buyer = agent.memberships.get().organisation.buyer
    need = NeedFactory(published=True, author=agent, buyer=buyer)
    if follows:
        actions.follow(asker, "need", need.pk)
    question = needs.ask_question(need, by=asker, text="Combien d'écoles sont concernées ?")
    needs.publish_answers(need, by=agent, texts={question.pk: ("Douze.", 0)})
    change(asker.memberships.get())
    end_windows()
    told = Notification.objects.filter(kind="follow.questions", user=asker)
    assert told.exists() is (hears or follows)
