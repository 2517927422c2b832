"""Requests to speak for an organisation, decided with the texts that came with them."""

from django.contrib import admin
from django.db.models import Case, Value, When
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.actions import approve_membership, refuse_membership
from grandest_portal.accounts.admin.organisations import comparison_of
from grandest_portal.accounts.clues import clues_for, quick_requests
from grandest_portal.accounts.enums import MembershipStatus, Side
from grandest_portal.accounts.models import Invitation, Membership
from grandest_portal.accounts.permissions import can_decide_membership
from grandest_portal.core.errors import DomainError
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb


def first_items_of(membership):
    """[(admin, row)], the texts that the person sent while the request waits, the oldest first."""
    found = [
        (each, row)
        for each in admin.site._registry.values()
        if isinstance(each, ModerationAdmin)
        for row in each.first_items(membership)
    ]
    return sorted(found, key=lambda pair: getattr(pair[1], pair[0].waiting_since))


def approve_and_publish(membership, *, by):
    """One decision about a newcomer: the request, then the texts that came with it, by each room's own action.

    Nothing is decided while one of the texts takes two people: the request alone is, by « Valider le rattachement ».
    """
    items = first_items_of(membership)
    for each, row in items:
        if why := each.held(by, row):
            raise DomainError(
                _("« %(item)s » ne se publie pas avec le rattachement. %(why)s Validez le rattachement seul.")
                % {"item": row, "why": why}
            )
    membership = approve_membership(membership, by=by)
    for each, row in items:
        publish = next(verb for verb in each.verbs if verb.name == "publish")
        try:
            publish.run(row, by=by)
        except DomainError as error:
            raise DomainError(
                _("Le rattachement est validé, mais « %(item)s » n'a pas pu être publié : %(why)s")
                % {"item": row, "why": error.message}
            ) from error
    return membership


class QuickFilter(admin.SimpleListFilter):
    """Requests with clues for the organisation and for the person, and none against."""

    title = _("indices")
    parameter_name = "indices"

    def lookups(self, request, model_admin):
        return [("favorables", _("à valider rapidement"))]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=quick_requests()) if self.value() == "favorables" else queryset


