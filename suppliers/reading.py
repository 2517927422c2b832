"""One solution with what its page shows beside it, in one query: short lists come as JSON in columns of the row."""

from django.db.models import Count, Exists, F, Subquery
from django.shortcuts import get_object_or_404

from grandest_portal.accounts.permissions import approved_organisation_of
from grandest_portal.core.beside import listed, made
from grandest_portal.follow.models import Follow
from grandest_portal.reference.models import CPVCode, PurchaseRoute, Wording
from suppliers.audience import current, is_buyer
from suppliers.buying import NOTICE
from suppliers.enums import AccessStatus
from suppliers.following import KIND
from suppliers.models import AccessRequest, Assessment, Solution, SolutionReference, SolutionRoute
from suppliers.places import served_beside

REFERENCE = (
    "id",
    "who",
    "year",
    "day",
    "result",
    "contact_name",
    "contact_email",
    "consent_by",
    "consent_on",
)
ROUTE = (
    *("id", "route", "holder", "reference", "link", "valid_until", "stated_at"),
    *("check_result", "check_note", "checked_at"),
)
WAY = ("key", "label", "explanation", "conditions", "legal_text", "threshold_keys")


def read_solution(user, pk, on):
    """The solution `pk`, 404 unless `user` may see it, with its places, where it comes from, `followed` and what the
    functions that show it look for: `codes_read`, `references_read`, `routes_read`, `texts_read`, `note_read`,
    `own_request_read` (that of the person's organisation), `waiting_read`; `on` is today."""
    rows = Solution.objects.visible_to(user).select_related(
        "company__organisation", "origin__partner__organisation"
    )
    columns = said_of(pk) | how_to_buy(pk, on) | asked_of(user, pk)
    solution = get_object_or_404(rows.annotate(**columns), pk=pk)
    solution.codes_read = codes_read_with(solution)
    solution.references_read = [made(SolutionReference, each) for each in solution.references_beside]
    solution.routes_read = [made(SolutionRoute, each) for each in solution.routes_beside]
    ways = {each["key"]: made(PurchaseRoute, each) for each in solution.ways_beside}
    solution.texts_read = ways, first(made(Wording, each) for each in solution.notices_beside)
    solution.note_read = first(note_of(solution, **each) for each in solution.notes_beside)
    organisation = approved_organisation_of(user)
    requests = [made(AccessRequest, each, organisation=organisation) for each in solution.requests_beside]
    solution.own_request_read = current(requests) if is_buyer(user) else None
    solution.waiting_read = solution.waiting_beside or 0
    return solution


def codes_beside(pk):
    """The column `codes_beside` of the solution `pk`, or of each row with an OuterRef."""
    return listed(CPVCode.objects.filter(solutions=pk).for_list(), "code", "check_digit", "label")


def codes_read_with(solution):
    return [made(CPVCode, each) for each in solution.codes_beside]


def first(made):
    return next(iter(made), None)


def note_of(solution, version, **row):
    """What the page says of the signed note: its date, its readers, the version of the sheet that it was signed on."""
    return made(Assessment, row, solution=solution, note={"solution_version": version})


def said_of(pk):
    """What the company says of it beside its sheet."""
    references = SolutionReference.objects.filter(solution=pk).for_list()
    notes = Assessment.objects.signed().filter(solution=pk)
    return {
        "places_beside": served_beside(),
        "codes_beside": codes_beside(pk),
        "references_beside": listed(references, *REFERENCE),
        "notes_beside": listed(notes, "audience", "signed_at", version=F("note__solution_version")),
    }


def how_to_buy(pk, on):
    """Its statements, the ways that they name as these stand on the day `on`, the sentence under them."""
    stated = SolutionRoute.objects.filter(solution=pk)
    ways = PurchaseRoute.objects.offered(on).filter(key__in=stated.values("route"))
    notices = Wording.objects.in_force(on).filter(key=NOTICE).order_by("-starts_on")[:1]
    return {
        "routes_beside": listed(stated.order_by("stated_at", "pk"), *ROUTE),
        "ways_beside": listed(ways, *WAY),
        "notices_beside": listed(notices, "text"),
    }


def asked_of(user, pk):
    """Whether the person follows it, what their organisation asked of it, how many requests wait."""
    requests = AccessRequest.objects.filter(solution=pk)
    mine = requests.filter(organisation=approved_organisation_of(user)).order_by("-created_at", "-pk")
    waiting = requests.filter(status=AccessStatus.ASKED).values("solution").annotate(number=Count("pk"))
    return {
        "followed": Exists(Follow.objects.filter(user=user.pk).of_thing(KIND, pk)),
        "requests_beside": listed(mine, "id", "status", "answer", "created_at", "decided_at"),
        "waiting_beside": Subquery(waiting.values("number")),
    }
