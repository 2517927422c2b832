"""Opening the booking of a need to all companies at one date, and drawing the order in which places are taken."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again, speaking_organisation_of
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.actions import lock_need
from meetings.admission.criteria import classes_of, criterion_named
from meetings.checks import check_open
from meetings.equality import concerned_companies, invitations_of, people_of_all
from meetings.lengths import check_call
from meetings.messages import BookingAnnounced
from meetings.models import BookingCall, BookingWish, CallOpening
from meetings.permissions import can_invite
from meetings.slots import day_words, paris
from meetings.turns import digest_of, earliest_opening, opening_moment, ranked


@transaction.atomic
def announce_booking(need, *, by, openings, opens_on, criterion=None):
    """Attach openings of the buyer to a need, bookable by every company from one date; or change that, before it.

    `criterion` is what orders the companies before the draw ("" or None: nothing does); announced, it stays.
    Returns the BookingCall. Companies invited or interested are told the date, the same words to all.
    """
    at = timezone.now()
    need = lock_need(need.pk)
    read_again(by)
    check_open(need)
    if not can_invite(by, need):
        raise DomainError(
            _("La réservation s'ouvre au nom de l'acheteur, par une personne validée qui y écrit.")
        )
    call = BookingCall.objects.select_for_update(of=("self",)).filter(need=need).first()
    if call is not None and at >= opening_moment(call):
        raise DomainError(
            _("La réservation est ouverte : elle ne change plus, pour que chacun ait les mêmes heures.")
        )
    check_openings(need, openings)
    check_call(openings)
    check_day(need, opens_on, at)
    before = told(call) if call is not None else None
    if call is None:
        secret = secrets.token_hex(32)
        call = BookingCall(need=need, secret=secret, commitment=digest_of(secret))
        set_criterion(call, criterion, paris(at).date())
    elif criterion is not None and criterion != call.criterion:
        raise DomainError(_("La règle de priorité est annoncée : elle ne change plus."), field="criterion")
    call.opens_on, call.announced_at = opens_on, at
    call.save()
    call.rows.exclude(opening__in=openings).delete()
    kept = set(call.rows.values_list("opening_id", flat=True))
    CallOpening.objects.bulk_create(
        CallOpening(call=call, opening=each) for each in openings if each.pk not in kept
    )
    record(call, "booking.announced", by=by, before=before, after=told(call))
    BookingAnnounced(call).send_to(people_of_all(concerned_companies(need)))
    return call


def set_criterion(call, key, on):
    """Freeze the words and the figure of a criterion of the list of that day; none for the draw alone."""
    if not key:
        return
    offered = criterion_named(key, on)
    if offered is None:
        raise DomainError(
            _("Ce critère n'est pas dans la liste : choisissez-en un autre."), field="criterion"
        )
    call.criterion, call.rule, call.months = offered.key, offered.text, offered.months


def check_openings(need, openings):
    if not openings:
        raise DomainError(_("Choisissez au moins une ouverture."), field="openings")
    organisation = need.buyer.organisation_id
    if any(each.organisation_id != organisation or each.closed_at is not None for each in openings):
        raise DomainError(
            _("Choisissez des ouvertures de votre organisation qui ne sont pas fermées."), field="openings"
        )


def check_day(need, opens_on, at):
    invited_at = invitations_of(need).values_list("sent_at", flat=True)
    first = earliest_opening(invited_at, paris(at).date())
    if opens_on < first:
        raise DomainError(
            _("Laissez le temps de lire l'annonce : la réservation ouvre au plus tôt le %(day)s.")
            % {"day": day_words(first)},
            field="opens_on",
        )
    if need.sourcing_open_until is not None and opens_on > need.sourcing_open_until:
        raise DomainError(
            _("Les échanges sur ce besoin se terminent le %(day)s : ouvrez la réservation avant.")
            % {"day": day_words(need.sourcing_open_until)},
            field="opens_on",
        )


def check_invitation(need, at):
    """An invitation leaves its companies as much time as the others had before the booking opens."""
    call = BookingCall.objects.filter(need=need).first()
    if call is None or at >= opening_moment(call):
        return
    first = earliest_opening([at], paris(at).date())
    if call.opens_on < first:
        raise DomainError(
            _(
                "La réservation de ce besoin ouvre le %(day)s, trop tôt pour des entreprises invitées aujourd'hui : "
                "repoussez-la d'abord au %(first)s."
            )
            % {"day": day_words(call.opens_on), "first": day_words(first)}
        )


@transaction.atomic
def join_booking(call, *, by):
    """A company signs up for a place, before the booking opens; signed up twice, it is once. Returns the wish."""
    need = lock_need(call.need_id)
    read_again(by)
    check_open(need)
    call = BookingCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    company = getattr(speaking_organisation_of(by), "company", None)
    if company is None or company.organisation_id == need.buyer.organisation_id:
        raise DomainError(_("Une entreprise s'inscrit par une personne validée qui la représente."))
    if call.drawn_at is not None or timezone.now() >= opening_moment(call):
        raise DomainError(_("La réservation est ouverte : l'inscription est close."))
    wish, is_new = BookingWish.objects.get_or_create(call=call, company=company)
    if is_new:
        record(call, "booking.joined", by=by, after={"company": company.pk})
    return wish


def draw_due(at):
    """Settle the order of the calls whose date has come; returns how many."""
    due = BookingCall.objects.filter(drawn_at=None, opens_on__lte=paris(at).date()).order_by("pk")
    return sum(draw(call, at) for call in due)


@transaction.atomic
def draw(call, at):
    call = BookingCall.objects.select_for_update(of=("self",)).select_related("need").get(pk=call.pk)
    if call.drawn_at is not None or at < opening_moment(call):
        return False
    wishes = {each.company_id: each for each in call.wishes.all()}
    classes = classes_of(call, list(wishes))
    order = ranked(call.secret, classes)
    for rank, company in enumerate(order, start=1):
        wishes[company].rank, wishes[company].group = rank, classes[company]
    BookingWish.objects.bulk_update(wishes.values(), ["rank", "group"])
    call.drawn_at = at
    call.save(update_fields=["drawn_at"])
    sorting = (
        {"criterion": call.criterion, "classes": [classes[pk] for pk in order]} if call.criterion else {}
    )
    record(call, "booking.drawn", by=None, after={"secret": call.secret, "order": order, **sorting})
    return True


def told(call):
    return {
        "opens_on": call.opens_on,
        "openings": sorted(call.rows.values_list("opening_id", flat=True)),
        "commitment": call.commitment,
        "criterion": call.criterion,
        "rule": call.rule,
    }
