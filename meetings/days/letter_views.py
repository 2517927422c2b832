"""The page on which the organiser of a day writes to those who come, and reads what was written."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import PortalForm
from grandest_portal.core.once import once
from meetings.days.letter_enums import Audience
from meetings.days.letters import letters_most, recipients_of, write_letter
from meetings.days.permissions import can_read_organisation, organises
from meetings.days.views import crumbs, day_seen
from meetings.views.reading import typed


class LetterForm(PortalForm):
    audience = forms.ChoiceField(
        label=gettext_lazy("À qui"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez à qui vous écrivez.")},
    )
    subject = forms.CharField(
        label=gettext_lazy("Objet"),
        max_length=120,
        error_messages={"required": gettext_lazy("Écrivez l'objet.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Texte"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Sans mise en forme. Chaque ligne devient un paragraphe."),
        error_messages={"required": gettext_lazy("Écrivez le texte.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def letter(request, pk):
    """Write, read again with the number of recipients, send."""
    day = day_seen(request, pk)
    require(day.is_public and can_read_organisation(request.user, day))
    if request.method == "POST":
        require(organises(request.user, day))
    form = LetterForm(typed(request))
    shown = request.method == "POST" and form.is_valid() and "back" not in request.POST
    if shown and "expected" in request.POST:
        try:
            sent = write_letter(day, by=request.user, expected=expected(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, sent_words(sent.recipients))
            return redirect("days:letters", day.pk)
    return letter_page(request, day, form, shown)


def expected(request):
    text = request.POST["expected"]
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def sent_words(count):
    words = ngettext(
        "Le message part vers %(count)d personne.", "Le message part vers %(count)d personnes.", count
    )
    return words % {"count": count}


def letter_page(request, day, form, shown):
    today = timezone.localdate()
    context = {
        "day": day,
        "form": form,
        "writes": organises(request.user, day),
        "most": letters_most(today),
        "left": max(letters_most(today) - day.letters.filter(written_on=today).count(), 0),
        "counts": [(label, recipients_of(day, value).count()) for value, label in Audience.choices],
        "preview": preview(day, form) if shown else None,
        "letters": day.letters.select_related("author"),
        "crumbs": crumbs(_("Messages aux inscrits"), day),
    }
    return render(request, "meetings/days/letters.html", context, status=422 if form.errors else 200)


def preview(day, form):
    """What leaves, as it is read, and to how many."""
    values = form.cleaned_data
    return {
        **values,
        "label": Audience(values["audience"]).label,
        "count": recipients_of(day, values["audience"]).count(),
        "lines": [line for line in values["text"].split("\n") if line.strip()],
    }
