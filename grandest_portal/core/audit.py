"""The audit trail: who did what to which object, kept so that nobody can rewrite it unseen.

`record` writes in the business transaction, without hashing across rows (one global chain there would put
every write behind one lock). `seal_entries`, one task at a time, chains the entries within seconds.
The chained text holds a salted digest of the readable values: erasing values later leaves the chain intact.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from grandest_portal.core.logs import request_id
from grandest_portal.core.models import AuditEntry, AuditSeal, AuditValue

GENESIS = "0" * 64
SEALER_LOCK = 7_230_001
LONGEST_LABEL = AuditValue._meta.get_field("actor_label").max_length


def canonical(value):
    """The one JSON text of a value: sorted keys, no spaces, dates in ISO 8601."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)


def salted_digest(salt, actor_pk, payload):
    return hashlib.sha256(f"{salt}|{actor_pk or 'system'}|{canonical(payload)}".encode()).hexdigest()


def kind_of(thing):
    return thing._meta.label_lower


def record(thing, verb, *, by, before=None, after=None, reason=""):
    """Append one entry about `thing` (a saved model instance) in the current transaction.

    `by` is the user who acts or None for the system; `before` and `after` are JSON-ready dicts of what
    changed; `reason` is what the person wrote. Returns the AuditEntry.
    """
    payload = {"before": before or {}, "after": after or {}, "reason": str(reason)}
    payload = json.loads(canonical(payload))
    salt = secrets.token_hex(16)
    actor_pk = by.pk if by else None
    with transaction.atomic():
        entry = AuditEntry.objects.create(
            at=timezone.now(),
            verb=verb,
            kind=kind_of(thing),
            object_pk=str(thing.pk),
            request_id=request_id.get(),
            digest=salted_digest(salt, actor_pk, payload),
        )
        AuditValue.objects.create(entry=entry, salt=salt, actor=by, actor_label=label_of(by), payload=payload)
    return entry


def label_of(by):
    """The name of who acts, and under which hat where that is not their own (`acting_label`)."""
    if by is None:
        return ""
    return ", ".join(filter(None, [str(by), getattr(by, "acting_label", "")]))[:LONGEST_LABEL]


def history_of(thing):
    """The entries about `thing`, newest first, with their readable values where not erased."""
    return (
        AuditEntry.objects.filter(kind=kind_of(thing), object_pk=str(thing.pk))
        .select_related("value", "value__actor", "seal")
        .order_by("-id")
    )


ERASED = {}


def is_erased(value):
    """True when the readable text is gone while the actor is still named; without its salt nobody can guess it."""
    return value.salt == "" and value.payload == ERASED


def rename_actor(actor, label):
    """Name the person otherwise in the trail. The digest holds the number of the actor, never the name."""
    return AuditValue.objects.filter(actor=actor).update(actor_label=label)


def erase_texts(values):
    """Erase the readable texts of these AuditValue rows (a queryset): who and when stay, the chain verifies."""
    return values.update(salt="", payload=ERASED)


def entry_hash(previous_hash, entry):
    """SHA-256 over the hash before and every column of the entry."""
    columns = [
        previous_hash,
        str(entry.pk),
        entry.at.astimezone(UTC).isoformat(),
        entry.verb,
        entry.kind,
        entry.object_pk,
        entry.request_id,
        entry.digest,
    ]
    return hashlib.sha256(canonical(columns).encode()).hexdigest()


@transaction.atomic
def seal_entries(limit=1000):
    """Chain up to `limit` unsealed entries in order of id; returns how many. Two sealers never run together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = AuditSeal.objects.order_by("-position").first()
    position, previous = (last.position, last.hash) if last else (0, GENESIS)
    seals = []
    for entry in AuditEntry.objects.filter(seal=None).order_by("id")[:limit]:
        position += 1
        current = entry_hash(previous, entry)
        seals.append(
            AuditSeal(
                position=position, entry=entry, previous_hash=previous, hash=current, sealed_at=timezone.now()
            )
        )
        previous = current
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


@dataclass
class Verification:
    """What a reading of the whole chain found: counts, and the faults in words."""

    sealed: int = 0
    waiting: int = 0
    erased: int = 0
    faults: list[str] = field(default_factory=list)


def verify_chain():
    """Recompute every seal and every digest whose values still stand; returns a Verification."""
    result = Verification(waiting=AuditEntry.objects.filter(seal=None).count())
    previous, expected = GENESIS, 1
    seals = AuditSeal.objects.select_related("entry", "entry__value").order_by("position")
    for seal in seals.iterator(chunk_size=2000):
        result.sealed += 1
        if seal.position != expected:
            result.faults.append(f"sceau {expected} : absent")
        if seal.previous_hash != previous or seal.hash != entry_hash(seal.previous_hash, seal.entry):
            result.faults.append(f"sceau {seal.position} : la chaîne est rompue à l'entrée {seal.entry_id}")
        previous, expected = seal.hash, seal.position + 1
        value = getattr(seal.entry, "value", None)
        if value is None or is_erased(value):
            result.erased += 1
        elif salted_digest(value.salt, value.actor_id, value.payload) != seal.entry.digest:
            result.faults.append(f"entrée {seal.entry_id} : les valeurs lisibles ont été modifiées")
    return result
