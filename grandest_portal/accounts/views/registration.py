"""What the two registration pages share: the number first, then the form, filled by the public directory.

With the directory configured, the first page asks for the number; « Chercher » and « Saisir à la main » both lead
to the whole form, which alone registers. Nothing is stored between the two: a closed tab leaves no trace.
"""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts import directory
from grandest_portal.accounts.enums import DirectoryOutcome, IdentifierKind, MembershipRole
from grandest_portal.accounts.forms import IdentifierForm
from grandest_portal.accounts.presentation import described, prefilled
from grandest_portal.accounts.proconnect.session import registration_proposal
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.delays import moderation_promise

SEARCH, MANUAL = "search", "manual"


def registration_initial(request):
    """Form initials: French by its SIRET, with what a log-in through ProConnect proposed, where it did.

    A proposal is no right: the person corrects it and a moderator decides.
    """
    return {"identifier_kind": IdentifierKind.SIRET} | registration_proposal(request)


class RegistrationPage:
    """One request to a registration page: which form it shows, and what the directory said.

    `form_class` is an OrganisationForm; `refine(establishment)` gives initials of the fields that it adds.
    """

    def __init__(self, request, form_class, *, refine=None):
        self.request, self.form_class, self.refine = request, form_class, refine
        self.step = request.POST.get("step", "") if directory.is_configured() else ""
        self.finding = None
        self.notice = ""
        self.form = self.chosen_form()

    @property
    def is_sent(self):
        """Whether the person sent the whole form, rather than a search."""
        return self.request.method == "POST" and self.step not in {SEARCH, MANUAL}

    @property
    def is_complete(self):
        return self.is_sent and self.form.is_valid()

    def chosen_form(self):
        start = registration_initial(self.request)
        if self.step == SEARCH:
            return self.searched()
        if self.step == MANUAL:
            return self.form_class(initial=self.typed())
        if self.request.method == "POST":
            self.finding = self.known(self.request.POST.get("identifier", ""))
            return self.form_class(self.request.POST or None)
        if directory.is_configured():
            return IdentifierForm(initial=start)
        return self.form_class(initial=start)

    def searched(self):
        """The whole form, filled by the directory; the first page again when the number is wrong."""
        asked = IdentifierForm(self.request.POST)
        if not asked.is_valid():
            return asked if "name" not in self.request.POST else self.marked(asked)
        number = asked.cleaned_data
        if number["identifier_kind"] != IdentifierKind.SIRET:
            self.notice = _(
                "L'annuaire ne connaît que les établissements français : remplissez le formulaire vous-même, "
                "une personne vérifiera ensuite."
            )
            return self.form_class(initial=self.typed() | number)
        self.finding = directory.look_up_for(self.request.user, number["identifier"])
        return self.form_class(initial=self.typed() | number | self.found())

    def marked(self, asked):
        """The whole form as typed, only the faults of the number shown."""
        form = self.form_class(self.request.POST)
        form.full_clean()
        form.errors.clear()
        form.errors.update(asked.errors)
        return form

    def found(self):
        establishment = self.finding.establishment
        if establishment is None:
            return {}
        return prefilled(establishment) | (self.refine(establishment) if self.refine else {})

    def typed(self):
        """What was typed so far, as initials; what a log-in proposed, where nothing was."""
        posted = {
            name: self.request.POST[name] for name in self.form_class.base_fields if name in self.request.POST
        }
        return registration_initial(self.request) | posted

    def known(self, number):
        digits = "".join(char for char in number[:40] if char.isdigit())
        return directory.remembered(digits) if directory.is_configured() and len(digits) == 14 else None

    def attach(self, register, **fields):
        """Run a room's registration with what the valid form holds; False when it refuses, said in the form."""
        try:
            register(
                self.request.user,
                data=self.form.organisation_data(),
                position=self.form.cleaned_data["position"],
                by=self.request.user,
                **fields,
            )
        except DomainError as error:
            self.form.refuse(error)
            return False
        return True

    def render(self, template):
        context = {
            "form": self.form,
            "searching": isinstance(self.form, IdentifierForm),
            "can_search": directory.is_configured(),
            "directory": described(self.finding, timezone.localdate()),
            "directory_notice": self.notice or sentence_of(self.finding),
        }
        return render(self.request, template, context, status=422 if self.form.errors else 200)


def sentence_of(finding):
    """One calm sentence when the directory did not fill the form; "" otherwise."""
    if finding is None:
        return ""
    return {
        DirectoryOutcome.UNKNOWN: _(
            "L'annuaire ne connaît pas ce SIRET : vérifiez-le, ou remplissez le formulaire vous-même."
        ),
        DirectoryOutcome.UNAVAILABLE: _(
            "L'annuaire des entreprises ne répond pas pour le moment : remplissez le formulaire vous-même, "
            "une personne vérifiera ensuite."
        ),
        DirectoryOutcome.TOO_MANY: _(
            "Vous avez fait beaucoup de recherches en une heure : remplissez le formulaire vous-même, une "
            "personne vérifiera ensuite."
        ),
    }.get(finding.outcome, "")


def what_follows(membership):
    """The context of the three pages that come after a registration."""
    return {
        "organisation": membership.organisation,
        "joining": membership.role != MembershipRole.ADMINISTRATOR,
        "promise": moderation_promise(timezone.localdate()),
    }
