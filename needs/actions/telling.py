"""One mail per need and window to its buyer's people, one per window to an invited company: the state at its end.

What was taken back before the end of the window is told to nobody. The need keeps until when its people know
(`dialog_told_at`), an invitation whether its company was told: a window that ends twice tells once. Each verb
holds the row that these lock (the need, the company) when it opens the window.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.jobs import enqueue
from grandest_portal.core.locks import hold_rows
from grandest_portal.follow.actions import hold
from grandest_portal.follow.enums import Topic
from grandest_portal.follow.messages import AnswersPublished
from grandest_portal.notifications.messages import Grouped
from grandest_portal.reference.windows import window
from needs.dialog.messages import (
    CORRECTED,
    SEVERAL,
    ConsortiumInvited,
    InterestDeclared,
    QuestionAsked,
    answers_words,
    askers_of,
    buyer_people,
    company_people,
    hearers_of,
)
from needs.following import KIND
from needs.messages import NeedJoined, people_of_need
from needs.models import Interest, InterestPartner, Need, NeedJoin, Question
from suppliers.models import Company

WINDOW = "dialog_window_minutes"


def tell_buyer_later(need):
    """Open the window of a need, unless it is open."""
    now = timezone.now()
    enqueue("needs.tell_buyer", need.pk, key=str(need.pk), run_at=now + window(WINDOW, now))


def tell_invited_later(companies):
    now = timezone.now()
    hold_rows(Company, [company.pk for company in companies])
    for company in companies:
        enqueue("needs.tell_invited", company.pk, key=str(company.pk), run_at=now + window(WINDOW, now))


@transaction.atomic
def tell_buyer(pk):
    """The end of a need's window: what came since its people were told last, if it still stands."""
    rows = Need.objects.select_for_update(of=("self",)).select_related("buyer__organisation")
    need = rows.filter(pk=pk).first()
    if need is None or need.buyer_id is None:
        return
    since, joined = need.dialog_told_at, new_joins(need)
    waiting = [*new_question(need, since), *new_interest(need, since)]
    speaking = list(buyer_people(need))
    others = [user for user in people_of_need(need) if user not in speaking]
    one_mail(need, [*waiting, *joined], speaking)
    one_mail(need, joined, others)
    need.dialog_told_at = timezone.now()
    need.save(update_fields=["dialog_told_at"])


def one_mail(need, parts, users):
    if not parts:
        return
    heading = _("Du nouveau sur votre besoin : %(need)s") % {"need": need}
    target = reverse("needs:detail", args=[need.pk])
    message = parts[0] if len(parts) == 1 else Grouped(tuple(parts), heading, target)
    message.send_to(users)


def is_new(at, since):
    return at is not None and (since is None or at > since)


def new_question(need, since):
    """Not while an earlier one waits, of which they know."""
    first = Question.objects.waiting().filter(need=need).order_by("asked_at").first()
    if first is None or not need.takes_answers or not is_new(first.asked_at, since):
        return []
    return [QuestionAsked(need)]


def new_interest(need, since):
    """Not while an earlier one is unread, of which they know."""
    unread = Interest.objects.due().filter(need=need, read_at=None)
    first = unread.order_by("created_at").first()
    return [InterestDeclared(need)] if first and is_new(first.created_at, since) else []


def new_joins(need):
    joins = NeedJoin.objects.live().filter(need=need).for_list() if need.is_open else []
    return [
        NeedJoined(need, str(join.buyer)) for join in joins if is_new(join.created_at, need.dialog_told_at)
    ]


@transaction.atomic
def tell_invited(pk):
    """The end of an invited company's window: the invitations that it may still answer."""
    company = Company.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if company is None:
        return
    rows = InterestPartner.objects.to_confirm_by(company).filter(told_at=None).for_list()
    rows = list(rows.select_for_update(of=("self",)))
    if not rows:
        return
    parts = tuple(ConsortiumInvited(row.interest) for row in rows)
    heading = _("Plusieurs invitations dans des groupements")
    message = parts[0] if len(parts) == 1 else Grouped(parts, heading, reverse("needs:my_interests"))
    message.send_to(company_people(company))
    InterestPartner.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())


def tell_answers(need, questions, *, corrected=False):
    """Answers of these questions are published or corrected: it waits for the mail of each person's window."""
    target = reverse("needs:questions", args=[need.pk])
    event = CORRECTED if corrected else answers_words(len(questions))
    news = AnswersPublished(str(need), event, target)
    again = AnswersPublished(str(need), SEVERAL, target)
    people, asked = hearers_of(need, questions), set(askers_of(questions).values_list("pk", flat=True))
    hold(people, KIND, need.pk, Topic.ANSWERS, news, at=timezone.now(), again=again, asked=asked)
