"""Two buyers, two companies and their things in every state that matters for access."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.utils import timezone

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Department, Invitation
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.audit import record
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import AssessmentQuestion, PracticeCheck, PurchaseRoute
from grandest_portal.reports.models import Appeal, Case, Report, SecondLook
from meetings.enums import MeetingSide, MeetingStatus, OccupationState
from meetings.models import (
    BookingCall,
    CallOpening,
    Meeting,
    MeetingSlot,
    Occupation,
    Opening,
    OpeningException,
    Participant,
)
from needs.enums import ConsortiumStatus, NeedStatus, QuestionStatus
from needs.models import Answer, CheckAnswer, CheckJustification, InterestPartner, NeedJoin
from suppliers.actions import save_answers, sign_assessment, start_assessment
from suppliers.enums import SolutionStatus
from suppliers.models import SolutionRoute, SolutionTransfer
from tests.access.scene_agendas import agendas_of
from tests.access.scene_census import imports_of, profile_of, sheet_of
from tests.access.scene_days import days_of
from tests.access.scene_desk import desk_of
from tests.access.scene_kept import kept_by
from tests.access.scene_meetings import records_of
from tests.access.scene_plans import plans_of
from tests.access.scene_shortlists import shortlists_of
from tests.factories import (
    InterestFactory,
    JudgementFactory,
    MatchFactory,
    MembershipFactory,
    NeedFactory,
    QuestionFactory,
    SolutionFactory,
    SuggestionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

ROLES = [
    "anonymous",
    "buyer",
    "buyer_b",
    "company",
    "company_b",
    "waiting",
    "partner",
    "moderator",
    "admin",
    "reader",
    "delegate",
]


@dataclass
class Scene:
    """`users` by role (anonymous is None); `things` by name."""

    users: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)


def build():
    users = {
        "anonymous": None,
        "buyer": buyer_user(),
        "buyer_b": buyer_user(),
        "company": company_user(),
        "company_b": company_user(),
        "waiting": company_user(status=MembershipStatus.REQUESTED, decided_at=None),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }
    buyer = users["buyer"].memberships.get().organisation.buyer
    company = users["company"].memberships.get().organisation.company
    things = needs_of(buyer, users["buyer"]) | solutions_of(company, users["company"])
    things["match"] = MatchFactory(need=things["need published"], solution=things["solution published"])
    things |= shortlists_of(things["match"], users["buyer"])
    things["judgement"] = JudgementFactory(
        need=things["need published"],
        solution=things["solution published"],
        author=users["buyer"],
        note="Vu au salon, à revoir.",
    )
    things |= meetings_of(buyer, company, things["need published"], users)
    things |= records_of(things["meeting confirmed"].need, company, users)
    things |= openings_of(buyer, users["buyer"])
    things |= days_of(buyer, users)
    things |= plans_of(buyer, users)
    things |= agendas_of(buyer, users)
    things |= desk_of(buyer, users)
    things["need called"] = called_need(buyer, users["buyer"], things["opening"])
    things["suggestion"] = SuggestionFactory(
        need=things["need published"],
        solution=things["solution published"],
        partner=users["partner"].memberships.get().organisation.partner,
        author=users["partner"],
    )
    things["notification"] = Notification.objects.create(user=users["buyer"], kind="test", title="Essai")
    follow(users["buyer"], "solution", things["solution published"].pk)
    things["transfer"] = SolutionTransfer.objects.create(
        solution=things["solution archived"],
        giver=company,
        taker=users["company_b"].memberships.get().organisation.company,
        author=users["company"],
        created_at=timezone.now(),
    )
    things |= kept_by(users["buyer"], things["solution published"])
    things |= imports_of(company, users["partner"])
    things["membership"] = users["waiting"].memberships.get()
    things |= team_of(buyer.organisation, users["company"])
    things |= life_of(buyer, users, things["need published"])
    things |= attachments_of(things, users["buyer"])
    things |= sheet_of(things, users)
    things |= dialog_of(things, company, users)
    things |= moderation_of(buyer, company, users)
    things |= innovation_of(things["solution published"], users["company"])
    things |= profile_of(company, users["company"])
    users["reader"] = things["buyer reader"].user
    users["delegate"] = things["buyer delegate"].user
    things |= checks_of(things["need published"], users["buyer"])
    return Scene(users, things)


def team_of(organisation, guest):
    """A reader, somebody who asks to join, a department, and an invitation that only `guest` may open."""
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    common = {"organisation": organisation}
    boss = organisation.memberships.get(role="administrator").user
    return {
        "buyer reader": MembershipFactory(role="reader", **common),
        "buyer delegate": MembershipFactory(
            role="editor",
            kind="delegated",
            agency="Cabinet Exemple",
            ends_on=timezone.localdate() + timedelta(days=30),
            **common,
        ),
        "buyer waiting": MembershipFactory(role="editor", waiting=True, **common),
        "department": Department.objects.create(name="Direction de l'eau", **common),
        "invitation": Invitation.objects.create(
            email=guest.email, invited_by=boss, expires_at=timezone.now() + timedelta(days=7), **common
        ),
    }


def needs_of(buyer, author):
    made = {"need published": NeedFactory(buyer=buyer, author=author, published=True)}
    made["need submitted"] = NeedFactory(buyer=buyer, author=author, submitted=True)
    for status in [NeedStatus.DRAFT, NeedStatus.CLOSED, NeedStatus.CONSULTATION]:
        late = {} if status == NeedStatus.DRAFT else {"published_at": timezone.now()}
        made[f"need {status}"] = NeedFactory(
            buyer=buyer, author=author, status=status, consultation_url="https://profil.example/1", **late
        )
    return made


def life_of(buyer, users, need):
    """A draft in the trash, and another buyer that joined a need."""
    trashed = NeedFactory(buyer=buyer, author=users["buyer"], trashed_at=timezone.now())
    other = users["buyer_b"].memberships.get().organisation.buyer
    return {
        "need trashed": trashed,
        "join": NeedJoin.objects.create(need=need, buyer=other, author=users["buyer_b"], volume="12 écoles"),
    }


def solutions_of(company, author):
    return {
        "solution published": SolutionFactory(company=company, author=author, published=True),
        "solution draft": SolutionFactory(company=company, author=author, status=SolutionStatus.DRAFT),
        "solution submitted": SolutionFactory(company=company, author=author, submitted=True),
        "solution archived": SolutionFactory(
            company=company,
            author=author,
            status=SolutionStatus.ARCHIVED,
            submitted_at=timezone.now(),
            published_at=timezone.now(),
            archived_at=timezone.now(),
        ),
        "company": company,
    }


def meetings_of(buyer, company, need, users):
    """One proposal that awaits the buyer, one confirmed meeting about another need of the same buyer."""
    start, end = timezone.now() + timedelta(days=3), timezone.now() + timedelta(days=3, minutes=45)
    common = {"buyer": buyer, "company": company, "expires_at": timezone.now() + timedelta(days=3)}
    proposed = Meeting.objects.create(
        need=need, started_by=MeetingSide.COMPANY, awaiting=MeetingSide.BUYER, place="salle", **common
    )
    MeetingSlot.objects.create(
        meeting=proposed, side=MeetingSide.COMPANY, round=1, starts_at=start, ends_at=end
    )
    other = NeedFactory(buyer=buyer, author=users["buyer"], published=True)
    confirmed = Meeting.objects.create(
        need=other,
        status=MeetingStatus.CONFIRMED,
        started_by=MeetingSide.BUYER,
        awaiting=MeetingSide.COMPANY,
        place="salle",
        starts_at=start,
        ends_at=end,
        **common,
    )
    for side, name in [(MeetingSide.BUYER, "buyer"), (MeetingSide.COMPANY, "company")]:
        Participant.objects.create(meeting=confirmed, user=users[name], side=side)
        Occupation.objects.create(
            meeting=confirmed,
            resource=f"user:{users[name].pk}",
            during=(start, end),
            state=OccupationState.CONFIRMED,
        )
    return {"meeting proposed": proposed, "meeting confirmed": confirmed}


def openings_of(buyer, agent):
    """Weekly hours of the buyer's agent, with a closed day."""
    opening = Opening.objects.create(
        organisation=buyer.organisation,
        agent=agent,
        weekday=1,
        opens_at=time(9),
        closes_at=time(12),
        valid_from=timezone.localdate(),
        place="https://visio.example/ouverture",
        length=30,
        buffer=10,
        notice=24,
        most_per_day=4,
    )
    return {
        "opening": opening,
        "closed day": OpeningException.objects.create(
            opening=opening, kind="closed", on=timezone.localdate() + timedelta(days=7)
        ),
    }


