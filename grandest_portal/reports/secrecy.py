"""Who reported, who asked, who gave a first opinion: hidden from moderators of an organisation that it touches.

They read the same desk as the others; only the names, and the words that would tell them, are masked. What touches
a thing that is gone is hidden from everybody: nobody can tell any more whose it was.
"""

from collections import defaultdict

from grandest_portal.accounts.models import Membership
from grandest_portal.accounts.permissions import can_moderate, is_moderator
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.models import Case

CASES = Case._meta.label_lower
CASE_VERBS = frozenset({"case.opened", "case.reported"})
LOOK_VERBS = frozenset({"look.advised", "look.advised_against"})


def distant_from(user, subjects):
    """Those of `subjects` {(kind, number)} whose thing stands and speaks for no organisation of the moderator."""
    if not is_moderator(user):
        return set()
    numbers, found = defaultdict(set), set()
    # Only an organisation in which the person was ever attached can be too near: one query for all the others.
    known = set(Membership.objects.filter(user=user).values_list("organisation", flat=True))
    for key, number in subjects:
        numbers[key].add(number)
    for key in numbers.keys() & KINDS.keys():
        kind = KINDS[key]
        things = kind.model._default_manager.select_related(*kind.loaded).in_bulk(numbers[key])
        for number, thing in things.items():
            near = [each for each in kind.organisations(thing) if each.pk in known]
            if all(can_moderate(user, each) for each in near):
                found.add((key, number))
    return found


def may_learn_who(user, about):
    """Whether the moderator may read who reported, or who gave the first opinion, about the thing of `about`."""
    return bool(distant_from(user, {(about.kind, about.object_pk)}))


def subjects_of(entries):
    """{entry number: (kind, number) of the thing} for the entries that hold a secret."""
    kinds = {kind.model._meta.label_lower: kind for kind in KINDS.values()}
    about_cases = {
        entry.pk: int(entry.object_pk)
        for entry in entries
        if entry.kind == CASES and entry.verb in CASE_VERBS
    }
    cases = Case.objects.in_bulk(set(about_cases.values())) if about_cases else {}
    found = {
        entry.pk: (kinds[entry.kind].key, int(entry.object_pk))
        for entry in entries
        if entry.kind in kinds and entry.verb in LOOK_VERBS | kinds[entry.kind].secret_verbs
    }
    return found | {
        pk: (cases[case].kind, cases[case].object_pk) if case in cases else ("", 0)
        for pk, case in about_cases.items()
    }


def hidden_entries(user, entries):
    """The numbers of the audit entries whose author, and reason, this member of the staff must not learn."""
    subjects = subjects_of(entries)
    if not subjects:
        return set()
    distant = distant_from(user, set(subjects.values()))
    return {pk for pk, subject in subjects.items() if subject not in distant}
