"""How a solution can be bought: stated by its company, checked by a moderator."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_seen
from grandest_portal.reference.models import PurchaseRoute
from suppliers.actions.common import lock_for, write
from suppliers.actions.moderation import check_moderator
from suppliers.buying import ways_on
from suppliers.enums import RouteCheck
from suppliers.models import SolutionRoute
from suppliers.models.routes import STATED
from suppliers.permissions import people_of_company, speaks_for
from suppliers.review_messages import RouteConfirmed, RouteNotConfirmed

# « 4 500 € », « 300 euros », « 12 HT »: a price, which no page of the service asks for or shows.
PRICE = re.compile(r"\d\s?(?:€|euros?\b|EUR\b|HT\b|TTC\b)|€\s?\d", re.IGNORECASE)

UNCHECKED = {"check_result": "", "check_note": "", "checked_at": None, "checked_by": None}


def lock_route(row, *, by):
    solution = lock_for(row.solution, speaks_for, by=by)
    locked = SolutionRoute.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise DomainError(_("Cette déclaration vient d'être retirée."))
    locked.solution = solution
    return locked


def check_statement(solution, data, *, besides=None):
    """Refuse what is not offered, what lacks its offer, what is over, what is stated already."""
    today = timezone.localdate()
    way = PurchaseRoute.objects.offered(today).filter(key=data["route"]).first()
    if way is None:
        raise DomainError(_("Choisissez une voie d'achat dans la liste."), field="route")
    if way.asks_offer and not data["holder"]:
        raise DomainError(_("Dites qui tient l'offre : la centrale, ou l'acheteur."), field="holder")
    if way.asks_offer and not (data["reference"] or data["link"]):
        raise DomainError(_("Donnez la référence de l'offre, ou son lien."), field="reference")
    if PRICE.search(data["reference"]):
        raise DomainError(
            _("Aucun prix ici : donnez la référence de l'offre chez celui qui la tient."), field="reference"
        )
    if data["valid_until"] is not None and data["valid_until"] < today:
        raise DomainError(
            _("Cette date est passée : une offre terminée ne se déclare pas."), field="valid_until"
        )
    same = SolutionRoute.objects.filter(
        solution=solution, route=data["route"], holder=data["holder"], reference=data["reference"]
    )
    if same.exclude(pk=besides.pk if besides else None).exists():
        raise DomainError(
            _("Cette voie est déjà déclarée avec la même référence : modifiez-la."), field="reference"
        )


def stated(row):
    return {name: getattr(row, name) for name in STATED}


@transaction.atomic
def state_route(solution, *, data, by):
    """The company says one way to buy its solution (`data` holds STATED); nobody has checked it yet."""
    solution = lock_for(solution, speaks_for, by=by)
    check_statement(solution, data)
    row = SolutionRoute.objects.create(
        solution=solution, stated_at=timezone.now(), stated_by=by, **{name: data[name] for name in STATED}
    )
    record(row, "route.stated", by=by, after={"solution": solution.pk, **stated(row)})
    return row


@transaction.atomic
def change_route(row, *, data, by, seen=None):
    """Other words are another statement: its date is today's, and the check before stands no more."""
    row = lock_route(row, by=by)
    check_seen(seen, row, STATED)
    data = {name: data[name] for name in STATED}
    check_statement(row.solution, data, besides=row)
    before, after = write(row, data)
    if after:
        write(row, {**UNCHECKED, "stated_at": timezone.now(), "stated_by": by})
        row.save()
        record(row, "route.changed", by=by, before=before, after=after)
    return row


@transaction.atomic
def remove_route(row, *, by):
    row = lock_route(row, by=by)
    record(row, "route.removed", by=by, before={"solution": row.solution_id, **stated(row)})
    row.delete()


@transaction.atomic
def check_route(row, *, result, note, by, seen=None):
    """A moderator says what was found of the statement that was on screen."""
    row = lock_route(row, by=None)
    check_moderator(row.solution, by)
    check_seen(seen, row, STATED)
    if result == RouteCheck.REFUSED and not note:
        raise DomainError(_("Dites à l'entreprise ce qui n'a pas pu être confirmé."), field="note")
    verb = "route.confirmed" if result == RouteCheck.CONFIRMED else "route.refused"
    write(
        row,
        {"check_result": result, "check_note": note, "checked_at": timezone.now(), "checked_by": by},
    )
    row.save()
    record(row, verb, by=by, after=stated(row), reason=note)
    tell_checked(row)
    return row


def tell_checked(row):
    way = ways_on(timezone.localdate()).get(row.route)
    message = RouteConfirmed if row.check_result == RouteCheck.CONFIRMED else RouteNotConfirmed
    message(row, way.label if way else "").send_to(people_of_company(row.solution.company))
