"""What makes the text of a need, its public documents included: its stored versions, and how each value reads.

The contact is not part of it.
"""

from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.reading import documents_of
from grandest_portal.attachments.versioned import documents_compared
from grandest_portal.core.dates import day
from grandest_portal.core.versions import VersionedFields, changes_between, version_at
from grandest_portal.reference.models import CPVCode, Territory
from needs.enums import ExchangeLanguage
from needs.models import Need

# The kind under which needs are known to the room of documents.
KIND = "need"
DOCUMENTS = "documents"
TEXT = ("title", "summary", "current_situation", "expected_result", "constraints")
NAMES = (
    *TEXT,
    "cpv",
    "territories",
    "budget_band",
    "procedure",
    "maturity",
    "sourcing_days",
    "short_window_reason",
    "sourcing_open_until",
    "planned_on",
    "languages",
    "foreign_language",
    "foreign_summary",
    DOCUMENTS,
)
CHOICES = frozenset({"budget_band", "procedure", "maturity", "foreign_language"})
CONTACT = ("contact_name", "contact_role")
DAYS = frozenset({"sourcing_open_until", "planned_on"})


def content_of(need):
    """{name: JSON value} of the text as it stands; lists as sorted codes, documents by number, name and fingerprint."""
    others = {"cpv", "territories", DOCUMENTS, *DAYS}
    content = {name: getattr(need, name) for name in NAMES if name not in others}
    content |= {name: value.isoformat() if (value := getattr(need, name)) else None for name in DAYS}
    content["cpv"] = sorted(need.cpv.values_list("code", flat=True))
    content["territories"] = sorted(need.territories.values_list("pk", flat=True))
    rows = documents_of(KIND, need.pk, Purpose.PUBLIC)
    content[DOCUMENTS] = list(rows.values("id", "name", "sha256"))
    return content


def words_of(name, value):
    """What a person reads of a stored value; "" for none."""
    if value in (None, "", []):
        return ""
    if name == "cpv":
        return "\n".join(str(row) for row in CPVCode.objects.filter(code__in=value).for_list())
    if name == "territories":
        names = Territory.objects.filter(pk__in=value).values_list("name", flat=True)
        return ", ".join(sorted(names))
    if name == "languages":
        return ", ".join(str(ExchangeLanguage(code).label) for code in value)
    if name in DAYS:
        return day(date.fromisoformat(value))
    if name == "sourcing_days":
        return ngettext("%(days)d jour ouvré", "%(days)d jours ouvrés", value) % {"days": value}
    if name in CHOICES:
        return str(dict(Need._meta.get_field(name).flatchoices).get(value, value))
    return str(value)


FIELDS = VersionedFields(
    names=NAMES,
    content=content_of,
    words=words_of,
    labels={DOCUMENTS: gettext_lazy("documents")}
    | {name: Need._meta.get_field(name).verbose_name for name in NAMES if name != DOCUMENTS},
    compared={DOCUMENTS: documents_compared},
)


def content_to_send(need):
    """What the page that sends a need shows of it: its text, and the contact, of which no version is kept."""
    return content_of(need) | {name: getattr(need, name) for name in CONTACT}


SENT_LABELS = FIELDS.labels | {name: Need._meta.get_field(name).verbose_name for name in CONTACT}


def changes_to_review(need):
    """[FieldChange] between the version that a moderator read and the text that is public; [] when they are one."""
    if not need.awaits_review:
        return []
    read = version_at(need, need.approved_version)
    return changes_between(FIELDS, read.content, content_of(need)) if read else []
