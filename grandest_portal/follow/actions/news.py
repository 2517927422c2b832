"""One mail per person and window for all that they follow: what happens is held, the last of each topic is told.

The first news opens the window of a person: a job under their number. At its end the rows are read, told and deleted in
one transaction, under the lock of the person: a transaction that holds more news of them is waited for.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.locks import hold_rows
from grandest_portal.follow.enums import Topic
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.messages import (
    AnswersPublished,
    FollowedGone,
    FollowedNews,
    NewsInOneMail,
    SearchAlert,
)
from grandest_portal.follow.models import Follow, HeldNews, SavedSearch
from grandest_portal.follow.tokens import leave_path
from grandest_portal.reference.windows import window

WINDOW = "news_window_minutes"
SEARCH = "search"
FORMS = {form.__name__: form for form in (FollowedNews, FollowedGone, AnswersPublished)}


@transaction.atomic
def hold(users, kind, pk, topic, news, *, at, again=None, asked=frozenset()):
    """Keep `news` (a FollowedNews) of a thing for each of `users` until the end of their window.

    It takes the place of what they were to read under the same topic; `again`, when given, is then told instead.
    `asked` holds the numbers of those who hear it because they asked, whether they follow or not.
    """
    users = sorted({user.pk for user in users if user.is_active})
    # The persons first, as `tell_news` does: the other way round, two of them would wait for each other.
    hold_rows(User, users)
    if again is not None:
        rows = HeldNews.objects.filter(user__in=users, kind=kind, object_id=pk, topic=topic)
        known = set(rows.values_list("user", flat=True))
        _keep([user for user in users if user in known], kind, pk, topic, _content(again), at, asked)
        users = [user for user in users if user not in known]
    _keep(users, kind, pk, topic, _content(news), at, asked)


def _content(news):
    return {
        "form": type(news).__name__,
        "name": news.name,
        "event": str(news.event),
        "target": news.target,
    }


def _keep(users, kind, pk, topic, content, at, asked=frozenset()):
    """Write the rows of persons who are held until the commit, then open their windows."""
    rows = [
        HeldNews(
            user_id=user,
            kind=kind,
            object_id=pk,
            topic=topic,
            content={**content, "asked": True} if user in asked else content,
            held_at=at,
        )
        for user in users
    ]
    HeldNews.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["user", "kind", "object_id", "topic"],
        update_fields=["content"],
        batch_size=1000,
    )
    end = timezone.now() + window(WINDOW, timezone.now())
    for user in users:
        enqueue("follow.tell_news", user, key=str(user), run_at=end)


@transaction.atomic
def hold_results(saved, lines, more, target, most, *, at):
    """Keep the new results of a saved search, locked by the caller, beside those that wait already."""
    hold_rows(User, [saved.user_id])
    rows = HeldNews.objects.filter(user=saved.user_id, kind=SEARCH, object_id=saved.pk)
    held = rows.select_for_update(of=("self",)).first()
    old = held.content if held else {"lines": [], "more": 0}
    lines = [*lines, *old["lines"]]
    more += old["more"] + max(0, len(lines) - most)
    content = {"lines": lines[:most], "more": more, "target": target}
    _keep([saved.user_id], SEARCH, saved.pk, Topic.SEARCH, content, at)


@transaction.atomic
def retract(kind, pk, topic, since):
    """Forget news that are true no more: those held after the moment `since`, all of them for None."""
    rows = HeldNews.objects.filter(kind=kind, object_id=pk, topic=topic)
    return (rows if since is None else rows.filter(held_at__gt=since)).delete()[0]


def _locked(pk):
    """The person: whoever holds news of them, not committed yet, is waited for."""
    return User.objects.select_for_update(of=("self",)).filter(pk=pk).first()


@transaction.atomic
def tell_news(pk):
    """Write one mail of all that waits for the person; what they follow, ask for or may hear no more is left out."""
    user = _locked(pk)
    if user is None:
        return False
    rows = list(HeldNews.objects.select_for_update(of=("self",)).filter(user=user).order_by("held_at", "pk"))
    followed = set(Follow.objects.of(user).values_list("kind", "object_id"))
    numbers = [row.object_id for row in rows if row.topic == Topic.SEARCH]
    searches = {saved.pk: saved for saved in SavedSearch.objects.of(user).alerting().filter(pk__in=numbers)}
    wanted = [(row, _message(row, searches)) for row in rows if _is_wanted(row, user, followed, searches)]
    HeldNews.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if not wanted:
        return False
    alerts = [searches[pk] for pk in numbers if pk in searches]
    _in_one_mail(wanted, alerts).send_to([user])
    return True


def _is_wanted(row, user, followed, searches):
    """Answers are told to those who asked too, whether they follow or not, while they still speak for who asked."""
    if row.topic == Topic.SEARCH:
        return row.object_id in searches
    if (row.kind, row.object_id) in followed:
        return True
    return row.content.get("asked", False) and KINDS[row.kind].asked(user, row.object_id)


def _message(row, searches):
    content = {name: value for name, value in row.content.items() if name != "asked"}
    if row.topic == Topic.SEARCH:
        saved = searches[row.object_id]
        lines = tuple(content["lines"])
        return SearchAlert(saved.name, lines, content["more"], content["target"], leave_path([saved]))
    return FORMS[content.pop("form")](**content)


def _in_one_mail(told, alerts):
    """`told` is [(row, message)]; what is told of one thing stands together."""
    parts, blocks = tuple(message for _row, message in told), {}
    for row, message in told:
        blocks.setdefault((row.kind, row.object_id), []).append(message)
    if len(parts) == 1:
        return parts[0]
    return NewsInOneMail(
        parts=parts,
        blocks=tuple(map(tuple, blocks.values())),
        heading=_("Du nouveau dans vos suivis"),
        target=_own_page(parts, alerts),
        leave=leave_path(alerts) if alerts else "",
    )


def _own_page(parts, alerts):
    """The person's own list: of searches when nothing else is told."""
    return reverse("searches:mine") if len(parts) == len(alerts) else reverse("follow:mine")
