"""The page on which an organisation says whom it wishes to meet."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import PortalForm
from meetings.days import wishes
from meetings.days.enums import RegistrationStatus, WishChoice
from meetings.days.registration_views import public_day, written_registration
from meetings.days.views import crumbs
from meetings.enums import MeetingSide
from meetings.views.reading import typed


class WishForm(PortalForm):
    """One choice per organisation of the other side, in the order of `suggested`."""

    def __init__(self, *args, registration, **kwargs):
        self.rows = wishes.suggested(registration)
        standing = wishes.choices_of(registration)
        super().__init__(*args, **kwargs)
        for other, _match in self.rows:
            self.fields[f"choice_{other.pk}"] = forms.ChoiceField(
                label=str(other.organisation),
                choices=WishChoice.choices,
                initial=standing.get(other.pk, WishChoice.NONE),
            )

    def lines(self):
        """[{field, match, url}] for the page."""
        return [
            {
                "field": self[f"choice_{other.pk}"],
                "match": match,
                "url": reverse("needs:match", args=[match.need_id, match.solution_id]) if match else "",
            }
            for other, match in self.rows
        ]

    def choices(self):
        return {other.pk: WishChoice(self.cleaned_data[f"choice_{other.pk}"]) for other, _match in self.rows}


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request, pk):
    day = public_day(request, pk)
    own = written_registration(request, day)
    require(own.status == RegistrationStatus.ADMITTED)
    form = WishForm(typed(request), registration=own)
    if request.method == "POST" and form.is_valid():
        try:
            wishes.write_wishes(own, form.choices(), by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Vos souhaits sont enregistrés. L'autre partie ne les lit pas."))
            return redirect("days:wishes", day.pk)
    context = {
        "day": day,
        "form": form,
        "takes": wishes.takes_wishes(day, timezone.now()),
        "is_buyer": own.side == MeetingSide.BUYER,
        "crumbs": crumbs(_("Souhaits de rencontre"), day),
    }
    return render(request, "meetings/days/wishes.html", context, status=422 if form.errors else 200)
