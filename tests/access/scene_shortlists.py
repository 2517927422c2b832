"""The part of the scene of access that stands beside the matches: the engine that serves, a frozen list, a call."""

from django.utils import timezone

from needs.enums import EngineStatus
from needs.matching.definition import LEXICAL, definition
from needs.models import EngineVersion, Shortlist, ShortlistEntry, ShortlistInvitation
from needs.shortlists.content import content_of, digest_of


def shortlists_of(match, author):
    """Number 1 of the need: one solution kept, one left out; those kept were called, all that matched may be."""
    inputs = definition(LEXICAL).inputs
    now = timezone.now()
    EngineVersion.objects.create(
        key=LEXICAL, status=EngineStatus.SERVING, inputs=inputs, created_at=now, served_from=now
    )
    limits = {"strong": 0.8, "good": 0.6, "review": 0.45}
    filters = {"band": "good", "floor": 0.6, "trl": 4, "cpv_level": 3, "words": "eau", "languages": ["fr"]}
    shortlist = Shortlist(
        need=match.need,
        number=1,
        criterion="Une solution déjà essayée.",
        filters={**filters, "bands": limits},
        engine=LEXICAL,
        engine_inputs=inputs,
        need_version=1,
        need_hash="0" * 64,
        matched=2,
        kept=1,
        left_out=1,
        firms=1,
        outside=1,
        unknown_place=0,
        frozen_at=now,
        frozen_by=author,
    )
    common = {"shortlist": shortlist, "company_number": match.solution.company_id, "cpv_level": 0}
    common |= {"company_name": str(match.solution.company), "need_hash": "0" * 64, "solution_hash": "0" * 64}
    entries = [
        ShortlistEntry(
            rank=1,
            solution=match.solution,
            solution_number=match.solution_id,
            title=str(match.solution),
            score=0.7,
            band="good",
            kept=True,
            **common,
        ),
        ShortlistEntry(
            rank=2,
            solution_number=10**9,
            title="Fiche supprimée",
            score=0.5,
            band="review",
            kept=False,
            reason="en dessous du niveau choisi (correspondance possible)",
            **common,
        ),
    ]
    shortlist.content_hash = digest_of(content_of(shortlist, entries))
    shortlist.save()
    ShortlistEntry.objects.bulk_create(entries)
    invitation = ShortlistInvitation.objects.create(
        shortlist=shortlist,
        audience="kept",
        criterion=shortlist.criterion,
        companies=[match.solution.company_id],
        count=1,
        sent_at=now,
        sent_by=author,
    )
    return {"shortlist": shortlist, "shortlist invitation": invitation}
