"""Moderation in the stock admin: a queue, and buttons and bulk actions that call the domain's own actions.

Nothing is typed over: texts and statuses are read-only here, whatever the moderator's rights.
"""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin, SimpleListFilter, helpers
from django.db import transaction
from django.db.models import Case, Count, F, Q, Value, When, Window
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import DecisionForm
from grandest_portal.core.history import lines_of
from grandest_portal.core.once import once
from grandest_portal.core.verbs import Verb, hints_of, lettered

LONGEST_WALK = 200
# What the filters of a list write in its address: a choice, a day, nothing.
PLAIN_LOOKUPS = ("exact", "in", "gte", "lt", "isnull", "id__exact", "id__isnull", "pk__exact")


def seen_of(request, thing):
    """What the page of the row said it showed (`ModerationAdmin.stamp`); "" when it said nothing."""
    return request.POST.get(f"version_{thing.pk}") or request.POST.get("version", "")


def promised_before(request):
    """The moment before which what was sent should have had its answer: read once per request, for every queue."""
    read = getattr(request, "moderation_promised", None)
    if read is None:
        read = import_string(settings.MODERATION_OVERDUE_BEFORE)(timezone.now())
        if request is not None:
            request.moderation_promised = read
    return read


class StaffReadOnlyAdmin(ModelAdmin):
    """Every member of the staff may look; nobody adds, edits or deletes here."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request):
        """Only what the filters of the list say: another one typed in the address would tell, letter by letter, what
        no page shows."""
        filters = self.get_list_filter(request)
        offered = {getattr(each, "parameter_name", each) for each in filters}
        return lookup in offered or any(
            lookup == f"{name}__{end}" for name in offered for end in PLAIN_LOOKUPS
        )


class EngineRoomAdmin(StaffReadOnlyAdmin):
    """For administrators alone: what the service runs on names people who are nobody's business on the desk."""

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and request.user.is_superuser


class WaitingFilter(SimpleListFilter):
    """What the desk counts: exactly the rows of `ModerationAdmin.waiting`."""

    title = gettext_lazy("attente")
    parameter_name = "attente"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.model_admin = model_admin

    def lookups(self, request, model_admin):
        return [("decider", gettext_lazy("À décider"))]

    def queryset(self, request, queryset):
        if self.value() != "decider":
            return queryset
        return queryset.filter(pk__in=self.model_admin.waiting(request).order_by().values("pk"))


