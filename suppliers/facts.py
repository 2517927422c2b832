"""Facts of a company, each with where it comes from: the public directory, the company, or a correction by it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import DirectoryOutcome
from grandest_portal.core.dates import date_words
from grandest_portal.reference.activities import activity_words, nomenclature_on
from grandest_portal.reference.models import LegalForm
from suppliers.enums import HEADCOUNTS, Headcount

# What the company may say of itself and the directory says too.
CORRECTABLE = ("legal_form", "headcount", "activity")


@dataclass(frozen=True)
class Fact:
    """`value` is read; `source` says where it is from; `is_correction`: the directory says something else."""

    name: str
    label: Any
    value: str
    source: str
    is_correction: bool = False


def record_of(organisation):
    """What the directory found of an organisation and lets be shown, or None."""
    record = getattr(organisation, "directory_record", None)
    if record is None or record.outcome != DirectoryOutcome.FOUND or record.withheld:
        return None
    return record


def headcount_of(size_class):
    """Our class of an INSEE class, "" for one that is not said."""
    found = [size for size, classes in HEADCOUNTS.items() if size_class in classes]
    return found[0].value if found else ""


def legal_form_of(code, on):
    row = LegalForm.objects.in_force(on).filter(key=code).first() if code else None
    return row.label if row else ""


def said_by_directory(record, on):
    """{name: what it says, comparable with the company's own column}; {} without a record."""
    if record is None:
        return {}
    return {
        "legal_form": legal_form_of(record.legal_form, on),
        "headcount": headcount_of(record.size_class),
        "activity": record.activity,
    }


def fetched_on(record):
    return timezone.localdate(record.fetched_at)


def nomenclature_of(company, record, *, own):
    """The nomenclature of the code that is shown: kept with the company's own, of its day for the directory's."""
    return company.activity_nomenclature if own else nomenclature_on(fetched_on(record))


def words_of(name, value, company, record, *, own):
    if name == "headcount":
        return str(Headcount(value).label)
    if name == "activity":
        return activity_words(value, nomenclature_of(company, record, own=own))
    return value


def stated_day(company, name):
    """The day on which the company stated a fact, in words."""
    from_page = company.stated_on.get(name)
    day = timezone.datetime.fromisoformat(from_page).date() if from_page else None
    return date_words(day or timezone.localdate(company.created_at))


def same(one, other):
    """A form filled from the directory keeps the beginning of a long label."""
    one, other = one.casefold().strip(), other.casefold().strip()
    return one == other or (len(one) >= 40 and other.startswith(one))


def fact_of(name, label, company, record, said):
    """The Fact of one column, or None when nobody says anything."""
    own, public = getattr(company, name), said.get(name, "")
    if not own and not public:
        return None
    if public and (not own or same(own, public)):
        source = _("d'après l'annuaire public, le %(day)s") % {"day": date_words(fetched_on(record))}
        return Fact(name, label, words_of(name, public, company, record, own=False), source)
    value, day = words_of(name, own, company, record, own=True), stated_day(company, name)
    if not public:
        return Fact(name, label, value, _("déclaré par l'entreprise, le %(day)s") % {"day": day})
    source = _("correction de l'entreprise, le %(day)s ; l'annuaire public dit : %(said)s") % {
        "day": day,
        "said": words_of(name, public, company, record, own=False),
    }
    return Fact(name, label, value, source, is_correction=True)


def created_facts(company, record):
    """The year that the company gives, and the day that the directory has for the establishment: two things."""
    if company.founded:
        yield Fact("founded", _("Création"), str(company.founded), _("déclaré par l'entreprise"))
    if record is not None and record.created_on:
        source = _("d'après l'annuaire public, le %(day)s") % {"day": date_words(fetched_on(record))}
        yield Fact("created_on", _("Établissement créé le"), date_words(record.created_on), source)


def facts_of(company, on=None):
    """[Fact] of a company, in the order of its page."""
    on, record = on or timezone.localdate(), record_of(company.organisation)
    said = said_by_directory(record, on)
    labels = {
        "legal_form": _("Forme"),
        "headcount": _("Effectif"),
        "activity": _("Activité"),
    }
    found = [fact_of(name, labels[name], company, record, said) for name in CORRECTABLE]
    return [fact for fact in found if fact is not None] + list(created_facts(company, record))
