"""Who may ask, answer and declare about a need.

Nobody of the buyer may know who asks, whatever hat they wear now: who also acts for the buyer neither asks nor
declares for a company.
"""

from django.db.models import Exists

from buyers.permissions import approved_buyer_of
from grandest_portal.accounts.permissions import can_moderate, is_moderator, memberships_of, represents
from needs.enums import ENDED_NEED, ConsortiumStatus, InterestStatus, NeedSource, QuestionStatus
from needs.models import Interest, Need, Question
from needs.permissions import can_manage_need
from suppliers.permissions import approved_company_of, speaking_company_of


def speaks_to_buyer(user, need):
    """Approved people of any company, readers excepted, who do not act for the buyer as well, while exchanges are
    open with a buyer of this portal."""
    return (
        need.is_open
        and need.source == NeedSource.PORTAL
        and speaking_company_of(user) is not None
        and not represents(user, need.buyer.organisation)
    )


def stands_with_a_company(user, need):
    """True for who also belongs to a company that asked or declared here: another person of the buyer must answer."""
    others = {each.organisation_id for each in memberships_of(user)} - {need.buyer.organisation_id}
    if not others:
        return False
    asked = Question.objects.filter(need=need, company__organisation__in=others)
    declared = Interest.objects.filter(need=need, company__organisation__in=others)
    return Need.objects.filter(Exists(asked) | Exists(declared), pk=need.pk).exists()


def can_ask(user, need):
    """Those who speak to its buyer. Whether it is still time, the action says."""
    return speaks_to_buyer(user, need)


def reads_for_buyer(user, need):
    """Approved people of its buyer, readers included, once it is public."""
    buyer = approved_buyer_of(user)
    return need.is_public and buyer is not None and need.buyer_id == buyer.pk


def can_read_waiting(user, need):
    """The questions without answer: approved people of its buyer and moderators, without the name of who asks."""
    return reads_for_buyer(user, need) or (need.is_public and is_moderator(user))


def can_answer_questions(user, need):
    """Those who manage the need, until they have said what follows: then nothing of it is written any more."""
    return need.takes_answers and can_manage_need(user, need) and not stands_with_a_company(user, need)


def can_withdraw_question(user, question):
    """People who speak for the company that asks, until the answer or the end of the exchanges."""
    company = speaking_company_of(user)
    return (
        question.status == QuestionStatus.ASKED
        and question.need.is_open
        and company is not None
        and question.company_id == company.pk
    )


def can_withhold_question(user, question):
    """Moderators who belong neither to the buyer nor to the company that asks, nor left one of them lately."""
    sides = [question.need.buyer.organisation, question.company.organisation]
    return all(can_moderate(user, organisation) for organisation in sides)


def can_declare_interest(user, need):
    """Those who speak to its buyer."""
    return speaks_to_buyer(user, need)


def can_see_interests(user, need):
    """Approved people of its buyer, readers included. Moderators read them on their desk; nobody else does."""
    return reads_for_buyer(user, need)


def can_answer_interests(user, need):
    """Those who manage the need, until it is abandoned or awarded: the end of its window changes nothing."""
    return (
        need.status not in ENDED_NEED
        and can_manage_need(user, need)
        and not stands_with_a_company(user, need)
    )


def can_withdraw_interest(user, interest):
    """People who speak for the company that declared it, until the need ends."""
    company = speaking_company_of(user)
    return (
        interest.status == InterestStatus.DECLARED
        and interest.need.status not in ENDED_NEED
        and company is not None
        and interest.company_id == company.pk
    )


def can_answer_partnership(user, partner):
    """People who speak for the invited company, and for none of the two others: it confirms by its own person."""
    company = speaking_company_of(user)
    interest = partner.interest
    return (
        partner.status == ConsortiumStatus.INVITED
        and interest.status == InterestStatus.DECLARED
        and interest.need.is_open
        and company is not None
        and partner.company_id == company.pk
        and not represents(user, interest.company.organisation)
        and not represents(user, interest.need.buyer.organisation)
    )


def can_list_interests(user):
    """Approved people of a company, readers included: those of their own company."""
    return approved_company_of(user) is not None
