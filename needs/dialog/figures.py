"""The numbers of a need's page, for both panels: columns of its row, or one query of their own."""

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


def interested_companies(pk):
    """The companies that declared an interest, and those that confirmed a joint one."""
    live = Interest.objects.live().filter(need=pk)
    confirmed = InterestPartner.objects.filter(interest__in=live, status=ConsortiumStatus.CONFIRMED)
    return Company.objects.filter(Q(pk__in=live.values("company")) | Q(pk__in=confirmed.values("company")))


def figure_columns(pk, on):
    """{name: scalar subquery} of the need `pk` on the date `on`; `keep_figures` reads them."""
    questions, interests = Question.objects.filter(need=pk), Interest.objects.filter(need=pk)
    days = Parameter.objects.in_force(on).filter(key=CLOSING_DAYS).order_by("-starts_on")
    return {
        "n_waiting": counted(questions.waiting()),
        "n_thread": counted(questions.in_thread()),
        "n_companies": counted(interested_companies(pk)),
        "n_due": counted(interests.due()),
        "n_unread": counted(interests.live().filter(read_at=None)),
        "newest_question": newest(questions),
        "newest_interest": newest(interests),
        "closing_days": Subquery(days.values("value")[:1]),
    }


def keep_figures(need, row=None):
    """Keep on `need` the Figures that it carries as `figure_columns`, or that `row` does."""
    row = vars(need) if row is None else row
    days = row["closing_days"]
    counts = {name: row[f"n_{name}"] for name in ("waiting", "thread", "companies", "due", "unread")}
    latest = {name: row[name] for name in ("newest_question", "newest_interest")}
    until = questions_until(need, None if days is None else int(days))
    need.dialog_figures = Figures(**counts, **latest, until=until)


def figures_of(need):
    """The Figures of a need, read once per row in memory."""
    if not hasattr(need, "dialog_figures"):
        columns = figure_columns(need.pk, timezone.localdate())
        keep_figures(need, Need.objects.filter(pk=need.pk).values(**columns).get())
    return need.dialog_figures
