"""Who is called to a sourcing meeting from a frozen list: companies whose solutions stand in the census still."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import WRITING_ROLES
from grandest_portal.accounts.models import Membership
from grandest_portal.core.dates import day
from needs.enums import ShortlistAudience


@dataclass
class Called:
    """A company with its solutions of the list, and the people who may answer for it."""

    company: Any
    solutions: list = field(default_factory=list)
    people: list = field(default_factory=list)


def criterion_of(shortlist, audience):
    """The words that everybody may read of a call: those of the list, or that nobody was chosen."""
    if audience == ShortlistAudience.KEPT:
        return shortlist.criterion
    return _(
        "toutes les entreprises dont une solution correspondait à ce besoin le %(day)s, d'après le calcul du portail "
        "(version %(engine)s), sans autre choix."
    ) % {"day": day(shortlist.frozen_at), "engine": shortlist.engine}


def called_from(shortlist, audience):
    """[Called] of the companies that somebody speaks for, in the order of the list; the buyer's own organisation is
    left out."""
    entries = shortlist.entries.exclude(solution=None).select_related("solution__company__organisation")
    if audience == ShortlistAudience.KEPT:
        entries = entries.filter(kept=True)
    found, own = {}, shortlist.need.buyer.organisation_id
    for entry in entries.order_by("rank"):
        company = entry.solution.company
        if entry.solution.is_published and company.organisation_id != own:
            found.setdefault(company.pk, Called(company)).solutions.append(entry.solution)
    people = speakers_by_organisation([each.company.organisation_id for each in found.values()])
    for each in found.values():
        each.people = people.get(each.company.organisation_id, [])
    return [each for each in found.values() if each.people]


def speakers_by_organisation(pks):
    """{number of an organisation: its active, approved people who write}, as `speakers_of` says of one."""
    rows = Membership.objects.approved().valid(timezone.localdate())
    rows = rows.filter(organisation__in=pks, role__in=WRITING_ROLES, user__is_active=True)
    found = {}
    for row in rows.select_related("user").order_by("organisation_id", "user_id"):
        found.setdefault(row.organisation_id, []).append(row.user)
    return found