def called_need(buyer, author, opening):
    """A need whose hours can be booked from a date to come."""
    need = NeedFactory(buyer=buyer, author=author, published=True)
    call = BookingCall.objects.create(
        need=need,
        opens_on=timezone.localdate() + timedelta(days=10),
        announced_at=timezone.now(),
        secret="1" * 64,
        commitment="2" * 64,
    )
    CallOpening.objects.create(call=call, opening=opening)
    return need


def attachments_of(things, uploader):
    """Documents of a published need and of a draft: public, of work with its text, and one of a closed need."""
    kept = {"kind": "need", "uploader": uploader, "file": "00/absent", "file_kind": "pdf", "size": 1000}
    read = {"purpose": "source", "text": "Texte", "text_status": "read", "name": "Notes.pdf"}
    shown = {"purpose": "public", "is_accessible": True, "name": "Cahier.pdf"}
    aside = {"name": "Douteux.pdf", "status": "quarantined", "quarantine_reason": "Lien douteux."}
    rows = {
        "document public": ("need published", shown),
        "document source": ("need published", read),
        "document of draft": ("need draft", shown),
        "document of submitted": ("need submitted", shown),
        "document of closed": ("need closed", shown),
        "document set aside": ("need published", {**shown, **aside}),
    }
    return {
        name: Attachment.objects.create(object_id=things[need].pk, sha256="0" * 64, **kept, **values)
        for name, (need, values) in rows.items()
    }


