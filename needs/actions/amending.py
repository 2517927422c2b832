"""Changes to a published need: seen at once by everybody, dated, told to followers, read again by a moderator."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.actions import set_public_documents
from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.versioned import document_words
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.versions import keep_version
from grandest_portal.follow.enums import Topic
from grandest_portal.notifications.messages import moderators
from grandest_portal.reference.models import CPVCode, Parameter, Territory
from grandest_portal.reports.actions import (
    approve_version,
    approved_text,
    check_awaits_review,
    keep_restored,
)
from needs.actions.common import (
    CONTACT,
    TEXTS,
    VERSION_COLUMNS,
    changes_of,
    check_names,
    check_same_base,
    lock_need,
    next_version,
    store_answers,
    written,
)
from needs.actions.drafting import missing_of
from needs.actions.moderation import check_moderator
from needs.enums import NeedStatus
from needs.following import AMENDED, tell_followers
from needs.messages import NeedAmended, NeedRestored, people_of_need
from needs.models import Need
from needs.versioning import DAYS, DOCUMENTS, KIND, content_of
from needs.window import LONGEST, days_words, last_day, rule

AMENDABLE = (*TEXTS, "sourcing_open_until")
FIXED_ONCE_PUBLIC = frozenset({"sourcing_days", "short_window_reason"})
NOTHING_WAITS = gettext_lazy("Aucune modification de ce besoin n'attend de relecture.")
NOT_ANSWERED = FIXED_ONCE_PUBLIC | {DOCUMENTS}


@transaction.atomic
def amend_need(need, *, data, by, version=None):
    """Change the text of a need whose exchanges are open; everybody reads it at once, dated.

    Followers and moderators are told once for all the changes of the next minutes (dated parameters). The window may
    only grow: who counted on the announced day must not be late.
    """
    check_names(data, AMENDABLE)
    need, now = lock_need(need), timezone.now()
    if not need.is_open or need.buyer_id is None:
        raise DomainError(_("Les échanges de ce besoin sont clos : son texte ne change plus."))
    before, after = changes_of(need, data)
    if not after:
        return need
    check_same_base(need, version, after)
    check_amendment(need, data, after)
    texts = {} if CONTACT.issuperset(after) else {"amended_at": now}
    store_answers(need, data, after, **texts)
    missing = missing_of(need)
    if missing:
        raise DomainError(
            _("Un besoin publié garde ses réponses nécessaires. Il manque : %(answers)s.")
            % {"answers": ", ".join(missing)}
        )
    record(need, "need.amended", by=by, before=before, after=after)
    if texts:
        keep_version(need, need.version, content_of(need), by=by, public=True)
        tell_later(need, now)
    return need


def documents_changed(need, purpose, *, by):
    """A document was added to the locked need, or removed: what everybody reads of it is a version more.

    Once it was sent, a version more tells moderators that it is not the one on their screen, taken back meanwhile or
    not; a first opinion given on the one before counts no more.
    """
    was_sent = need.is_editable and need.submitted_at is not None
    if purpose != Purpose.PUBLIC or not (
        was_sent or need.status in {NeedStatus.SUBMITTED, NeedStatus.PUBLISHED}
    ):
        return
    now = timezone.now()
    next_version(need, [DOCUMENTS])
    if need.is_open:
        need.amended_at = now
    need.save(update_fields=[*VERSION_COLUMNS, "amended_at", "updated_at"])
    content = content_of(need)
    keep_version(need, need.version, content, by=by, public=need.is_open)
    names = [document_words(each) for each in content[DOCUMENTS]]
    verb = "need.amended" if need.is_open else "need.documents_changed"
    record(need, verb, by=by, after={DOCUMENTS: names})
    if need.is_open:
        tell_later(need, now)


def check_amendment(need, data, names):
    if FIXED_ONCE_PUBLIC.intersection(names):
        raise DomainError(_("La durée annoncée ne change plus : prolongez plutôt la date de fin."))
    until = data.get("sourcing_open_until", need.sourcing_open_until)
    longest, today = rule(LONGEST, timezone.localdate()), timezone.localdate()
    if "sourcing_open_until" in names and longest and until and until > last_day(today, longest):
        raise DomainError(
            _("Les échanges durent %(days)s au plus à partir d'aujourd'hui.") % {"days": days_words(longest)},
            field="sourcing_open_until",
        )
    if "sourcing_open_until" in names and (until is None or until < need.sourcing_open_until):
        raise DomainError(
            _("Les échanges peuvent être prolongés, pas raccourcis : choisissez une date plus lointaine."),
            field="sourcing_open_until",
        )


def tell_later(need, now):
    enqueue("needs.match_need", need.pk)
    tell_followers(need, AMENDED, Topic.TEXT)
    minutes = Parameter.objects.value("need_amendment_notice_minutes", timezone.localdate(now))
    enqueue("needs.tell_amended", need.pk, key=str(need.pk), run_at=now + timedelta(minutes=minutes))


@transaction.atomic
def tell_amended(pk):
    """Tell moderators that a published text awaits them; once for all its changes."""
    need = Need.objects.select_related("buyer__organisation").filter(pk=pk).first()
    if need is None or not need.awaits_review:
        return
    NeedAmended(need).send_to(moderators())


@transaction.atomic
def approve_amendments(need, *, by):
    """A moderator read what changed since the version that was read before: it stays.

    What is sensitive takes two people, as before its publication; bringing the version that was read back takes one.
    """
    need = lock_need(need)
    check_awaits_review(need, NOTHING_WAITS)
    check_moderator(need, by)
    return approve_version(need, by=by, verb="need.amendments_approved")


@transaction.atomic
def restore_approved(need, *, by, reason):
    """Bring the version that a moderator read last back, as a new version; its buyer and followers are told."""
    need, now = lock_need(need), timezone.now()
    check_awaits_review(need, NOTHING_WAITS)
    check_moderator(need, by)
    reason = written(reason, _("Dites à l'acheteur pourquoi sa modification est retirée."), "reason")
    approved = approved_text(
        need, _("La version relue n'est pas conservée : demandez à l'acheteur de corriger.")
    )
    data = data_of(approved.content)
    # A window that grew stays: companies may count on the later day.
    data.pop("sourcing_open_until", None)
    before, after = changes_of(need, data)
    documents = [each["id"] for each in approved.content.get(DOCUMENTS, [])]
    if DOCUMENTS in approved.content and set_public_documents(KIND, need.pk, documents, by=by):
        after[DOCUMENTS] = [document_words(each) for each in approved.content[DOCUMENTS]]
    store_answers(need, data, [name for name in after if name != DOCUMENTS], amended_at=now)
    keep_restored(need, approved, content_of(need), by=by, reason=reason)
    record(need, "need.amendments_restored", by=by, before=before, after=after, reason=reason)
    NeedRestored(need, reason).send_to(people_of_need(need))
    tell_followers(need, AMENDED, Topic.TEXT)
    enqueue("needs.match_need", need.pk)
    return need


def data_of(content):
    """The answers that a stored content holds, ready for `store_answers`."""
    data = {name: value for name, value in content.items() if name not in NOT_ANSWERED}
    data |= {
        name: value and Need._meta.get_field(name).to_python(value)
        for name, value in content.items()
        if name in DAYS
    }
    data["cpv"] = CPVCode.objects.filter(code__in=content["cpv"])
    data["territories"] = Territory.objects.filter(pk__in=content["territories"])
    return data
