"""Writing once to a company that somebody prepared solutions for, and forgetting its address soon.

Of an address only a keyed digest is kept: it says that this company was written to, or that nobody writes again.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.crypto import salted_hmac

from grandest_portal.accounts.models import Membership
from grandest_portal.core.audit import record
from grandest_portal.core.files.storage import stored_names
from grandest_portal.core.jobs import enqueue
from grandest_portal.reference.models import Parameter
from suppliers.actions.origins import empty_lines
from suppliers.actions.receiving import give_up_import
from suppliers.enums import ImportStatus
from suppliers.messages import ClaimInvited
from suppliers.models import ClaimInvitation, Company, ImportLine, Origin, SolutionImport, import_files

# A file whose row is being written is younger than this.
SPARED = timedelta(hours=1)


def digest_of(address):
    return salted_hmac("suppliers.claim", address.strip().lower(), algorithm="sha256").hexdigest()


def invite_companies(pk):
    """Write to the companies of an import that nobody speaks for, within the day's limit; the others tomorrow."""
    batch = SolutionImport.objects.select_related("partner__organisation").filter(pk=pk, invites=True).first()
    if batch is None:
        return
    today = timezone.localdate()
    sent = ClaimInvitation.objects.filter(partner=batch.partner, sent_at__date=today).count()
    room = int(Parameter.objects.value("claim_invitations_per_day", today)) - sent
    for company, address, count in companies_to_invite(batch):
        if room <= 0:
            tomorrow = timezone.now() + timedelta(days=1)
            enqueue("suppliers.invite_companies", pk, key=str(pk), run_at=tomorrow)
            return
        room -= invite(batch.partner, company, address, count)


def companies_to_invite(batch):
    """[(company pk, address, how many solutions)] of the solutions that wait, by company."""
    spoken = Membership.objects.live().values("organisation")
    waiting = Origin.objects.waiting().filter(
        partner=batch.partner, solution__in=batch.lines.exclude(solution=None).values("solution")
    )
    rows = waiting.exclude(contact="").exclude(company__organisation__in=spoken)
    return list(rows.values_list("company").annotate(Max("contact"), Count("pk")).order_by("company"))


@transaction.atomic
def invite(partner, company, address, count):
    """1 when the mail was written; 0 for who refused such mails, or was written to about this company before."""
    digest = digest_of(address)
    if ClaimInvitation.objects.filter(digest=digest, refused_at__isnull=False).exists():
        return 0
    known, created = ClaimInvitation.objects.get_or_create(
        digest=digest, company_id=company, defaults={"partner": partner, "sent_at": timezone.now()}
    )
    if not created:
        return 0
    company = Company.objects.select_related("organisation").get(pk=company)
    ClaimInvited(company, partner, count, known.pk).send(address)
    return 1


@transaction.atomic
def refuse_invitations(invitation):
    """No mail to this address any more, from whichever partner; the addresses kept for it are forgotten."""
    now = timezone.now()
    ClaimInvitation.objects.filter(digest=invitation.digest, refused_at=None).update(refused_at=now)
    for model in (Origin, ImportLine):
        kept = model.objects.exclude(contact="").order_by().values_list("contact", flat=True).distinct()
        same = [address for address in kept.iterator() if digest_of(address) == invitation.digest]
        model.objects.filter(contact__in=same).update(contact="")


def forget_contacts(at):
    """Empty the addresses of contacts that are older than the days in force; returns how many solutions had one."""
    days = int(Parameter.objects.value("import_contact_days", timezone.localdate(at)))
    old = at - timedelta(days=days)
    ImportLine.objects.filter(batch__created_at__lt=old).exclude(contact="").update(contact="")
    return Origin.objects.filter(imported_at__lt=old).exclude(contact="").update(contact="")


def tidy_imports(at):
    """Let files go that were read and never imported, and those that no row names; returns both numbers."""
    days = int(Parameter.objects.value("import_kept_days", timezone.localdate(at)))
    old = SolutionImport.objects.filter(
        status=ImportStatus.CHECKED, checked_at__lt=at - timedelta(days=days)
    ).order_by("pk")
    given_up = [give_up_import(batch, by=None) for batch in old]
    return len(given_up), delete_orphans(at)


def delete_orphans(at):
    storage, deleted = import_files(), 0
    known = set(SolutionImport.objects.exclude(file="").values_list("file", flat=True))
    for name in stored_names(storage):
        if name not in known and storage.get_modified_time(name) < at - SPARED:
            storage.delete(name)
            deleted += 1
    return deleted


def release_mistaken():
    """Verified buyers and partners that an import took for a company: what was prepared is erased; how many."""
    rows = Company.objects.filter(organisation__verified_at__isnull=False, origins__isnull=False)
    rows = rows.exclude(organisation__buyer=None, organisation__partner=None).distinct().order_by("pk")
    return sum(release_unclaimed(company) for company in rows)


@transaction.atomic
def release_unclaimed(company):
    """Erase what partners prepared for a company that is none, and the company."""
    company = Company.objects.select_for_update(of=("self",)).filter(pk=company.pk).first()
    if company is None or not company.is_unclaimed:
        return False
    for origin in company.origins.select_related("solution").order_by("pk"):
        empty_lines(origin, values={}, problems=[], contact="")
        if origin.solution:
            record(origin.solution, "solution.deleted", by=None, before={"title": origin.solution.title})
    solutions = list(company.solutions.order_by("pk"))
    Origin.objects.filter(company=company).delete()
    for solution in solutions:
        solution.delete()
    record(company, "origin.released", by=None, before={"solutions": len(solutions)})
    company.delete()
    return True
