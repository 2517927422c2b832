"""How long people wait for an answer: per week and queue, read from the audit trail. Nothing per moderator."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from statistics import median
from urllib.parse import urlencode

from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.models import AuditEntry
from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import working_days_between


@dataclass
class Week:
    """One queue in one week: `waits` are working days from the reception to each decision taken in that week."""

    label: str
    start: datetime
    end: datetime
    received_url: str
    decided_url: str
    received: int = 0
    decided: int = 0
    waits: list = field(default_factory=list)
    promised: int | None = None

    @property
    def middle(self):
        return median(self.waits) if self.waits else None

    @property
    def slowest(self):
        """The wait that nine decisions in ten did not exceed: a value that was measured, not one in between."""
        return sorted(self.waits)[-(-9 * len(self.waits) // 10) - 1] if self.waits else None

    @property
    def kept(self):
        """Percents of the measured decisions that came within the promise."""
        if not self.waits or self.promised is None:
            return None
        return round(100 * sum(wait <= self.promised for wait in self.waits) / len(self.waits))


def weeks_before(at, count):
    """[(start, end)] of the last `count` weeks, Monday to Monday in Paris, the present one first."""
    today = timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=number) for number in range(count)]
    return [(midnight(day), midnight(day + timedelta(weeks=1))) for day in days]


def midnight(day):
    return datetime.combine(day, time(0), tzinfo=timezone.get_default_timezone())


def entries_url(label, verbs, start, end):
    """The list of the audit trail that holds the counted entries, no other."""
    wanted = {
        "kind__exact": label,
        "verb__in": ",".join(verbs),
        "at__gte": start.isoformat(),
        "at__lt": end.isoformat(),
    }
    return f"{reverse('admin:core_auditentry_changelist')}?{urlencode(wanted)}"


def promised_days(day):
    try:
        return Parameter.objects.value("moderation_delay_working_days", day)
    except LookupError:
        return None


def moves_of(label, received, decided, start):
    """[(verb, object, at)] of the queue, oldest first: those since `start`, and the receptions before them."""
    rows = AuditEntry.objects.filter(Q(verb__in=received) | Q(verb__in=decided, at__gte=start), kind=label)
    recent = AuditEntry.objects.filter(kind=label, verb__in=[*received, *decided], at__gte=start)
    rows = rows.filter(object_pk__in=recent.values("object_pk")).order_by("id")
    return rows.values_list("verb", "object_pk", "at")


def delays_of(queue, periods):
    """[Week] of one ModerationAdmin, the present week first."""
    label = queue.model._meta.label_lower
    weeks = [
        Week(
            queue.model._meta.verbose_name_plural,
            start,
            end,
            entries_url(label, queue.received_verbs, start, end),
            entries_url(label, queue.decided_verbs, start, end),
            promised=promised_days(timezone.localdate(start)),
        )
        for start, end in periods
    ]
    received_at = {}
    for verb, pk, at in moves_of(label, queue.received_verbs, queue.decided_verbs, periods[-1][0]):
        week = next((each for each in weeks if each.start <= at < each.end), None)
        if verb in queue.received_verbs:
            received_at[pk] = at
            if week:
                week.received += 1
        elif week:
            week.decided += 1
            since = received_at.pop(pk, None)
            if since is not None:
                week.waits.append(working_days_between(timezone.localdate(since), timezone.localdate(at)))
    return weeks


@require_safe
def delays_page(request, site):
    """The table of all queues that say by which verbs a row enters and leaves them."""
    now = timezone.now()
    count = Parameter.objects.value("moderation_statistics_weeks", timezone.localdate(now))
    periods = weeks_before(now, count)
    found = defaultdict(list)
    queues = [each for each in site._registry.values() if getattr(each, "received_verbs", ())]
    for queue in queues:
        for week in delays_of(queue, periods):
            found[week.start].append(week)
    context = {
        **site.each_context(request),
        "title": _("Délais de modération"),
        "weeks": [{"start": start, "rows": rows} for start, rows in found.items()],
        "queues": [queue.queue(request) for queue in queues],
        "promised": promised_days(timezone.localdate(now)),
    }
    return TemplateResponse(request, "admin/delays.html", context)
