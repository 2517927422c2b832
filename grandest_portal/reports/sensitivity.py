"""Which things need two moderators: the dated rules of the reference data, put to a thing or to a whole queue."""

from functools import reduce
from operator import or_

from django.db.models import BooleanField, Case, CharField, Exists, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from grandest_portal.reference.enums import SensitiveTest
from grandest_portal.reference.models import SensitiveRule
from grandest_portal.reports.models import Case as ReportCase
from grandest_portal.reports.models import SecondLook

NEVER = Q(pk__in=[])


def words_in(*fields):
    """The test « words » of a room: any of the values stands in any of the fields, whatever the case."""

    def test(values):
        return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields for word in values), NEVER)

    return test


def reported(kind):
    return Q(Exists(ReportCase.objects.open().filter(kind=kind.key, object_pk=OuterRef("pk"))))


def condition_of(rule, kind):
    """The Q of a rule for a kind; never true where the room knows no such test."""
    if rule.test == SensitiveTest.REPORTED:
        return reported(kind)
    test = kind.sensitive.get(rule.test)
    return test(rule.values) if test else NEVER


def rules_of(kind):
    return list(SensitiveRule.objects.offered(kind.key, timezone.localdate()))


def flag(condition):
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def why_sensitive(kind, thing):
    """The sentences of the rules that hold for the thing as it is stored; [] for most."""
    rules = rules_of(kind)
    if not rules:
        return []
    marks = {f"rule_{rule.pk}": flag(condition_of(rule, kind)) for rule in rules}
    found = kind.model._default_manager.filter(pk=thing.pk).annotate(**marks).values(*marks).first() or {}
    return [rule.label for rule in rules if found.get(f"rule_{rule.pk}")]


def unread_documents(kind, thing):
    """The Unread documents of the thing, when a rule in force would look for words in them."""
    looked_into = any(rule.test == SensitiveTest.WORDS for rule in rules_of(kind))
    return kind.unread(thing) if looked_into else []


def with_second_look(rows, kind):
    """`rows` of a kind, each with `is_sensitive` and `first_opinion` (a value of Opinion, or None)."""
    conditions = [condition_of(rule, kind) for rule in rules_of(kind)]
    looks = SecondLook.objects.of_version(kind.key, OuterRef("pk"), OuterRef("version"))
    return rows.annotate(
        is_sensitive=flag(reduce(or_, conditions, NEVER)),
        first_opinion=Subquery(looks.values("opinion")[:1], output_field=CharField()),
    )
