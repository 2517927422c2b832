"""Reports and appeals on the moderation desk, the first opinions, and what sensitive things add to a room's queue."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb
from grandest_portal.reports.actions import (
    act_on_case,
    advise,
    advise_against,
    dismiss_case,
    lift_rejection,
    maintain_rejection,
)
from grandest_portal.reports.delays import delays_page
from grandest_portal.reports.enums import AppealStatus, CaseStatus, Opinion
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.models import Appeal, Case, SecondLook
from grandest_portal.reports.permissions import can_decide_appeal, can_decide_case, gave_first_look
from grandest_portal.reports.secrecy import distant_from, may_learn_who
from grandest_portal.reports.sensitivity import unread_documents, why_sensitive, with_second_look

OPEN_CASE = frozenset({CaseStatus.OPEN})
OPEN_APPEAL = frozenset({AppealStatus.OPEN})


def awaits_first_look(thing):
    kind = KINDS[thing._meta.model_name]
    if not kind.awaits(thing):
        return False
    given = SecondLook.objects.of_version(kind.key, thing.pk, thing.version)
    return bool(why_sensitive(kind, thing)) and not given.exists()


# What `check_second_look` guards: of a sensitive thing, none of these is done by one person.
TWO_PEOPLE = frozenset({"publish", "reject", "approve"})

LOOK_VERBS = (
    Verb(
        "advise",
        _("Premier avis : publier"),
        advise,
        None,
        ngettext_lazy("%(count)d avis donné.", "%(count)d avis donnés.", "count"),
        access_key="v",
        offered=awaits_first_look,
        named=_("Avis donné : %(thing)s"),
    ),
    Verb(
        "advise_against",
        _("Premier avis : ne pas publier"),
        advise_against,
        None,
        ngettext_lazy("%(count)d avis donné.", "%(count)d avis donnés.", "count"),
        needs_reason=True,
        hint=_("La personne qui décidera lira cet avis ; l'auteur du texte ne le lira pas."),
        access_key="w",
        offered=awaits_first_look,
        named=_("Avis donné : %(thing)s"),
    ),
)


class SecondLookAdmin(ModerationAdmin):
    """A queue in which sensitive rows need two people. Subclasses add LOOK_VERBS and show `look`."""

    def get_queryset(self, request):
        return with_second_look(super().get_queryset(request), KINDS[self.model._meta.model_name])

    def decidable(self, user, thing):
        """Not what one's own opinion waits on: somebody else decides."""
        kind = KINDS[thing._meta.model_name]
        return not gave_first_look(user, kind.key, thing) and all(
            can_moderate(user, each) for each in kind.organisations(thing)
        )

    def verbs_for(self, user, thing):
        """Without what takes two people, while nobody else gave a first opinion."""
        verbs = super().verbs_for(user, thing)
        if not any(verb.name in TWO_PEOPLE for verb in verbs) or not self.held(user, thing):
            return verbs
        return [verb for verb in verbs if verb.name not in TWO_PEOPLE]

    def held(self, user, thing):
        kind = KINDS[thing._meta.model_name]
        if not why_sensitive(kind, thing):
            return ""
        if SecondLook.objects.of_version(kind.key, thing.pk, thing.version).exclude(by=user).exists():
            return ""
        return _now("Deux personnes relisent ce texte : l'une donne un premier avis, une autre décide.")

    def panels(self, request, thing):
        return [*self.unread_panel(thing), *self.look_panel(request, thing)]

    def unread_panel(self, thing):
        """The documents that the rules cannot read: moderators open them before they decide."""
        rows = [each.row | {"why": each.why} for each in self.unread(thing)]
        return [render_to_string("admin/panels/unread.html", {"rows": rows})] if rows else []

    def unread(self, thing):
        kind = KINDS[thing._meta.model_name]
        return unread_documents(kind, thing) if kind.awaits(thing) else []

    def look_panel(self, request, thing):
        kind = KINDS[thing._meta.model_name]
        why = why_sensitive(kind, thing) if kind.awaits(thing) else []
        look = SecondLook.objects.of_version(kind.key, thing.pk, thing.version).select_related("by").first()
        if not why and look is None:
            return []
        context = {"why": why, "look": look, "mine": look is not None and look.by_id == request.user.pk}
        context["shows_who"] = look is not None and may_learn_who(request.user, look)
        return [render_to_string("admin/panels/second_look.html", context)]

    @admin.display(description=_("second regard"))
    def look(self, thing):
        if thing.first_opinion:
            return _("premier avis : %(opinion)s") % {"opinion": Opinion(thing.first_opinion).label}
        awaited = thing.is_sensitive and KINDS[thing._meta.model_name].awaits(thing)
        return _("premier avis attendu") if awaited else ""


class KindFilter(admin.SimpleListFilter):
    """The kinds of things by their French names."""

    title = _("type de contenu")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(kind.key, str(kind.label).capitalize()) for kind in KINDS.values()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Case)
