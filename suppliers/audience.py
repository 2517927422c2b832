"""Who reads which answer of a solution.

What finds a solution and what compares it with needs reads public answers alone: those that may be kept for fewer
people stand in neither. What is given on request is read on one page, which keeps who opened it: an organisation to
which the company said yes reads it there and nowhere else.
"""

from django.db.models import Exists, OuterRef

from grandest_portal.accounts.permissions import approved_organisation_of, can_write, is_moderator
from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.beside import read_with
from suppliers.enums import AccessStatus, Audience
from suppliers.models import AccessRequest, Assessment, SolutionTransfer
from suppliers.permissions import can_prepare_solution
from suppliers.versioning import DOCUMENTS, KIND

# The answers that a company may keep for buyers, or give on request.
RESTRICTABLE = (
    "deployment",
    "interfaces",
    "price_models",
    "security",
    "accessibility",
    "environment",
    "references",
)
CONTACTS = "contacts"
# The note on its innovation.
NOTE = "note"


def is_buyer(user):
    """An approved person of a verified public buyer."""
    organisation = approved_organisation_of(user)
    return (
        organisation is not None and hasattr(organisation, "buyer") and organisation.verified_at is not None
    )


def reads_for(user, solution):
    """A person of the solution's own company, its readers included."""
    organisation = approved_organisation_of(user)
    return organisation is not None and organisation.pk == solution.company.organisation_id


def is_inside(user, solution):
    """Those who prepare it, and the readers of its company."""
    return can_prepare_solution(user, solution) or reads_for(user, solution)


def audiences_of(user, solution):
    """The set of Audience values whose answers any page may show to `user`, of a solution that the person sees."""
    if is_moderator(user) or is_inside(user, solution):
        return set(Audience)
    return {Audience.EVERYONE, Audience.BUYERS} if is_buyer(user) else {Audience.EVERYONE}


def request_of(user, solution):
    """The request of the person's organisation, the live one first, else the latest; None without one."""
    if not is_buyer(user):
        return None
    mine = AccessRequest.objects.filter(solution=solution, organisation=approved_organisation_of(user))
    return current(list(mine.for_list().select_related("organisation", "solution__company__organisation")))


def current(requests):
    """The live one of an organisation's requests, the latest first, else the latest; None without one."""
    return next((each for each in requests if each.is_live), requests[0] if requests else None)


def requests_received(solution):
    """The requests made to the company that holds the sheet now: what was written to another one is not for it."""
    rows, handed_over = solution.access_requests.for_list(), solution.transfers.accepted()
    latest = handed_over.order_by("-answered_at").values_list("answered_at", flat=True).first()
    return rows if latest is None else rows.filter(created_at__gt=latest)


def requests_waiting(company):
    """The requests that wait for an answer of this company, on all its sheets: as `requests_received` says of one."""
    handed_over = SolutionTransfer.objects.accepted().filter(
        solution=OuterRef("solution"), answered_at__gte=OuterRef("created_at")
    )
    rows = AccessRequest.objects.filter(status=AccessStatus.ASKED, solution__company=company)
    return rows.exclude(Exists(handed_over))


def granted_request(user, solution):
    """The request under which the person reads what is given on request, or None."""
    if not is_buyer(user):
        return None
    rows = AccessRequest.objects.granted().filter(solution=solution)
    return rows.filter(organisation=approved_organisation_of(user)).first()


def logged_audiences_of(user, solution):
    """`audiences_of`, and what is given on request where the company said yes: for what keeps who opened it."""
    allowed = audiences_of(user, solution)
    if Audience.REQUEST not in allowed and granted_request(user, solution) is not None:
        return {*allowed, Audience.REQUEST}
    return allowed


def hidden_names(user, solution, *audiences):
    """The names among RESTRICTABLE that `user` may not read: as the solution says now, or in any of the `audiences`
    (dicts {name: Audience value}) that older versions of it said."""
    allowed = audiences_of(user, solution)
    return {
        name
        for said in [solution.audiences, *audiences]
        for name, audience in said.items()
        if name in RESTRICTABLE and audience not in allowed
    }


def readable_content(user, solution, content):
    """A stored content without the documents that `user` may not read: as it says, or as their rows say now."""
    if DOCUMENTS not in content:
        return content
    allowed = audiences_of(user, solution)
    rows = Attachment.objects.filter(kind=KIND, object_id=solution.pk)
    closed = set(rows.exclude(audience__in=allowed).values_list("pk", flat=True))
    documents = [
        each for each in content[DOCUMENTS] if each["audience"] in allowed and each["id"] not in closed
    ]
    return content | {DOCUMENTS: documents}


def holds(solution, name):
    """Whether an answer says something, its rows included."""
    if name == "references":
        return bool(solution.references) or bool(reference_rows_of(solution))
    return bool(getattr(solution, name))


def reference_rows_of(solution):
    """Its references one by one, the latest first; as they were read with the row of its page."""
    return read_with(solution, "references_read", lambda: list(solution.reference_rows.for_list()))


def sheet_documents_of(solution):
    """Its live documents, whoever reads them; as its page read them."""
    return read_with(solution, "documents_read", lambda: list(documents_of(KIND, solution.pk)))


def signed_note_of(solution):
    """The note on its innovation that is in force, or None; as it was read with the row of its page."""
    rows = Assessment.objects.signed().filter(solution=solution).for_list()
    return read_with(solution, "note_read", rows.first)


def note_on_request(solution):
    """The signed note on its innovation, where the company gives it on request; None otherwise."""
    note = signed_note_of(solution)
    return note if note is not None and note.audience == Audience.REQUEST else None


def names_on_request(solution):
    """What a solution gives on request: the names of its answers, « contacts » for people who agreed to be asked,
    « note » for the note on its innovation."""
    names = [
        name
        for name in RESTRICTABLE
        if solution.audiences.get(name) == Audience.REQUEST and holds(solution, name)
    ]
    contacts = any(row.has_contact for row in reference_rows_of(solution))
    return names + [CONTACTS] * contacts + [NOTE] * (note_on_request(solution) is not None)


def documents_on_request(solution):
    return [each for each in sheet_documents_of(solution) if each.audience == Audience.REQUEST]


def gives_on_request(solution):
    return bool(names_on_request(solution)) or bool(documents_on_request(solution))


def can_ask_access(user, solution):
    """People who speak for a verified public buyer, while no request of it lives, and something is to be given."""
    asks = asks_for_buyer(user, solution)
    return asks and is_over(request_of(user, solution)) and gives_on_request(solution)


def asks_for_buyer(user, solution):
    """People who speak for a verified public buyer, outside the company, of what is published."""
    outside = not is_inside(user, solution)
    return solution.is_published and is_buyer(user) and can_write(user) and outside


def is_over(request):
    """True without a request too."""
    return request is None or not request.is_live
