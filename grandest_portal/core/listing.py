"""List pages: safe paging, removable filters, neutral daily order."""

from datetime import date, timedelta
from functools import wraps

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import CharField, F, UUIDField, Value
from django.db.models.functions import MD5, Cast, Concat
from django.shortcuts import redirect
from django.utils.translation import gettext as _

PAGE_SIZE = 20
# How long a list opened on a day may be read on in the order of that day.
OLDEST_DRAW = timedelta(days=7)


def clean_address(view):
    """A list sent with fields left empty (`?q=&tri=`) leads to the same list without them: one address per list."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if all("" not in values for _name, values in request.GET.lists()):
            return view(request, *args, **kwargs)
        kept = request.GET.copy()
        for name, values in request.GET.lists():
            kept.setlist(name, [value for value in values if value])
        query = kept.urlencode()
        return redirect(request.path + (f"?{query}" if query else ""))

    return inner


def page_of(request, rows, size=PAGE_SIZE):
    """The Page that `?page=` asks for; anything unusable gives the first or the last page."""
    paginator = Paginator(rows, size)
    asked = request.GET.get("page", "1")
    try:
        page = paginator.page(asked)
    except PageNotAnInteger:
        page = paginator.page(1)
    except EmptyPage:
        page = paginator.page(1 if asked.startswith("-") or asked == "0" else paginator.num_pages)
    # The day of the draw that links to the other pages carry, for a list that has one.
    page.day = None
    return page


def page_of_window(request, window, rows):
    """The Page of a `core.facets.Window`: its rows taken from `rows`, which need no order of their own.

    A page beyond the window is its last one: nobody makes the database walk through all that exists.
    """
    page = page_of(request, window.pks)
    found = rows.in_bulk(page.object_list)
    page.object_list = [found[pk] for pk in page.object_list if pk in found]
    return page


def draw_of(day):
    """The draw of a row for a day, as an expression: MD5 of the day and the number of the row.

    Anybody computes the same: `printf %s 2026-11-2842 | md5sum` for number 42.
    """
    text = Concat(Value(day.isoformat()), Cast(F("pk"), CharField()), output_field=CharField())
    return Cast(MD5(text), UUIDField())


def neutral_order(queryset, day):
    """A draw that changes each day and is the same for everybody. Favours nobody."""
    return queryset.annotate(draw=draw_of(day)).order_by("draw", "pk")


def day_asked(query, today):
    """The day whose draw a list follows: `?jour=`, so that pages turned after midnight go on; today by default."""
    try:
        day = date.fromisoformat(query.get("jour", ""))
    except ValueError:
        return today
    return day if today - OLDEST_DRAW <= day <= today else today


def chips_of(filterset, query):
    """[{label, remove_url}] for each active filter; `query` is the request's QueryDict."""
    chips = []
    if not filterset.form.is_valid():
        return chips
    without = {*getattr(filterset, "settings_only", ()), *getattr(filterset, "without_chip", ())}
    for name, field in filterset.form.fields.items():
        if name in without:
            continue
        for raw in query.getlist(name):
            if not raw.strip() or filterset.form.cleaned_data.get(name) in (None, "", []):
                continue
            rest = query.copy()
            rest.pop("page", None)
            rest.setlist(name, [value for value in query.getlist(name) if value != raw])
            chips.append({"label": chip_label(field, raw), "remove_url": "?" + rest.urlencode()})
    return chips


def chip_label(field, raw):
    choices = dict((str(value), label) for value, label in getattr(field, "choices", []))
    if raw in choices:
        return str(choices[raw])
    return _("%(label)s : %(value)s") % {"label": field.label, "value": raw}


def in_state(request, rows, states):
    """(the rows of the state that `?etat=` asks for, the chips that remove the choice).

    `states` is the TextChoices of the rows' `status`; an unknown state is no choice.
    """
    asked = request.GET.get("etat", "")
    if asked not in states.values:
        return rows, []
    return rows.filter(status=asked), [{"label": str(states(asked).label), "remove_url": request.path}]