def dialog_of(things, company, users):
    """A waiting and a published question of the company, its interest, and one to which it is invited."""
    asked = {"need": things["need published"], "company": company, "author": users["company"]}
    now = timezone.now()
    answered = QuestionFactory(status=QuestionStatus.ANSWERED, answered_at=now, **asked)
    Answer.objects.create(
        question=answered, author=users["buyer"], text="Douze la première année.", published_at=now
    )
    other = users["company_b"].memberships.get().organisation.company
    joint = InterestFactory(need=things["need published"], company=other, author=users["company_b"])
    return {
        "question asked": QuestionFactory(**asked),
        "question answered": answered,
        "interest": InterestFactory(**asked),
        "interest joint": joint,
        "partnership": InterestPartner.objects.create(
            interest=joint, company=company, status=ConsortiumStatus.INVITED
        ),
    }


def moderation_of(buyer, company, users):
    """A need and a solution that were rejected, the appeal of the second, a reported thing and a first opinion."""
    need = NeedFactory(
        buyer=buyer, author=users["buyer"], status=NeedStatus.REJECTED, moderation_reason="Non."
    )
    solution = SolutionFactory(company=company, author=users["company"], status=SolutionStatus.REJECTED)
    record(need, "need.rejected", by=users["moderator"], after={"status": "rejected"})
    entry = record(solution, "solution.rejected", by=users["moderator"], after={"status": "rejected"})
    case = Case.objects.create(kind="solution", object_pk=solution.pk, title=str(solution))
    Report.objects.create(
        case=case, reporter=users["buyer_b"], reason_key="x", reason_label="Autre", text="Voir."
    )
    about = {"object_pk": solution.pk, "title": str(solution), "kind": "solution"}
    appeal = Appeal.objects.create(
        author=users["company"],
        text="Nous contestons.",
        rejected_at=entry.at,
        rejected_by=users["moderator"],
        rejection_reason="Non.",
        **about,
    )
    look = SecondLook.objects.create(version=1, opinion="for", by=users["moderator"], **about)
    return {
        "need rejected": need,
        "solution rejected": solution,
        "case": case,
        "appeal": appeal,
        "first opinion": look,
    }


def checks_of(need, author):
    """A question of the consultation with its answer, and a justification of a remark on the need's text."""
    check = practice_check("LOT-01", "consultation", "bloquant", "question")
    practice_check("BES-02", "besoin", "alerte", "programme")
    common = {"need": need, "author": author}
    return {
        "check": check,
        "check answer": CheckAnswer.objects.create(
            check_code="LOT-01", answer="yes", answered_at=timezone.now(), **common
        ),
        "justification": CheckJustification.objects.create(
            check_code="SPE-01",
            digest="0" * 64,
            text="Matériel en place.",
            need_version=1,
            created_at=timezone.now(),
            **common,
        ),
    }


def practice_check(key, stage, severity, mode):
    words = dict.fromkeys(["theme", "wording", "why", "mend", "source"], "Essai.")
    return PracticeCheck.objects.create(
        key=key, stage=stage, severity=severity, mode=mode, starts_on=date(2020, 1, 1), **words
    )


def innovation_of(solution, author):
    """A signed note that everybody reads, another in preparation, and a way to buy."""
    words = dict.fromkeys(["wording", "why", "supports", "lacks", "source"], "Essai.")
    since = {"starts_on": date(2020, 1, 1)}
    AssessmentQuestion.objects.create(key="essai", family="solution", theme="Essai", **since, **words)
    told = dict.fromkeys(["label", "explanation", "conditions", "legal_text"], "Essai.")
    PurchaseRoute.objects.create(key="centrale", asks_offer=True, **since, **told)
    draft = start_assessment(solution, by=author)
    draft = save_answers(draft, answers={"essai": {"answer": "yes", "explanation": "Mesuré."}}, by=author)
    note = sign_assessment(draft, by=author, position="Dirigeante", audience="everyone")
    start_assessment(solution, by=author)
    way = SolutionRoute.objects.create(
        solution=solution,
        route="centrale",
        holder="Centrale Exemple",
        reference="L-1",
        stated_at=timezone.now(),
    )
    return {"note": note, "way": way}