class CaseAdmin(ModerationAdmin):
    list_display = ["title", "kind_label", "status", "created_at", "decided_at"]
    list_filter = ["status", KindFilter, "created_at"]
    # Not the texts of reports: a search would tell, word by word, what a page hides.
    search_fields = ["title"]
    fields = ["title", "kind_label", "status", "created_at", "reason", "decided_by", "decided_at"]
    readonly_fields = ["kind_label"]
    waiting_status = CaseStatus.OPEN
    waiting_since = "created_at"
    received_verbs = ("case.opened",)
    decided_verbs = ("case.dismissed", "case.acted")
    verbs = (
        Verb(
            "dismiss",
            _("Classer sans suite"),
            dismiss_case,
            OPEN_CASE,
            ngettext_lazy(
                "%(count)d contenu classé sans suite.", "%(count)d contenus classés sans suite.", "count"
            ),
            needs_reason=True,
            hint=_("Les personnes qui ont signalé liront pourquoi ; l'auteur du contenu ne le lira pas."),
            reasons="dismiss",
            closed=True,
            access_key="x",
            named=_("Contenu classé sans suite : %(thing)s"),
        ),
        Verb(
            "act",
            _("Dire la suite donnée"),
            act_on_case,
            OPEN_CASE,
            ngettext_lazy("%(count)d réponse donnée.", "%(count)d réponses données.", "count"),
            needs_reason=True,
            hint=_(
                "Les personnes qui ont signalé liront ce qui a été fait ; l'auteur du contenu ne le lira pas."
            ),
            access_key="g",
            named=_("Réponse donnée : %(thing)s"),
        ),
    )

    def decidable(self, user, thing):
        return can_decide_case(user, thing)

    def stamp(self, thing):
        """A report that came after the page was opened has not been read: its author is not answered yet."""
        return str(thing.reports.count())

    def panels(self, request, thing):
        kind, found = KINDS.get(thing.kind), thing.thing
        context = {
            "case": thing,
            "shows_who": may_learn_who(request.user, thing),
            "reports": list(thing.reports.select_related("reporter").for_list()),
            "url": kind.url(thing.object_pk) if kind and found else "",
            "admin_url": kind.admin_url(thing.object_pk) if kind and found else "",
        }
        return [render_to_string("admin/panels/reports.html", context)]

    def get_urls(self):
        page = self.admin_site.admin_view(lambda request: delays_page(request, self.admin_site))
        return [path("delais/", page, name="reports_delays"), *super().get_urls()]

    @admin.display(description=_("type de contenu"), ordering="kind")
    def kind_label(self, case):
        return case.kind_label


@admin.register(Appeal)
class AppealAdmin(ModerationAdmin):
    list_display = ["title", "kind_label", "status", "created_at", "decided_at"]
    list_filter = ["status", KindFilter, "created_at"]
    search_fields = ["title", "text"]
    fields = [
        "title",
        "kind_label",
        "status",
        "text",
        "author",
        "created_at",
        "rejection_reason",
        "rejected_at",
        "rejected_by",
        "reason",
        "decided_by",
        "decided_at",
    ]
    readonly_fields = ["kind_label"]
    waiting_status = AppealStatus.OPEN
    waiting_since = "created_at"
    received_verbs = ("appeal.filed",)
    decided_verbs = ("appeal.maintained", "appeal.lifted")
    verbs = (
        Verb(
            "lift",
            _("Lever le refus"),
            lift_rejection,
            OPEN_APPEAL,
            ngettext_lazy("%(count)d refus levé.", "%(count)d refus levés.", "count"),
            needs_reason=True,
            hint=_(
                "L'organisation qui conteste lira pourquoi le refus est levé, et pourra reprendre son texte."
            ),
            access_key="g",
            named=_("Refus levé : %(thing)s"),
        ),
        Verb(
            "maintain",
            _("Maintenir le refus"),
            maintain_rejection,
            OPEN_APPEAL,
            ngettext_lazy("%(count)d refus maintenu.", "%(count)d refus maintenus.", "count"),
            needs_reason=True,
            hint=_("L'organisation qui conteste lira pourquoi le refus est maintenu."),
            access_key="x",
            named=_("Refus maintenu : %(thing)s"),
        ),
    )

    def decidable(self, user, thing):
        return can_decide_appeal(user, thing)

    def panels(self, request, thing):
        kind = KINDS.get(thing.kind)
        context = {
            "appeal": thing,
            "admin_url": kind.admin_url(thing.object_pk) if kind and thing.thing else "",
            "may_decide": can_decide_appeal(request.user, thing),
        }
        return [render_to_string("admin/panels/appeal.html", context)]

    @admin.display(description=_("type de contenu"), ordering="kind")
    def kind_label(self, appeal):
        return appeal.kind_label


@admin.register(SecondLook)
class SecondLookListAdmin(StaffReadOnlyAdmin):
    list_display = ["title", "kind_label", "version", "opinion", "shown_by", "created_at"]
    list_filter = ["opinion", KindFilter, "created_at"]
    list_select_related = ["by"]
    search_fields = ["title"]
    ordering = ["-created_at", "-pk"]

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (obj is None or may_learn_who(request.user, obj))

    def get_changelist_instance(self, request):
        """The page of the list, each row with whether its author is hidden from this person."""
        page = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        shown = distant_from(request.user, {(look.kind, look.object_pk) for look in page.result_list})
        for look in page.result_list:
            look.shows_who = (look.kind, look.object_pk) in shown
        return page

    @admin.display(description=_("type de contenu"), ordering="kind")
    def kind_label(self, look):
        return look.kind_label

    @admin.display(description=_("par"))
    def shown_by(self, look):
        return look.by if look.shows_who else _("masqué : cela touche votre organisation")
