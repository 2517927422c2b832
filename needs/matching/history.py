"""A ranking as it was at a moment gone by, computed again: from the stored versions of the texts, the states that the
audit trail tells, the version of the engine that served, and the limits in force on that day. Nothing is looked up in
today's matches.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.models import AuditEntry, TextVersion
from grandest_portal.reference.models import Parameter
from needs.enums import NeedStatus
from needs.matching.bands import band_of, bands
from needs.matching.definition import definition
from needs.matching.engine import compare, tie_break, views_of
from needs.matching.knowledge import hash_of, need_text, solution_text, view_of
from needs.models import EngineVersion, Need, TextVector
from suppliers.enums import SolutionStatus
from suppliers.models import Solution

CHUNK = 200


class NotKnown(Exception):
    """The moment cannot be computed again; the message says why, in French."""


@dataclass(frozen=True)
class Ranked:
    """`text_hash` is that of the solution's text as it was."""

    rank: int
    solution: int
    title: str
    score: float
    band: str
    text_hash: str


@dataclass(frozen=True)
class PastRanking:
    """`erased` holds the numbers of solutions that were public then and whose text is kept no more."""

    need: int
    at: object
    engine: str
    inputs: str
    need_hash: str
    rows: list[Ranked]
    erased: list[int]


def ranking_at(need_pk, at) -> PastRanking:
    """What the page of a need's matches held at the moment `at`; NotKnown when that cannot be told.

    A match is stored some seconds after a text changes: within them the page still showed the one before.
    """
    engine, version = engine_at(at)
    if states_at(Need, at, [need_pk]).get(need_pk) != NeedStatus.PUBLISHED:
        raise NotKnown(_("Ce besoin n'était pas ouvert aux échanges à ce moment."))
    said = texts_at(Need, need_text, [need_pk], at).get(need_pk)
    if said is None:
        raise NotKnown(_("Le texte de ce besoin n'est plus conservé."))
    public = [pk for pk, status in states_at(Solution, at).items() if status == SolutionStatus.PUBLISHED]
    texts = texts_at(Solution, solution_text, public, at)
    on = timezone.localdate(at)
    limits, most = bands(on), int(Parameter.objects.value("match_most", on))
    [need] = views_of([said[1]], engine)
    scored = []
    for pk, view in views(texts, engine, version):
        score = compare(need, view, engine).score
        if score >= limits[-1].floor:
            scored.append((-score, tie_break(need_pk, pk), pk))
    rows = [
        Ranked(rank, pk, texts[pk][0], -minus, band_of(-minus, limits).key, hash_of(texts[pk][1]))
        for rank, (minus, _tie, pk) in enumerate(sorted(scored)[:most], start=1)
    ]
    erased = sorted(set(public) - texts.keys())
    return PastRanking(need_pk, at, engine.key, engine.inputs, hash_of(said[1]), rows, erased)


def engine_at(at):
    """(definition, its row) of the version that served at a moment, as its frozen files are today."""
    served = EngineVersion.objects.filter(served_from__lte=at).filter(
        Q(served_until__isnull=True) | Q(served_until__gt=at)
    )
    version = served.order_by("-served_from").first()
    if version is None:
        raise NotKnown(_("Aucune version du moteur ne servait à ce moment."))
    try:
        engine = definition(version.key)
    except FileNotFoundError:
        raise NotKnown(
            _("Les données figées de la version « %(key)s » manquent.") % {"key": version.key}
        ) from None
    if engine.inputs != version.inputs:
        raise NotKnown(
            _("Les données figées de la version « %(key)s » ont changé depuis.") % {"key": version.key}
        )
    return engine, version


def states_at(model, at, pks=None):
    """{pk: status} as the audit trail tells it at a moment: the last entry that changed the status of each."""
    entries = AuditEntry.objects.filter(
        kind=model._meta.label_lower, at__lte=at, value__payload__after__has_key="status"
    )
    if pks is not None:
        entries = entries.filter(object_pk__in=[str(pk) for pk in pks])
    last = entries.order_by("object_pk", "-id").distinct("object_pk")
    return {int(pk): status for pk, status in last.values_list("object_pk", "value__payload__after__status")}


def texts_at(model, read, pks, at):
    """{pk: (title, text that is compared)} from the last public version that each row had at a moment."""
    rows = TextVersion.objects.filter(
        kind=model._meta.label_lower, object_pk__in=pks, public=True, created_at__lte=at
    )
    last = rows.order_by("object_pk", "-number").distinct("object_pk").values_list("object_pk", "content")
    return {pk: (content["title"], read(SimpleNamespace(**content))) for pk, content in last}


def views(texts, engine, version):
    """(pk, View) of each text; what the version still knows of the very same text is not read by the encoder again."""
    pks = sorted(texts)
    for start in range(0, len(pks), CHUNK):
        some = pks[start : start + CHUNK]
        rows = {row.solution_id: row for row in TextVector.objects.filter(engine=version, solution__in=some)}
        known = {pk for pk in some if pk in rows and rows[pk].text_hash == hash_of(texts[pk][1])}
        fresh = [pk for pk in some if pk not in known]
        yield from zip(fresh, views_of([texts[pk][1] for pk in fresh], engine), strict=True)
        yield from ((pk, view_of(texts[pk][1], rows[pk], engine)) for pk in some if pk in known)
