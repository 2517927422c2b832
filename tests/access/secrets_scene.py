"""Things of two sides in every state, each with words of its own, and who may read each of those words.

The holders are said here once more, apart from the code under test: by status and by approved membership.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Membership
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.versions import keep_version
from grandest_portal.follow.actions import (
    add_favourite,
    change_search,
    create_list,
    save_search,
    write_favourite,
)
from grandest_portal.notifications.models import Notification
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import LengthReason, Meeting, MeetingSlot
from needs.enums import PUBLIC_NEED, NeedStatus
from needs.models import Need
from suppliers.enums import SolutionStatus
from suppliers.models import Solution, SolutionReference
from suppliers.versioning import DOCUMENTS, REFERENCE_ROWS, content_of
from tests.access.scene import ROLES
from tests.factories import MatchFactory, NeedFactory, SolutionFactory
from tests.test_house import furnish

STAFF = {"moderator", "admin"}
LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True)
class Secret:
    """A word that stands in one text of one thing; `holders` are the roles that may read it somewhere."""

    word: str
    where: str
    holders: frozenset


@dataclass
class SecretScene:
    """`seen[kind]` is {pk: roles that may open it}; `own[kind]` is {pk: roles of its side}."""

    base: Any
    secrets: list
    seen: dict
    own: dict
    things: dict

    @property
    def users(self):
        return self.base.users


def words():
    """Words of letters only, none of which begins another, far from any French word."""
    for number in count():
        first, rest = divmod(number, len(LETTERS))
        yield f"zqx{LETTERS[rest]}{LETTERS[first % len(LETTERS)]}wkyv"


def insiders(scene, organisation):
    """The roles whose person speaks for the organisation, approved."""
    people = set(
        Membership.objects.filter(organisation=organisation, status=MembershipStatus.APPROVED).values_list(
            "user", flat=True
        )
    )
    return {role for role in ROLES if scene.users[role] is not None and scene.users[role].pk in people}


def holders_of_text(status, inside, public, draft):
    """Who reads the text of a need or a solution."""
    if status in public:
        return frozenset(ROLES)
    return frozenset(inside) if status == draft else frozenset(inside | STAFF)


class Maker:
    """Makes the things, and notes each word with its holders."""

    def __init__(self):
        self.base, self.words = furnish(), words()
        self.secrets, self.seen = [], {"need": {}, "solution": {}, "meeting": {}}
        self.own = {"need": {}, "solution": {}, "meeting": {}}
        self.things = {"need": [], "solution": [], "meeting": []}
        for model in [Need, Solution, Meeting]:
            for thing in model.objects.order_by("pk"):
                self.keep(thing)

    def word(self, where, holders):
        secret = Secret(next(self.words), where, frozenset(holders))
        self.secrets.append(secret)
        return secret.word

    def keep(self, thing):
        kind, inside = type(thing).__name__.lower(), self.inside(thing)
        holders = inside if kind == "meeting" else self.readers(thing, inside)
        self.seen[kind][thing.pk], self.own[kind][thing.pk] = set(holders), inside
        self.things[kind].append(thing)
        return thing

    def inside(self, thing):
        sides = [getattr(thing, name, None) for name in ["buyer", "company"]]
        return set().union(*(insiders(self.base, side.organisation) for side in sides if side is not None))

    def readers(self, thing, inside):
        if type(thing).__name__ == "Need":
            return holders_of_text(thing.status, inside, PUBLIC_NEED, NeedStatus.DRAFT)
        return holders_of_text(thing.status, inside, {SolutionStatus.PUBLISHED}, SolutionStatus.DRAFT)

    def need(self, buyer, author, status):
        inside = insiders(self.base, buyer.organisation)
        readers = holders_of_text(status, inside, PUBLIC_NEED, NeedStatus.DRAFT)
        where = f"need {status} of {sorted(inside)}"
        known = readers - {"anonymous"}
        return self.keep(
            NeedFactory(
                buyer=buyer,
                author=author,
                status=status,
                title=f"{self.word(where + ' title', readers)} fuites",
                summary=self.word(where + " summary", readers),
                current_situation=self.word(where + " text", readers),
                contact_name=self.word(where + " contact", known),
                moderation_reason=self.word(where + " reason", inside | STAFF),
                submitted_at=None if status == NeedStatus.DRAFT else timezone.now(),
                published_at=timezone.now() if status in PUBLIC_NEED else None,
                closed_at=timezone.now() if status in PUBLIC_NEED - {NeedStatus.PUBLISHED} else None,
                awarded_on=timezone.localdate() if status == NeedStatus.AWARDED else None,
                consultation_deadline=timezone.now(),
                consultation_url="https://profil.example/1",
                direct_purchase_article="R2122-8",
            )
        )

    def solution(self, company, author, status):
        inside = insiders(self.base, company.organisation)
        readers = holders_of_text(status, inside, {SolutionStatus.PUBLISHED}, SolutionStatus.DRAFT)
        where = f"solution {status} of {sorted(inside)}"
        # The only role that stands for a verified buyer, and its colleagues.
        buyers = readers & {"buyer", "reader", "delegate"} | readers & (inside | STAFF)
        kept = readers & (inside | STAFF)
        made = self.keep(
            SolutionFactory(
                deployment=self.word(where + " public answer text", readers),
                interfaces=self.word(where + " answer for buyers text", buyers),
                security=self.word(where + " answer on request text", kept),
                references=self.word(where + " references on request text", kept),
                audiences={"interfaces": "buyers", "security": "request", "references": "request"},
                company=company,
                author=author,
                status=status,
                title=f"{self.word(where + ' title', readers)} capteur",
                description=self.word(where + " text", readers),
                moderation_reason=self.word(where + " reason", inside | STAFF),
                submitted_at=None if status == SolutionStatus.DRAFT else timezone.now(),
                published_at=timezone.now() if status == SolutionStatus.PUBLISHED else None,
                archived_at=timezone.now() if status == SolutionStatus.ARCHIVED else None,
            )
        )
        self.parts(made, where, kept, inside)
        if status != SolutionStatus.DRAFT:
            self.versions(made)
        return made

    def versions(self, solution):
        """Two stored versions, between which everything that hangs from the sheet has gone."""
        content, public = content_of(solution), solution.status == SolutionStatus.PUBLISHED
        keep_version(solution, 1, content, by=None, public=public)
        emptied = {"security": "", "references": "", DOCUMENTS: [], REFERENCE_ROWS: []}
        keep_version(solution, 2, content | emptied, by=None, public=public)

    def parts(self, solution, where, kept, inside):
        """A reference kept with the answers, its contact whom the company alone reads, a document on request."""
        SolutionReference.objects.create(
            solution=solution,
            who=self.word(where + " reference", kept),
            year=2024,
            result=self.word(where + " result", kept),
            contact_name=self.word(where + " contact", inside),
            contact_email="contact@ailleurs.example",
            consent_by="Elle-même",
            consent_on=timezone.localdate(),
        )
        Attachment.objects.create(
            kind="solution",
            object_id=solution.pk,
            purpose="public",
            audience="request",
            is_accessible=True,
            name=f"{self.word(where + ' document', kept)}.pdf",
            file="00/absent",
            file_kind="pdf",
            size=1000,
            sha256="0" * 64,
        )

    def meeting(self, need, company, status):
        sides = insiders(self.base, need.buyer.organisation) | insiders(self.base, company.organisation)
        where, start = f"meeting {status} of {sorted(sides)}", timezone.now() + timedelta(days=5)
        end = start + timedelta(minutes=30)
        made = self.keep(
            Meeting.objects.create(
                need=need,
                buyer=need.buyer,
                company=company,
                status=status,
                started_by=MeetingSide.BUYER,
                awaiting=MeetingSide.COMPANY,
                message=self.word(where + " message", sides),
                place=self.word(where + " place", sides),
                reason=self.word(where + " reason", sides),
                expires_at=start,
                starts_at=start,
                ends_at=end,
            )
        )
        MeetingSlot.objects.create(
            meeting=made, side=MeetingSide.BUYER, round=1, starts_at=start, ends_at=end
        )
        LengthReason.objects.create(
            meeting=made,
            side=MeetingSide.BUYER,
            minutes=30,
            usual=20,
            reason=self.word(where + " length", STAFF),
        )

    def notice(self, role):
        Notification.objects.create(
            user=self.base.users[role],
            kind="test",
            title=self.word(f"notice of {role}", {role, "admin"}),
        )


def one_side(maker, buyer_role, company_role, need_states, solution_states):
    """The needs, solutions and meetings of one buyer and one company."""
    users = maker.base.users
    buyer = users[buyer_role].memberships.get().organisation.buyer
    company = users[company_role].memberships.get().organisation.company
    made = [maker.need(buyer, users[buyer_role], status) for status in need_states]
    for status in solution_states:
        maker.solution(company, users[company_role], status)
    public = [need for need in made if need.status in PUBLIC_NEED]
    for need, status in zip(public, MeetingStatus, strict=False):
        maker.meeting(need, company, status)


def build():
    maker = Maker()
    one_side(maker, "buyer", "company", NeedStatus, SolutionStatus)
    one_side(
        maker,
        "buyer_b",
        "company_b",
        [NeedStatus.DRAFT, NeedStatus.RETURNED, NeedStatus.PUBLISHED],
        [SolutionStatus.DRAFT, SolutionStatus.RETURNED, SolutionStatus.PUBLISHED],
    )
    for role in ROLES:
        if role != "anonymous":
            maker.notice(role)
    pair_up(maker)
    for role in ["buyer", "buyer_b", "company", "company_b", "partner"]:
        keep_favourites(maker, role)
    return SecretScene(maker.base, maker.secrets, maker.seen, maker.own, maker.things)


def pair_up(maker):
    """Stored matches of what is not public too: none may show through them."""
    fields = {"score": 0.9, "terms": []}
    for number, need in enumerate(maker.things["need"]):
        solution = maker.things["solution"][number % len(maker.things["solution"])]
        if not need.matches.filter(solution=solution).exists():
            MatchFactory(need=need, solution=solution, **fields)


def keep_favourites(maker, role):
    """A note and a list of the organisation of a role, and a search of its person: nobody else reads them."""
    user, need = (
        maker.base.users[role],
        Need.objects.filter(status=NeedStatus.PUBLISHED).order_by("pk").first(),
    )
    organisation = user.memberships.get().organisation
    inside = insiders(maker.base, organisation)
    chosen = create_list(organisation, name=maker.word(f"favourite list of {role} text", inside))
    favourite = add_favourite(organisation, "need", need.pk, by=user)
    note = maker.word(f"favourite note of {role} text", inside)
    write_favourite(favourite, note=note, chosen=chosen, by=user, version=favourite.version)
    saved, _is_new = save_search(user, "need", QueryDict("etat=tous"))
    name = maker.word(f"saved search of {role} text", {role})
    change_search(saved, name=name, frequency="daily")
