"""A company, alone or with others, declares its interest; the buyer owes an answer to each, until the need ends.

The end of the window stops declarations, not answers: what is due stays due and is said to be. Locks: need, interest.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again, represents
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from grandest_portal.follow.actions import follow
from grandest_portal.reference.models import Parameter
from needs.actions.common import lock_need, written
from needs.actions.questions import check_open, company_towards_buyer, within
from needs.actions.telling import tell_buyer_later, tell_invited_later
from needs.dialog.messages import ConsortiumAnswered, InterestAnswered, company_people
from needs.dialog.permissions import (
    can_answer_interests,
    can_answer_partnership,
    can_withdraw_interest,
)
from needs.enums import (
    CONSORTIUM_TRANSITIONS,
    ENDED_NEED,
    INTEREST_TRANSITIONS,
    ConsortiumStatus,
    InterestStatus,
)
from needs.models import Interest, InterestPartner
from needs.models.interests import LONGEST_INTEREST_ANSWER, LONGEST_NOTE
from suppliers.models import Solution

ONE_LIVE = "needs_interest_one_live"
MOST_PARTNERS = "interest_partners_max"


def check_not_ended(need):
    if need.status in ENDED_NEED:
        raise DomainError(_("Ce besoin est terminé : les déclarations d'intérêt ne changent plus."))


def published_solution(company, solution):
    """The solution of that company, locked as published; None stays None."""
    if solution is None:
        return None
    rows = Solution.objects.published().filter(pk=solution.pk, company=company)
    found = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise DomainError(
            _("Choisissez une solution publiée de votre entreprise, ou aucune."), field="solution"
        )
    return found


def check_partners(need, company, partners, on):
    """The other companies of a joint interest, once each."""
    partners = list({each.pk: each for each in partners}.values())
    most = int(Parameter.objects.value(MOST_PARTNERS, on))
    if len(partners) > most:
        raise DomainError(
            _("Trop d'entreprises invitées : %(most)d au plus.") % {"most": most}, field="partners"
        )
    if any(each.pk == company.pk for each in partners):
        raise DomainError(_("N'invitez que les autres : votre entreprise y est déjà."), field="partners")
    if any(each.organisation_id == need.buyer.organisation_id for each in partners):
        raise DomainError(_("L'acheteur ne peut pas être membre du groupement."), field="partners")
    return partners


@transaction.atomic
def declare_interest(need, *, by, note, solution=None, partners=()):
    """`by`'s company declares its interest, with one of its published solutions if any; `partners` are invited.

    The person follows the need from now on. The same declaration sent twice by the same person is one.
    """
    need, today = lock_need(need), timezone.localdate()
    check_open(need)
    company = company_towards_buyer(by, need)
    note = within(
        written(note, _("Dites en quelques mots ce que vous proposez."), "note"), LONGEST_NOTE, "note"
    )
    existing = Interest.objects.live().filter(need=need, company=company).first()
    if existing is not None:
        if existing.author_id == by.pk and existing.note == note:
            return existing
        raise already(existing)
    solution = published_solution(company, solution)
    partners = check_partners(need, company, partners, today)
    first = not Interest.objects.live().filter(need=need, read_at=None).exists()
    interest = insert_interest(need=need, company=company, author=by, solution=solution, note=note)
    rows = [InterestPartner.objects.create(interest=interest, company=each) for each in partners]
    after = {"need": need.pk, "company": company.pk, "solution": solution and solution.pk, "note": note}
    record(interest, "interest.declared", by=by, after=after | {"partners": [each.pk for each in partners]})
    follow(by, "need", need.pk)
    if first:
        tell_buyer_later(need)
    tell_invited_later([row.company for row in rows])
    return interest


def already(existing=None):
    """The refusal of a second declaration; what was typed stays on the page."""
    if existing is None or existing.author is None:
        return DomainError(
            _("Votre entreprise a déjà déclaré son intérêt pour ce besoin : voyez « Mes intérêts ».")
        )
    return DomainError(
        _(
            "Votre entreprise a déjà déclaré son intérêt pour ce besoin (%(reference)s, par %(author)s) : voyez "
            "« Mes intérêts »."
        )
        % {"reference": existing.reference, "author": existing.author}
    )


def insert_interest(**fields):
    """The database refuses a second live interest of a company, even when two persons declare at once."""
    try:
        with transaction.atomic():
            return Interest.objects.create(**fields)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != ONE_LIVE:
            raise
        raise already() from error


def lock_interest(interest):
    """(need, interest), both locked, the need first."""
    need = lock_need(interest.need)
    rows = Interest.objects.select_for_update(of=("self",)).select_related("company__organisation")
    locked = rows.get(pk=interest.pk)
    locked.need = need
    return need, locked


@transaction.atomic
def withdraw_interest(interest, *, by):
    """The company takes its interest back; an answer that was given stays."""
    need, interest = lock_interest(interest)
    check_not_ended(need)
    check_transition(interest, InterestStatus.WITHDRAWN, INTEREST_TRANSITIONS)
    read_again(by)
    if not can_withdraw_interest(by, interest):
        raise DomainError(_("Seule l'entreprise qui a déclaré cet intérêt peut le retirer."))
    interest.status, interest.withdrawn_at = InterestStatus.WITHDRAWN, timezone.now()
    interest.save(update_fields=["status", "withdrawn_at"])
    record(interest, "interest.withdrawn", by=by, after={"status": interest.status})
    return interest


def lock_for_answer(need, by):
    need = lock_need(need)
    check_not_ended(need)
    if by is not None:
        read_again(by)
        if not can_answer_interests(by, need):
            raise DomainError(
                _("Seules les personnes validées de l'acheteur, hors lecture seule, répondent.")
            )
    return need


def locked_rows(need, rows):
    rows = rows.filter(need=need).select_for_update(of=("self",)).select_related("company", "need")
    return list(rows.order_by("created_at", "pk"))


@transaction.atomic
def mark_interests_read(need, *, by, shown):
    """Say that those on the page (`shown`, numbers) were read: the companies see it. Returns how many were not."""
    need, at = lock_for_answer(need, by), timezone.now()
    rows = locked_rows(need, Interest.objects.live().filter(read_at=None, pk__in=shown))
    for interest in rows:
        interest.read_at = at
        interest.save(update_fields=["read_at"])
        record(interest, "interest.read", by=by)
    return len(rows)


@transaction.atomic
def answer_interests(need, *, by, text, interests=None):
    """One text to the chosen interests, or to all that are due (None); returns those answered.

    The others stay due. An interest that was withdrawn or answered meanwhile is left out.
    """
    need, at = lock_for_answer(need, by), timezone.now()
    text = within(written(text, _("Écrivez votre réponse."), "text"), LONGEST_INTEREST_ANSWER, "text")
    rows = Interest.objects.due()
    if interests is not None:
        rows = rows.filter(pk__in=[each.pk for each in interests])
    rows = locked_rows(need, rows)
    if not rows:
        raise DomainError(_("Plus aucune réponse n'est due à ces entreprises : rechargez la page."))
    for interest in rows:
        interest.need = need
        interest.answer, interest.answered_at, interest.answered_by = text, at, by
        interest.read_at = interest.read_at or at
        interest.save(update_fields=["answer", "answered_at", "answered_by", "read_at"])
        record(interest, "interest.answered", by=by, after={"answer": text})
        confirmed = interest.partners.filter(status=ConsortiumStatus.CONFIRMED).select_related("company")
        companies = [interest.company, *(each.company for each in confirmed.order_by("pk"))]
        InterestAnswered(interest).send_to(company_people(*companies))
    return rows


@transaction.atomic
def answer_partnership(partner, *, by, joins):
    """A person of an invited company says yes (`joins`) or no; only a yes shows its name to the buyer."""
    need, interest = lock_interest(partner.interest)
    rows = InterestPartner.objects.select_for_update(of=("self",)).select_related("company__organisation")
    partner = rows.get(pk=partner.pk)
    partner.interest = interest
    check_open(need)
    status = ConsortiumStatus.CONFIRMED if joins else ConsortiumStatus.DECLINED
    if partner.status == status:
        return partner
    check_transition(partner, status, CONSORTIUM_TRANSITIONS)
    if not interest.is_live:
        raise DomainError(_("Cette déclaration d'intérêt a été retirée entre-temps."))
    read_again(by)
    if represents(by, interest.company.organisation):
        raise DomainError(
            _("Vous agissez aussi pour l'entreprise qui invite : une autre personne doit confirmer.")
        )
    if not can_answer_partnership(by, partner):
        raise DomainError(
            _("Seule l'entreprise invitée, par une personne validée, répond à cette invitation.")
        )
    partner.status, partner.answered_at, partner.answered_by = status, timezone.now(), by
    partner.save(update_fields=["status", "answered_at", "answered_by"])
    record(interest, f"interest.partner_{status}", by=by, after={"company": partner.company_id})
    ConsortiumAnswered(interest, partner).send_to(company_people(interest.company))
    return partner


@transaction.atomic
def note_meeting(need, company, at):
    """A meeting of the pair is confirmed at the moment `at`: the interests in which the company takes part say so."""
    return set_meeting(Interest.objects.live().of_company(company).filter(need=need), at)


@transaction.atomic
def forget_meeting(need, company, at):
    """That meeting was cancelled."""
    rows = Interest.objects.live().of_company(company).filter(need=need, meeting_at=at)
    return set_meeting(rows, None)


def set_meeting(rows, at):
    changed = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for interest in changed:
        before, interest.meeting_at = interest.meeting_at, at
        interest.save(update_fields=["meeting_at"])
        record(interest, "interest.meeting_noted", by=None, before={"at": before}, after={"at": at})
    return changed
