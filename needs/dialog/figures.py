"""The numbers of a need's page, in one query for both panels."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Func, IntegerField, Q, Subquery
from django.utils import timezone

from grandest_portal.reference.models import Parameter
from needs.dialog.dates import CLOSING_DAYS, questions_until
from needs.enums import ConsortiumStatus
from needs.models import Interest, InterestPartner, Need, Question
from suppliers.models import Company


@dataclass(frozen=True)
class Figures:
    """`until` is the last day of questions; `companies` counts each interested company once.

    `newest_question` and `newest_interest` are the numbers of the latest: what a page that is drawn now may show.
    """

    waiting: int
    thread: int
    companies: int
    due: int
    unread: int
    newest_question: int | None
    newest_interest: int | None
    until: date | None


def counted(rows):
    """A scalar subquery: how many `rows`."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(counted=count).values("counted"))


def newest(rows):
    """A scalar subquery: the latest number of `rows`; None without any."""
    return Subquery(rows.order_by("-pk").values("pk")[:1])


def interested_companies(need):
    """The companies that declared an interest, and those that confirmed a joint one."""
    live = Interest.objects.live().filter(need=need)
    confirmed = InterestPartner.objects.filter(interest__in=live, status=ConsortiumStatus.CONFIRMED)
    return Company.objects.filter(Q(pk__in=live.values("company")) | Q(pk__in=confirmed.values("company")))


def figures_of(need):
    """The Figures of a need, read once per row in memory."""
    if not hasattr(need, "dialog_figures"):
        today = timezone.localdate()
        questions, interests = Question.objects.filter(need=need), Interest.objects.filter(need=need)
        days = Parameter.objects.in_force(today).filter(key=CLOSING_DAYS).order_by("-starts_on")
        row = (
            Need.objects.filter(pk=need.pk)
            .values(
                waiting=counted(questions.waiting()),
                thread=counted(questions.in_thread()),
                companies=counted(interested_companies(need)),
                due=counted(interests.due()),
                newest_question=newest(questions),
                newest_interest=newest(interests),
                unread=counted(interests.live().filter(read_at=None)),
                days=Subquery(days.values("value")[:1]),
            )
            .get()
        )
        days = row.pop("days")
        until = questions_until(need, None if days is None else int(days))
        need.dialog_figures = Figures(**row, until=until)
    return need.dialog_figures
