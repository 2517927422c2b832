"""A buyer freezes a shortlist, and the call that went out from it is noted. Nothing here ever changes one."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from needs.actions.common import lock_need, written
from needs.matching.knowledge import hash_of, need_text
from needs.models import EngineVersion, Shortlist, ShortlistEntry, ShortlistInvitation
from needs.permissions import can_freeze_shortlist
from needs.shortlists.content import FROZEN, content_of, digest_of
from needs.shortlists.places import counts_of
from needs.shortlists.selection import filters_of, select, without


@transaction.atomic
def freeze_shortlist(need, choice, *, criterion, by, removed=None, mark=None):
    """Freeze what `choice` makes of the stored matches now, without those `removed` by hand ({solution: why}).

    `mark` is that of the selection which the person had on screen; None: nobody asks.
    """
    at = timezone.now()
    need = lock_need(need)
    read_again(by)
    if not can_freeze_shortlist(by, need):
        raise DomainError(
            _(
                "Une liste courte se fige tant que les échanges sont ouverts, par une personne qui écrit au nom de "
                "l'acheteur."
            )
        )
    criterion = written(criterion, _("Écrivez le critère : il dit qui est retenu, et pourquoi."), "critere")
    version = held_version()
    selection = select(need, version.key, choice, timezone.localdate(at))
    check_current(need, selection)
    if mark is not None and mark != selection.mark():
        raise DomainError(
            _(
                "Les correspondances ou les filtres ont changé depuis l'ouverture de cette page. Voici la liste telle "
                "qu'elle est maintenant : relisez-la, puis figez-la de nouveau."
            )
        )
    selection = without(selection, written_reasons(removed or {}))
    shortlist = store(need, version, selection, criterion=criterion, by=by, at=at)
    record(shortlist, FROZEN, by=by, after=traced(shortlist))
    return shortlist


def held_version():
    """The version that serves, held until the list is written: another one takes its place afterwards."""
    held = EngineVersion.objects.select_for_update(no_key=True)
    # Who waited for a change finds that the row it waited for serves no more: the second look finds the new one.
    version = held.serving() or held.serving()
    if version is None:
        raise DomainError(
            _("Les correspondances ne sont pas encore calculées : réessayez dans quelques minutes.")
        )
    return version


def check_current(need, selection):
    """Refuse scores of another text of the need than the one that the list would name."""
    now = hash_of(need_text(need))
    if any(row.match.need_hash not in ("", now) for row in selection.rows):
        raise DomainError(
            _(
                "Le texte du besoin vient de changer et ses correspondances se recalculent : réessayez dans quelques "
                "minutes."
            )
        )


def written_reasons(removed):
    sentence = _("Écrivez pourquoi cette solution est écartée.")
    return {pk: written(reason, sentence, f"raison_{pk}") for pk, reason in removed.items()}


def store(need, version, selection, *, criterion, by, at):
    """Write the list and its lines; the need is locked, so that numbers follow each other."""
    organisations = [row.match.solution.company.organisation_id for row in selection.rows]
    last = need.shortlists.aggregate(last=Max("number"))["last"] or 0
    shortlist = Shortlist(
        need=need,
        number=last + 1,
        criterion=criterion,
        filters=filters_of(selection.choice, selection.limits),
        engine=version.key,
        engine_inputs=version.inputs,
        need_version=need.version,
        need_hash=hash_of(need_text(need)),
        matched=len(selection.rows),
        kept=len(selection.kept),
        left_out=len(selection.left_out),
        frozen_at=at,
        frozen_by=by,
        **counts_of(organisations),
    )
    entries = [entry_of(shortlist, row) for row in selection.rows]
    shortlist.content_hash = digest_of(content_of(shortlist, entries))
    shortlist.save(force_insert=True)
    ShortlistEntry.objects.bulk_create(entries)
    return shortlist


def entry_of(shortlist, row):
    solution = row.match.solution
    return ShortlistEntry(
        shortlist=shortlist,
        rank=row.rank,
        solution=solution,
        solution_number=solution.pk,
        company_number=solution.company_id,
        title=str(solution),
        company_name=str(solution.company),
        score=row.match.score,
        band=row.band.key,
        cpv_level=row.match.cpv_level,
        need_hash=row.match.need_hash,
        solution_hash=row.match.solution_hash,
        kept=row.kept,
        reason=row.reason,
    )


def traced(shortlist):
    """What the trail keeps of a list: its content is known by its hash."""
    names = ("need_id", "number", "criterion", "engine", "matched", "kept", "left_out", "content_hash")
    return {name: getattr(shortlist, name) for name in names}


@transaction.atomic
def note_invitation(shortlist, audience, criterion, companies, *, by):
    """Keep, for all to read, that `companies` were called from a list, and by which criterion; once for an audience."""
    lock_need(shortlist.need)
    if shortlist.invitations.filter(audience=audience).exists():
        raise DomainError(_("Ces entreprises sont déjà invitées d'après cette liste."))
    invitation = ShortlistInvitation.objects.create(
        shortlist=shortlist,
        audience=audience,
        criterion=criterion,
        companies=sorted(company.pk for company in companies),
        count=len(companies),
        sent_at=timezone.now(),
        sent_by=by,
    )
    after = {"number": shortlist.number, "audience": audience, "criterion": criterion}
    record(shortlist, "shortlist.invited", by=by, after={**after, "companies": invitation.companies})
    return invitation
