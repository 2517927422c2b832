"""What makes the text of a solution: its stored versions, and how each value reads. Every answer is part of it."""

from django.utils.translation import gettext as _

from grandest_portal.core.versions import VersionedFields, changes_between, version_at
from grandest_portal.reference.models import CPVCode, Territory
from suppliers.enums import TRL, Audience, PriceModel
from suppliers.models import Solution

LISTS = ("cpv", "served")
AUDIENCES = "audiences"
NAMES = (
    "title",
    "problem_solved",
    "description",
    "novelty",
    "trl",
    "references",
    "first_reference",
    "cpv",
    "keywords",
    "served",
    "link",
    "video",
    "deployment",
    "interfaces",
    "price_models",
    "security",
    "accessibility",
    "environment",
    AUDIENCES,
)
# The fields that can be edited and are no text of the sheet, each with its reason: a new field is in one or the other.
NOT_VERSIONED = {
    "company": "who holds the sheet; handing it over stands in the audit trail",
    "author": "who answers for the sheet; kept with each version",
}


def content_of(solution):
    """{name: JSON value} of the text as it stands; lists as sorted codes."""
    content = {name: getattr(solution, name) for name in NAMES if name not in LISTS}
    content["cpv"] = sorted(solution.cpv.values_list("code", flat=True))
    content["served"] = sorted(solution.served.values_list("pk", flat=True))
    return content


def name_of(field):
    return str(Solution._meta.get_field(field).verbose_name)


def audience_words(value):
    """One line per answer that not everybody reads."""
    kept = {name: audience for name, audience in value.items() if audience != Audience.EVERYONE}
    return "\n".join(
        _("%(answer)s : %(audience)s") % {"answer": name_of(name), "audience": Audience(audience).label}
        for name, audience in sorted(kept.items())
    )


def words_of(name, value):
    """What a person reads of a stored value; "" for none."""
    if name == "first_reference":
        return str(_("oui") if value else _("non"))
    if value in (None, "", [], {}):
        return ""
    if name == "cpv":
        return "\n".join(str(row) for row in CPVCode.objects.filter(code__in=value).for_list())
    if name == "served":
        names = Territory.objects.filter(pk__in=value).values_list("name", flat=True)
        return ", ".join(sorted(names))
    if name == "trl":
        return str(TRL(value).label)
    if name == "price_models":
        return ", ".join(str(PriceModel(each).label) for each in value)
    return audience_words(value) if name == AUDIENCES else str(value)


FIELDS = VersionedFields(
    names=NAMES,
    content=content_of,
    words=words_of,
    labels={name: Solution._meta.get_field(name).verbose_name for name in NAMES},
)


def changes_to_review(solution):
    """[FieldChange] between the version that a moderator read and the text that is public; [] when they are one."""
    if not solution.awaits_review:
        return []
    read = version_at(solution, solution.approved_version)
    return changes_between(FIELDS, read.content, content_of(solution)) if read else []
