"""What the word of a company stood for ends when it hands a sheet over: the company that takes it gives its own.

Called in the transaction of the acceptance, before the sheet changes hands. Signed notes stay as they are: they carry
the company of their day, and no page of the sheet shows that of another one.
"""

from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from suppliers.access_messages import AccessAnswered, AccessWithdrawn, person_who_asked
from suppliers.actions.access import answer
from suppliers.actions.common import write
from suppliers.actions.references import for_trail
from suppliers.actions.routes import UNCHECKED
from suppliers.enums import AccessStatus, RouteCheck
from suppliers.models import Assessment
from suppliers.models.references import CONTACT

NOBODY = {"contact_name": "", "contact_email": "", "consent_by": "", "consent_on": None}


def end_word_of_giver(solution, transfer, *, by):
    close_requests(solution, transfer)
    forget_contacts(solution, by=by)
    uncheck_routes(solution, by=by)
    drop_drafts(solution, by=by)


def close_requests(solution, transfer):
    """Buyers gave their reasons to one company, which gave them its own words to read: both end, and they are told."""
    words = _(
        "La fiche est passée de %(giver)s à %(taker)s. Si vous voulez lire ce qu'elle donne sur demande, "
        "demandez-le à cette entreprise."
    ) % {"giver": transfer.giver, "taker": transfer.taker}
    rows = solution.access_requests.live().select_for_update(of=("self",))
    for asked in rows.select_related("organisation", "person").order_by("pk"):
        asked.solution = solution
        if asked.status == AccessStatus.GRANTED:
            answer(asked, AccessStatus.WITHDRAWN, "access.withdrawn", by=None, words=words)
            AccessWithdrawn(asked).send_to(person_who_asked(asked))
        else:
            answer(asked, AccessStatus.REFUSED, "access.refused", by=None, words=words)
            AccessAnswered(asked).send_to(person_who_asked(asked))


def forget_contacts(solution, *, by):
    """A person agreed to be named by one company: another one asks again."""
    rows = solution.reference_rows.exclude(contact_name="").select_for_update(of=("self",))
    for row in rows.order_by("pk"):
        before, after = write(row, NOBODY)
        row.save(update_fields=[*CONTACT, "updated_at"])
        record(row, "reference.changed", by=by, before=for_trail(before), after=for_trail(after))


def uncheck_routes(solution, *, by):
    """An offer was found to be that of one company. What was not confirmed stays hidden until it is stated anew."""
    rows = solution.routes.filter(check_result=RouteCheck.CONFIRMED).select_for_update(of=("self",))
    for row in rows.order_by("pk"):
        before = {"check_result": row.check_result}
        write(row, UNCHECKED)
        row.save(update_fields=list(UNCHECKED))
        record(row, "route.unchecked", by=by, before=before, after={"check_result": ""})


def drop_drafts(solution, *, by):
    """Nobody but its company reads a self-assessment that is not signed."""
    for draft in Assessment.objects.drafts().filter(solution=solution).select_for_update(of=("self",)):
        record(draft, "assessment.dropped", by=by, before={"version": draft.version})
        draft.delete()
