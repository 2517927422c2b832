"""What makes the text of a solution: its stored versions, and how each value reads.

Every answer is part of it, its documents and its references too; the people to contact are not.
"""

from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.reading import documents_of
from grandest_portal.attachments.versioned import document_words, documents_compared
from grandest_portal.core.versions import VersionedFields, changes_between, version_at
from grandest_portal.reference.models import CPVCode, Territory
from suppliers.enums import TRL, Audience, PriceModel
from suppliers.models import Solution, SolutionReference

# The kind under which solutions are known to the room of documents.
KIND = "solution"
LISTS = ("cpv", "served")
AUDIENCES = "audiences"
ANSWERS = (
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
DOCUMENTS = "documents"
REFERENCE_ROWS = "reference_rows"
# What hangs from the sheet, changed on pages of its own.
PARTS = (REFERENCE_ROWS, DOCUMENTS)
NAMES = (*ANSWERS, *PARTS)
# What can be edited and is no part of the stored text, each with its reason, by model: a new field is in one or the
# other.
NOT_VERSIONED = {
    "company": "who holds the sheet; handing it over stands in the audit trail",
    "author": "who answers for the sheet; kept with each version",
}
REFERENCE_NOT_VERSIONED = {
    "solution": "the sheet itself",
    "contact_name": "a person, given on request alone and forgotten when they ask: no version may keep them",
    "contact_email": "the address of that person",
    "consent_by": "who agreed that the person is named: goes with them",
    "consent_on": "when they agreed: goes with them",
    "author": "who noted it; kept in the audit trail",
}
DOCUMENT_NOT_VERSIONED = {
    "kind": "the same for every document of a sheet",
    "object_id": "the sheet itself",
    "purpose": "every document of a sheet is public",
    "file": "where the file lies; its fingerprint stands for it",
    "file_kind": "follows from the file",
    "size": "follows from the file",
    "uploader": "who joined it; kept in the audit trail",
    "is_accessible": "said once, with the file: another file is another document",
    "accessible_contact": "a person or a service, said once with the file",
    "received_from": "of received documents, which a sheet does not have",
    "received_on": "the same",
    "confidentiality": "the same",
    "alternative": "said once, with the picture: another one is another document",
}


def content_of(solution):
    """{name: JSON value} of the text as it stands; lists as sorted codes, documents by number, name, fingerprint and
    readers, references without the people to contact."""
    content = {name: getattr(solution, name) for name in ANSWERS if name not in LISTS}
    content["cpv"] = sorted(solution.cpv.values_list("code", flat=True))
    content["served"] = sorted(solution.served.values_list("pk", flat=True))
    content[REFERENCE_ROWS] = [stored_reference(row) for row in solution.reference_rows.for_list()]
    rows = documents_of(KIND, solution.pk, Purpose.PUBLIC)
    content[DOCUMENTS] = list(rows.values("id", "name", "sha256", "audience"))
    return content


def stored_reference(row):
    stored = {"id": row.pk, "who": row.who, "year": row.year, "result": row.result}
    return stored | {"day": row.day and row.day.isoformat()}


def reference_words(stored):
    day = stored["day"] and date.fromisoformat(stored["day"])
    row = SolutionReference(who=stored["who"], year=stored["year"], day=day)
    return f"{row.who}, {row.when} : {stored['result']}"


def kept_document_words(document):
    """Its name and fingerprint, and for whom it is kept."""
    said = document_words(document)
    if document["audience"] == Audience.EVERYONE:
        return said
    return f"{said}, {Audience(document['audience']).label.lower()}"


def part_for_trail(name, value):
    """What the trail keeps of one of PARTS: documents that not everybody reads go by their number."""
    if name == REFERENCE_ROWS:
        return [f"{each['who']}, {each['year']}" for each in value]
    return [
        document_words(each) if each["audience"] == Audience.EVERYONE else f"D-{each['id']}" for each in value
    ]


def name_of(field):
    return str(Solution._meta.get_field(field).verbose_name)


def audience_words(value):
    """One line per answer that not everybody reads."""
    kept = {name: audience for name, audience in value.items() if audience != Audience.EVERYONE}
    return "\n".join(
        _("%(answer)s : %(audience)s") % {"answer": name_of(name), "audience": Audience(audience).label}
        for name, audience in sorted(kept.items())
    )


def words_of(name, value):
    """What a person reads of a stored value; "" for none."""
    if name == "first_reference":
        return str(_("oui") if value else _("non"))
    if value in (None, "", [], {}):
        return ""
    if name == REFERENCE_ROWS:
        return "\n".join(map(reference_words, value))
    if name == DOCUMENTS:
        return "\n".join(map(kept_document_words, value))
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
    labels={name: Solution._meta.get_field(name).verbose_name for name in ANSWERS}
    | {REFERENCE_ROWS: gettext_lazy("références notées"), DOCUMENTS: gettext_lazy("documents")},
    compared={DOCUMENTS: partial(documents_compared, words=kept_document_words)},
)


def changes_to_review(solution):
    """[FieldChange] between the version that a moderator read and the text that is public; [] when they are one."""
    if not solution.awaits_review:
        return []
    read = version_at(solution, solution.approved_version)
    return changes_between(FIELDS, read.content, content_of(solution)) if read else []
