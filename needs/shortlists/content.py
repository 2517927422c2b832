"""The content of a frozen list as plain values, its hash, and whether rows, hash and audit trail still say the same."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from grandest_portal.core.audit import canonical, kind_of
from grandest_portal.core.models import AuditEntry
from needs.matching.knowledge import hash_of, need_text, solution_text
from needs.models import Shortlist
from suppliers.models import Solution

FORMAT = "liste-courte-1"
FROZEN = "shortlist.frozen"
COUNTS = ("matched", "kept", "left_out", "firms", "outside", "unknown_place")


def content_of(shortlist, entries):
    """Everything that the hash covers. Neither the number, the moment nor the person: the same rows frozen again by
    the same criterion give the same content."""
    return {
        "format": FORMAT,
        "need": {
            "number": shortlist.need_id,
            "version": shortlist.need_version,
            "text_sha256": shortlist.need_hash,
        },
        "criterion": shortlist.criterion,
        "filters": shortlist.filters,
        "engine": {"version": shortlist.engine, "inputs_sha256": shortlist.engine_inputs},
        "counts": {name: getattr(shortlist, name) for name in COUNTS},
        "entries": [entry_values(entry) for entry in sorted(entries, key=lambda entry: entry.rank)],
    }


def entry_values(entry):
    return {
        "rank": entry.rank,
        "solution": entry.solution_number,
        "title": entry.title,
        "company": entry.company_number,
        "company_name": entry.company_name,
        "score": entry.score,
        "band": entry.band,
        "cpv_level": entry.cpv_level,
        "need_text_sha256": entry.need_hash,
        "solution_text_sha256": entry.solution_hash,
        "kept": entry.kept,
        "reason": entry.reason,
    }


def digest_of(content):
    return hashlib.sha256(canonical(content).encode()).hexdigest()


@dataclass
class Verification:
    """`intact`: the hash computed again is the one that was kept, and the one that the audit trail received; `logged`
    is that one, "" where its text was erased. The rest lists what changed outside since."""

    intact: bool
    digest: str
    logged: str
    need_changed: bool = False
    changed: list = field(default_factory=list)
    withdrawn: list = field(default_factory=list)
    gone: list = field(default_factory=list)


def verify(shortlist):
    """Compute the hash again from the rows, and compare each text with its hash of that day."""
    entries = list(shortlist.entries.order_by("rank"))
    digest, logged = (
        digest_of(content_of(shortlist, entries)),
        logged_hashes([shortlist.pk]).get(shortlist.pk),
    )
    found = Verification(
        intact=agree(digest, shortlist.content_hash, logged),
        digest=digest,
        logged=logged or "",
        need_changed=hash_of(need_text(shortlist.need)) != shortlist.need_hash,
    )
    # By their numbers, which never serve twice: a link may be emptied by hand.
    solutions = Solution.objects.in_bulk([each.solution_number for each in entries])
    for entry in entries:
        solution = solutions.get(entry.solution_number)
        if solution is None:
            found.gone.append(entry)
            continue
        if not solution.is_published:
            found.withdrawn.append(entry)
        if entry.solution_hash and hash_of(solution_text(solution)) != entry.solution_hash:
            found.changed.append(entry)
    return found


def agree(digest, kept, logged):
    """`logged` is what `logged_hashes` says of the list: None where the trail never heard of it."""
    return digest == kept and logged in (kept, "")


def logged_hashes(pks=None):
    """{number: hash} of the lists whose freezing stands in the audit trail; "" where its readable text was erased."""
    rows = AuditEntry.objects.filter(kind=kind_of(Shortlist), verb=FROZEN)
    if pks is not None:
        rows = rows.filter(object_pk__in=[str(pk) for pk in pks])
    found = rows.values_list("object_pk", "value__payload__after__content_hash")
    return {int(pk): said or "" for pk, said in found.iterator(chunk_size=2000)}


def verify_all():
    """([shortlists whose rows, hash and trail do not agree], numbers of those that the trail knows and that are gone),
    and how many were read."""
    broken, logged, count = [], logged_hashes(), 0
    rows = Shortlist.objects.order_by("pk").prefetch_related("entries")
    for shortlist in rows.iterator(chunk_size=50):
        count += 1
        digest = digest_of(content_of(shortlist, shortlist.entries.all()))
        if not agree(digest, shortlist.content_hash, logged.pop(shortlist.pk, None)):
            broken.append(shortlist)
    return broken, sorted(logged), count


def compare_with(shortlist, past):
    """[sentence] of what differs between a frozen list and a `matching.history.PastRanking`; [] when they agree."""
    kept = [
        (entry.rank, entry.solution_number, entry.score, entry.solution_hash)
        for entry in shortlist.entries.order_by("rank")
    ]
    found = [(row.rank, row.solution, row.score, row.text_hash) for row in past.rows]
    differences = []
    if (shortlist.engine, shortlist.engine_inputs) != (past.engine, past.inputs):
        differences.append(_("La version du moteur diffère."))
    if shortlist.need_hash != past.need_hash:
        differences.append(_("Le texte du besoin diffère."))
    gone = {number for _rank, number, _score, _hash in kept} & set(past.erased)
    if gone:
        differences.append(
            _("Textes effacés depuis, qui ne peuvent plus être comparés : %(numbers)s.")
            % {"numbers": ", ".join(f"S-{number}" for number in sorted(gone))}
        )
    elif kept != found:
        numbers = {row[1] for row in set(kept) ^ set(found)}
        differences.append(
            _("Les lignes diffèrent pour : %(numbers)s.")
            % {"numbers": ", ".join(f"S-{number}" for number in sorted(numbers))}
        )
    return differences
