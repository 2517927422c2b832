"""The queue of a room whose public texts may change: what was sent waits there, and what changed since it was read."""

from django.contrib import admin
from django.db.models import Case, F, Q, When
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.core.dates import date_words
from grandest_portal.core.moderation import Verb
from grandest_portal.reports.admin import SecondLookAdmin


def awaits_review(thing):
    return thing.awaits_review


def review_verbs(approve, restore, statuses, hint):
    """The two decisions about a changed text; `hint` says who reads the reason."""
    return (
        Verb(
            "approve",
            _("Garder la modification"),
            approve,
            statuses,
            ngettext_lazy("%(count)d modification relue.", "%(count)d modifications relues.", "count"),
            access_key="p",
            offered=awaits_review,
            named=_("Modification relue : %(thing)s"),
        ),
        Verb(
            "restore",
            _("Remettre la version relue"),
            restore,
            statuses,
            ngettext_lazy(
                "%(count)d version relue remise en ligne.",
                "%(count)d versions relues remises en ligne.",
                "count",
            ),
            needs_reason=True,
            hint=hint,
            access_key="r",
            offered=awaits_review,
            named=_("Version relue remise en ligne : %(thing)s"),
        ),
    )


class AmendedAdmin(SecondLookAdmin):
    """Subclasses name `public`, the statuses in which a text is read by everybody, and show `waits`."""

    public: frozenset = frozenset()

    def awaiting(self):
        """What was sent; and what is public and changed since it was read."""
        return super().awaiting() | Q(status__in=self.public, approved_version__lt=F("version"))

    def since(self):
        return Case(When(status__in=self.public, then=F("amended_at")), default=F("submitted_at"))

    @admin.display(description=_("attend"))
    def waits(self, thing):
        """What waits, and since when: a public text that changed has not the look of a new one."""
        if thing.awaits_review:
            since, words = thing.amended_at, _now("modification à relire, depuis le %(day)s")
        elif thing.status == self.waiting_status:
            since, words = thing.submitted_at, _now("à décider, depuis le %(day)s")
        else:
            return ""
        return words % {"day": date_words(localtime(since))} if since else ""