class ModerationAdmin(StaffReadOnlyAdmin):
    """A model whose rows await a decision. Subclasses give `verbs`, `waiting_status` and `waiting_since`."""

    verbs: tuple[Verb, ...] = ()
    waiting_status = "submitted"
    waiting_since = "submitted_at"
    # The audit verbs by which a row enters the queue and leaves it, for the statistics of delay.
    received_verbs: tuple[str, ...] = ()
    decided_verbs: tuple[str, ...] = ()
    # Whether the page of a row ends with who did what to it lately; the history has a page of its own.
    shows_events = True
    change_form_template = "admin/moderation_change_form.html"
    # Whether a decision first locks the row, to compare what was read with what stands.
    locks_row = True

    def awaiting(self):
        """The condition under which a row waits; a subclass may add another: `super().awaiting() | Q(…)`."""
        return Q(status=self.waiting_status)

    def since(self):
        """The expression that says since when a row waits; it may depend on why it does."""
        return F(self.waiting_since)

    def decidable(self, user, thing):
        """Whether the person may decide on a row: the next one to open is one of these."""
        return True

    def panels(self, request, thing):
        """HTML shown between the text of a row and the decision: what helps to decide."""
        return []

    def gone(self, pk):
        """Why a row that the desk knew is not to be read here any more, in a sentence; "" for one it never knew."""
        return ""

    def said_gone(self, request, pk):
        """Back to the list, with that sentence, or None."""
        sentence = self.gone(pk)
        if not sentence:
            return None
        messages.warning(request, sentence)
        meta = self.model._meta
        return HttpResponseRedirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))

    def get_ordering(self, request):
        """What waits comes first, the oldest before all; then what was decided, the newest before all."""
        awaited = self.awaiting()
        return [
            Case(When(awaited, then=Value(0)), default=Value(1)).asc(),
            Case(When(awaited, then=self.since())).asc(nulls_last=True),
            F(self.waiting_since).desc(nulls_last=True),
            "-pk",
        ]

    def get_list_filter(self, request):
        return [WaitingFilter, *super().get_list_filter(request)]

    def first_items(self, membership):
        """What a person sent whose request to speak for an organisation waits: decided on the request's own page."""
        return self.model._default_manager.none()

    def waiting(self, request):
        rows = self.get_queryset(request).filter(self.awaiting())
        return rows.annotate(waits_since=self.since()).order_by("waits_since", "pk")

    def queue(self, request):
        """{label, count, oldest, overdue, first_url, url} for the desk; `overdue` counts broken promises. One query."""
        late = Count("pk", filter=Q(waits_since__lt=promised_before(request)))
        rows = self.waiting(request).annotate(in_queue=Window(Count("pk")), late=Window(late))
        oldest = rows.first()
        meta = self.model._meta
        return {
            "label": meta.verbose_name_plural,
            "count": oldest.in_queue if oldest else 0,
            "overdue": oldest.late if oldest else 0,
            "oldest": oldest.waits_since if oldest else None,
            "first_url": self.change_url(oldest) if oldest else "",
            "url": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + "?attente=decider",
        }

    def get_urls(self):
        meta = self.model._meta
        return [
            path(
                "<int:pk>/decision/<str:verb>/",
                self.admin_site.admin_view(self.decide),
                name=f"{meta.app_label}_{meta.model_name}_decide",
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thing = self.get_object(request, object_id)
        if thing is None and object_id.isdecimal() and (answer := self.said_gone(request, int(object_id))):
            return answer
        verbs = self.verbs_for(request.user, thing) if thing is not None else []
        context = {
            "verbs": verbs,
            "panels": self.panels(request, thing) if thing is not None else [],
            "lines": lines_of(thing, reader=request.user, limit=5)
            if thing is not None and self.shows_events
            else [],
            "decision": self.decision_form(verbs),
            "stamp": self.stamp(thing) if thing is not None else "",
            "next_url": self.next_url(request, thing) if verbs else "",
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def decision_form(self, verbs, data=None):
        """The form that serves these verbs: on the page of a row all of them, in a decision the one that was taken."""
        uses = {verb.reasons for verb in verbs if verb.reasons}
        everywhere = {verb.reasons for verb in self.verbs if verb.reasons}
        known = import_string(settings.MODERATION_REASONS)
        reasons = known(everywhere, self.model._meta.model_name) if uses else []
        return DecisionForm(
            data,
            reasons=[row for row in reasons if uses & set(row.uses)],
            letters=lettered(reasons, self.verbs),
            needed=any(verb.needs_reason for verb in verbs),
            closed=any(verb.closed for verb in verbs),
            hint=hints_of(verbs),
        )

    def next_url(self, request, thing):
        """The page of the row to decide after `thing`: the next older one that the person may decide; "" for none."""
        rows = list(self.waiting(request)[:LONGEST_WALK])
        place = next((number for number, row in enumerate(rows) if row.pk == thing.pk), len(rows) - 1)
        rest = [*rows[place + 1 :], *rows[: place + 1]]
        found = (row for row in rest if row.pk != thing.pk and self.decidable(request.user, row))
        return next((self.change_url(row) for row in found), "")

    @method_decorator([require_http_methods(["GET", "POST"]), once])
    def decide(self, request, pk, verb):
        """One decision on one row, then on to the next; an error in the reason is said on a page of its own."""
        thing = self.get_object(request, str(pk))
        chosen = next((each for each in self.verbs if each.name == verb), None)
        if thing is None and chosen is not None and (answer := self.said_gone(request, pk)):
            return answer
        if thing is None or chosen is None:
            raise Http404
        back = self.change_url(thing)
        return self.decide_many(request, chosen, [thing], back, onward=lambda: self.next_url(request, thing))

    def stamp(self, thing):
        """What tells the text that a page shows from any other text of the same row; "" where there is but one."""
        return str(getattr(thing, "version", ""))

    def check_as_read(self, request, thing):
        """Refuse unless what stands is what was on screen. The row stays locked: it stands until the decision."""
        seen = seen_of(request, thing)
        rows = self.model._default_manager.filter(pk=thing.pk)
        stands = (rows.select_for_update(of=("self",)) if self.locks_row else rows).first()
        if stands is not None and self.stamp(stands) != seen:
            raise DomainError(
                _("Le texte a changé depuis l'ouverture de cette page : relisez-le, puis décidez.")
            )

    def run(self, request, verb, thing, options):
        if not self.locks_row:
            self.check_as_read(request, thing)
            verb.run(thing, by=request.user, **options)
            return
        with transaction.atomic():
            self.check_as_read(request, thing)
            verb.run(thing, by=request.user, **options)

    def named(self, thing):
        """« B-49 – Titre »: how a confirmation names a row."""
        reference = getattr(thing, "reference", "")
        return f"{reference} – {thing}" if reference and reference != str(thing) else str(thing)

    def verbs_for(self, user, thing):
        """The verbs of the page of a row: a subclass leaves out what the action would refuse to this person."""
        return [verb for verb in self.verbs if self.offers(verb, thing)]

    def held(self, user, thing):
        """Why a row may not be published by this person alone, in a sentence; "" when nothing holds it."""
        return ""

    def offers(self, verb, thing):
        """Whether the button of a verb stands on the page of a row."""
        stands = verb.sources is None or thing.status in verb.sources
        return stands and (verb.offered is None or verb.offered(thing))

    def change_url(self, thing):
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])

    def decide_many(self, request, verb, things, back, onward=None):
        """Ask for the reason when one is needed, then run the verb on each row and say what was refused.

        `onward()` gives the page to open once something was decided, "" to stay.
        """
        confirmed = request.method == "POST" and "confirm" in request.POST
        form = self.decision_form([verb], request.POST if confirmed else None)
        if not confirmed or (verb.needs_reason and not form.is_valid()):
            return self.confirm(request, verb, things, form, back)
        names = ["reason", *(["reason_key"] if verb.reasons else [])] if verb.needs_reason else []
        options = {name: form.cleaned_data.get(name, "") for name in names}
        done, alone = 0, self.named(things[0]) if onward and things else ""
        for thing in things:
            try:
                self.run(request, verb, thing, options)
                done += 1
            except DomainError as error:
                messages.error(request, f"{thing} : {error.message}")
        request.nothing_done = not done
        if done:
            messages.success(request, verb.told(done, alone))
        return HttpResponseRedirect((done and onward and onward()) or back)

    def confirm(self, request, verb, things, form, back):
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "verb": verb,
            "things": [(thing, seen_of(request, thing) or self.stamp(thing)) for thing in things],
            "number": len(things),
            "form": form,
            "back": back,
            "opts": self.model._meta,
            "action_name": request.POST.get("action", ""),
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/moderation_confirm.html", context, status=status)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        for verb in self.verbs:
            actions[verb.name] = (partial(self.bulk, verb), verb.name, verb.label)
        return actions

    def bulk(self, verb, _admin, request, queryset):
        back = request.get_full_path()
        return self.decide_many(request, verb, list(queryset), back)

    def history_view(self, request, object_id, extra_context=None):
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Historique : %(thing)s") % {"thing": thing},
            "thing": thing,
            "lines": lines_of(thing, reader=request.user),
            "opts": self.model._meta,
            "back": self.change_url(thing),
        }
        return TemplateResponse(request, "admin/audit_history.html", context)