@admin.register(Membership)
class MembershipAdmin(ModerationAdmin):
    list_display = [
        "user",
        "organisation",
        "stands_as",
        "hint",
        "kind",
        "role",
        "status",
        "position",
        "requested_at",
    ]
    list_filter = ["status", QuickFilter, "kind", "role", "requested_at"]
    readonly_fields = ["address", "number", "stands_as", "clues", "comparison"]
    # What decides first: who, for whom, in which function, what speaks for it.
    fields = [
        "user",
        "address",
        "organisation",
        "number",
        "stands_as",
        "position",
        "status",
        "requested_at",
        "clues",
        "comparison",
        "role",
        "department",
        "agency",
        "ends_on",
        "decided_at",
        "decision_reason",
    ]
    search_fields = ["user__email", "user__full_name", "organisation__name", "organisation__identifier"]
    list_select_related = [
        "user",
        "organisation__buyer",
        "organisation__company",
        "organisation__partner",
    ]
    waiting_status = MembershipStatus.REQUESTED
    waiting_since = "requested_at"
    received_verbs = ("membership.requested",)
    decided_verbs = ("membership.approved", "membership.refused")
    change_form_template = "admin/membership_change_form.html"
    # An approval stands though a text that came with it could not be published: each has a transaction of its own.
    locks_row = False
    verbs = (
        Verb(
            "approve_and_publish",
            _("Valider le rattachement et publier"),
            approve_and_publish,
            frozenset({MembershipStatus.REQUESTED}),
            ngettext_lazy(
                "%(count)d rattachement validé, ses textes publiés.",
                "%(count)d rattachements validés, leurs textes publiés.",
                "count",
            ),
            access_key="p",
            named=_("Rattachement validé, ses textes publiés : %(thing)s"),
        ),
        Verb(
            "approve",
            _("Valider le rattachement"),
            approve_membership,
            frozenset({MembershipStatus.REQUESTED, MembershipStatus.REFUSED}),
            ngettext_lazy("%(count)d rattachement validé.", "%(count)d rattachements validés.", "count"),
            access_key="v",
            named=_("Rattachement validé : %(thing)s"),
        ),
        Verb(
            "refuse",
            _("Refuser avec une raison"),
            refuse_membership,
            frozenset({MembershipStatus.REQUESTED}),
            ngettext_lazy("%(count)d rattachement refusé.", "%(count)d rattachements refusés.", "count"),
            needs_reason=True,
            hint=_("La personne qui a demandé ce rattachement lira cette raison."),
            access_key="x",
            named=_("Rattachement refusé : %(thing)s"),
        ),
    )

    def decidable(self, user, thing):
        return can_decide_membership(user, thing)

    def stamp(self, thing):
        """The texts that came with the request: one that came, or changed, after the page was opened was not read."""
        items = first_items_of(thing) if thing.status == MembershipStatus.REQUESTED else []
        return "-".join(["m", *(f"{row._meta.model_name}{row.pk}.{row.version}" for _admin, row in items)])

    def verbs_for(self, user, thing):
        """« Valider et publier » only where something was sent, and nothing of it takes two people."""
        verbs = super().verbs_for(user, thing)
        if not any(verb.run is approve_and_publish for verb in verbs):
            return verbs
        items = first_items_of(thing)
        if items and not any(each.held(user, row) for each, row in items):
            return verbs
        return [verb for verb in verbs if verb.run is not approve_and_publish]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With the texts that the person sent: organisation, person and first text are read and decided together."""
        thing = self.get_object(request, object_id)
        items = first_items_of(thing) if thing is not None and thing.status == "requested" else []
        context = {
            "first_items": [
                {
                    "label": row._meta.verbose_name,
                    "title": str(row),
                    "url": each.change_url(row),
                    "held": each.held(request.user, row),
                }
                for each, row in items
            ],
        }
        context["held"] = any(item["held"] for item in context["first_items"])
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def get_ordering(self, request):
        """As every queue, but what is quick to decide comes before the rest of what waits."""
        waiting, *rest = super().get_ordering(request)
        return [waiting, Case(When(quick=True, then=Value(0)), default=Value(1)).asc(), *rest]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(quick=Case(When(pk__in=quick_requests(), then=Value(True)), default=Value(False)))
        )

    @admin.display(description=_("adresse électronique"))
    def address(self, membership):
        return membership.user.email

    @admin.display(description=_("identifiant"))
    def number(self, membership):
        organisation = membership.organisation
        return f"{organisation.get_identifier_kind_display()} : {organisation.identifier}"

    @admin.display(description=_("remarque"))
    def hint(self, membership):
        return _("à valider rapidement") if membership.quick else ""

    @admin.display(description=_("indices"))
    def clues(self, membership):
        return render_to_string("admin/clues.html", {"clues": clues_for(membership)})

    @admin.display(description=_("comparaison avec l'annuaire"))
    def comparison(self, membership):
        return comparison_of(membership.organisation)

    @admin.display(description=_("inscrite comme"))
    def stands_as(self, membership):
        """What approving gives: a partner may write to both sides, so the moderator must see it."""
        organisation = membership.organisation
        if hasattr(organisation, "partner"):
            return _("Structure d'accompagnement : %(kind)s") % {
                "kind": organisation.partner.get_kind_display()
            }
        names = {"buyer": Side.BUYER.label, "company": Side.COMPANY.label}
        return ", ".join(str(name) for role, name in names.items() if hasattr(organisation, role)) or "–"


@admin.register(Invitation)
class InvitationAdmin(StaffReadOnlyAdmin):
    list_display = ["email", "organisation", "kind", "role", "status", "ends_on", "created_at"]
    list_filter = ["status", "kind", "role"]
    search_fields = ["email", "organisation__name"]
    list_select_related = ["organisation"]
    ordering = ["-created_at", "-pk"]
