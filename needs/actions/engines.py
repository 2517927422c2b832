"""The life of an engine version: prepared beside the one that serves, then in its place.

A version that is prepared scores everything again in pieces, under no lock, and each piece remembers where it stopped.
While it does, texts that change are computed for both versions; people read the one that serves until the very moment
of the change.
"""

import time

from django.db import transaction

from grandest_portal.core.audit import record
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from needs.enums import ENGINE_TRANSITIONS, EngineStatus
from needs.matching.definition import LEXICAL, definition, known, newest
from needs.matching.encoder import is_installed
from needs.matching.knowledge import learn
from needs.matching.refresh import refresh_need
from needs.models import EngineVersion, Match, Need
from suppliers.models import Solution

# One piece of the work of a new version, in seconds: a job must end long before its lease does.
PIECE_SECONDS = 60
PIECE_ROWS = 20
OLD_ROWS = 5000


def ensure_engine(at):
    """The version that serves; a portal without any begins with the newest one, or with the words alone when texts
    are public already: they are compared at once, and a better version is prepared meanwhile."""
    serving = EngineVersion.objects.serving()
    if serving is not None:
        return serving
    texts = Need.objects.published().exists() or Solution.objects.published().exists()
    key = LEXICAL if texts else newest()
    made = EngineVersion(
        key=key, status=EngineStatus.SERVING, inputs=definition(key).inputs, created_at=at, served_from=at
    )
    with transaction.atomic():
        EngineVersion.objects.bulk_create([made], ignore_conflicts=True)
        if texts:
            enqueue("needs.score_again", key, key=key)
        # What an older portal stored under a version that has no line here would be shown for ever.
        Match.objects.exclude(engine__in=EngineVersion.objects.values("key")).delete()
    return EngineVersion.objects.serving()


def engines_at_work(at):
    """The versions that this machine keeps up to date, the one that serves first.

    A version that the code does not know (it was rolled back) keeps what it stored until another one takes its place.
    """
    ensure_engine(at)
    found = [(version, known(version.key)) for version in EngineVersion.objects.at_work()]
    usable = [version for version, made in found if made and (is_installed() or not made.semantic)]
    return sorted(usable, key=lambda version: version.status != EngineStatus.SERVING)


def locked(key):
    return EngineVersion.objects.select_for_update().filter(key=key).first()


@transaction.atomic
def prepare_engine(key, at):
    """Begin, or begin again, to score everything with a version that does not serve; the work is done in pieces."""
    version, inputs = locked(key), definition(key).inputs
    if version is None:
        version = EngineVersion.objects.create(
            key=key, status=EngineStatus.PREPARING, inputs=inputs, created_at=at
        )
    else:
        if version.status != EngineStatus.PREPARING:
            check_transition(version, EngineStatus.PREPARING, ENGINE_TRANSITIONS)
        version.status, version.inputs, version.created_at = EngineStatus.PREPARING, inputs, at
        version.need_cursor = version.solution_cursor = 0
        version.save()
    record(version, "engine.prepared", by=None, after={"version": key, "inputs": inputs})
    enqueue("needs.score_again", key, key=key)
    return version


def score_again(key, at, *, seconds=PIECE_SECONDS):
    """One piece of the work of a version: every text learnt, every need scored, then the version put in service.

    Returns True when nothing is left, else asks for the next piece. Killed at any moment, it goes on from the last row
    that was done. The version that serves may be scored again too: the same texts give the same rows.
    """
    version, engine = EngineVersion.objects.at_work().filter(key=key).first(), known(key)
    if version is None or engine is None:
        return True
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pks = following(Solution, version.solution_cursor)
        if pks:
            learn(version, engine, "solution", pks, at)
            if not move_cursor(version, "solution_cursor", pks[-1]):
                return True
            continue
        pks = following(Need, version.need_cursor)
        if not pks:
            serve_engine(key, at)
            return True
        learn(version, engine, "need", pks, at)
        for pk in pks:
            refresh_need(pk, at, version)
            if not move_cursor(version, "need_cursor", pk):
                return True
    enqueue("needs.score_again", key, key=key)
    return False


def following(model, cursor):
    rows = model.objects.published().filter(pk__gt=cursor).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:PIECE_ROWS])


def move_cursor(version, name, pk):
    """Remember the last row that was done; False once the version is at work no more: nothing is left to do."""
    setattr(version, name, pk)
    return bool(EngineVersion.objects.at_work().filter(pk=version.pk).update(**{name: pk}))


@transaction.atomic
def serve_engine(key, at):
    """Put a prepared version in service in place of the other one, in one step for every reader."""
    version = locked(key)
    if version is None or version.status != EngineStatus.PREPARING:
        return version
    old = EngineVersion.objects.select_for_update().serving()
    if old is not None:
        retire(old, at)
    check_transition(version, EngineStatus.SERVING, ENGINE_TRANSITIONS)
    version.status, version.served_from, version.served_until = EngineStatus.SERVING, at, None
    version.save(update_fields=["status", "served_from", "served_until"])
    record(version, "engine.served", by=None, after={"version": key, "inputs": version.inputs})
    return version


def retire(version, at):
    check_transition(version, EngineStatus.RETIRED, ENGINE_TRANSITIONS)
    version.status, version.served_until = EngineStatus.RETIRED, at
    version.save(update_fields=["status", "served_until"])
    record(version, "engine.retired", by=None, after={"version": version.key})
    enqueue("needs.forget_engine", version.key, key=version.key)


def forget_engine(key):
    """Erase, in pieces, what a retired version stored; its line stays, with its dates and its hash."""
    while forget_some(key):
        pass


@transaction.atomic
def forget_some(key):
    """Erase one piece; False when nothing is left, or when the version is prepared again meanwhile."""
    version = locked(key)
    if version is None or version.status != EngineStatus.RETIRED:
        return False
    for rows in (Match.objects.filter(engine=key), version.texts.all()):
        pks = list(rows.order_by("pk").values_list("pk", flat=True)[:OLD_ROWS])
        if pks:
            return bool(rows.model.objects.filter(pk__in=pks).delete()[0])
    return False


def look_after_engine(at):
    """Prepare the newest version where another one serves: after an update, or when the encoder came or went."""
    serving, wanted = ensure_engine(at), newest()
    preparing = EngineVersion.objects.filter(status=EngineStatus.PREPARING).first()
    if preparing is not None and preparing.key != wanted:
        with transaction.atomic():
            retire(locked(preparing.key), at)
        preparing = None
    if preparing is None and serving.key != wanted:
        prepare_engine(wanted, at)
