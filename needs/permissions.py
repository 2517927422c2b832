"""Who may do what with a need. Rows come from `Need.objects.visible_to(user)`."""

from buyers.permissions import approved_buyer_of, buyer_of, speaking_buyer_of, writing_buyer_of
from grandest_portal.accounts.permissions import (
    approved_partner_of,
    can_write,
    is_moderator,
    is_own_text,
    represents,
    speaking_organisation_of,
)
from grandest_portal.attachments.enums import Purpose
from needs.enums import WITH_CHANGING_DOCUMENTS, JudgementSide, NeedSource, NeedStatus
from suppliers.permissions import speaking_company_of

# While the consultation is being prepared: exchanges open, or just over.
PREPARED = frozenset({NeedStatus.PUBLISHED, NeedStatus.CLOSED})


def can_create_need(user):
    """Those who write for a public buyer, even before their membership is approved: they may prepare."""
    return writing_buyer_of(user) is not None


def writes_for(user, need):
    """Approved people of the need's buyer, readers excepted; who still waits, for what they wrote themselves."""
    buyer = writing_buyer_of(user)
    if buyer is None or need.buyer_id != buyer.pk:
        return False
    return approved_buyer_of(user) is not None or is_own_text(user, need)


def can_edit_need(user, need):
    """Those who write for its buyer, while it is a draft or came back from moderation."""
    return need.is_editable and writes_for(user, need)


def can_submit_need(user, need):
    """Those who may edit it."""
    return can_edit_need(user, need)


def can_recall_need(user, need):
    """Those who write for its buyer, while it waits for moderators. Whether they decided meanwhile, the action says."""
    return need.status == NeedStatus.SUBMITTED and writes_for(user, need)


def can_delete_need(user, need):
    """Those who write for its buyer, as long as it was never sent to moderation."""
    return need.status == NeedStatus.DRAFT and need.submitted_at is None and writes_for(user, need)


def can_amend_need(user, need):
    """Approved people of its buyer, readers excepted, while its exchanges are open."""
    return need.is_open and can_manage_need(user, need)


def prepares(user, need):
    """What `Need.objects.prepared_by` says, of a row in memory: approved people of its buyer, readers included; who
    still waits, for what they wrote themselves; the trash apart."""
    buyer = buyer_of(user)
    own = buyer is not None and need.buyer_id == buyer.pk and need.trashed_at is None
    return own and (approved_buyer_of(user) is not None or is_own_text(user, need))


def can_see_all_versions(user, need):
    """Those who prepare it and moderators; everybody else reads the published versions only."""
    return is_moderator(user) or prepares(user, need)


def can_join_need(user, need):
    """Approved people of another buyer, readers excepted, while the exchanges of a need of this portal are open."""
    buyer = speaking_buyer_of(user)
    return (
        need.is_open and need.source == NeedSource.PORTAL and buyer is not None and need.buyer_id != buyer.pk
    )


def can_leave_join(user, join):
    """Approved people of the buyer that joined, readers excepted, while the exchanges are open."""
    buyer = speaking_buyer_of(user)
    return join.withdrawn_at is None and join.need.is_open and buyer is not None and join.buyer_id == buyer.pk


def can_copy_need(user, need):
    """Those who write for a buyer: any need that they may read, of this portal, serves as a model."""
    return need.source == NeedSource.PORTAL and writing_buyer_of(user) is not None


def can_manage_need(user, need):
    """Approved people of its buyer, readers excepted, once it is public: close, launch, abandon, award."""
    buyer = speaking_buyer_of(user)
    return need.is_public and buyer is not None and need.buyer_id == buyer.pk


def can_appeal_need(user, need):
    """Those who write for its buyer, once it is rejected. Whether it is still time, the action says."""
    return need.status == NeedStatus.REJECTED and writes_for(user, need)


def can_justify(user, need):
    """Those who may edit it; and, while its exchanges are open, those who may manage it."""
    return can_edit_need(user, need) or (need.is_open and can_manage_need(user, need))


def can_read_preparation(user, need):
    """Approved people of its buyer, readers included, once it is public."""
    buyer = approved_buyer_of(user)
    return need.is_public and buyer is not None and need.buyer_id == buyer.pk


def can_prepare_consultation(user, need):
    """Those who may manage it, until the consultation is launched or the need ends otherwise."""
    return need.status in PREPARED and can_manage_need(user, need)


def can_see_matches(user, need):
    """Approved people of its buyer, readers included, and moderators, once it is public."""
    buyer = approved_buyer_of(user)
    return need.is_public and ((buyer is not None and need.buyer_id == buyer.pk) or is_moderator(user))


def can_freeze_shortlist(user, need):
    """Those who may manage it, while its exchanges are open: later no match is kept up to date."""
    return need.is_open and can_manage_need(user, need)


def can_prepare_purchase(user, need):
    """Approved people of its buyer, readers included, moderators, and who still waits, for what they wrote."""
    buyer = approved_buyer_of(user)
    own = buyer is not None and need.buyer_id == buyer.pk
    return own or writes_for(user, need) or is_moderator(user)


def can_propose_meeting(user, need):
    """Approved people of any company, readers excepted, while exchanges are open with a buyer of this portal."""
    return need.is_open and need.source == NeedSource.PORTAL and speaking_company_of(user) is not None


def can_see_contact(user, need):
    """Signed-in people: the name and service of the contact are not for search engines."""
    return user.is_authenticated and need.source == NeedSource.PORTAL


def can_read_documents(user, need, purpose):
    """Public ones: whoever sees the need. The others: those who prepare it, readers of its buyer included."""
    return purpose == Purpose.PUBLIC or prepares(user, need)


def can_write_documents(user, need, purpose=None):
    """Those who write for its buyer, whatever the purpose; once it is public, those who may manage it."""
    return can_manage_need(user, need) if need.is_public else writes_for(user, need)


def can_change_documents(user, need):
    """Those who write for its buyer, as long as documents may change."""
    return need.status in WITH_CHANGING_DOCUMENTS and can_write_documents(user, need)


def can_suggest(user):
    """Approved people of a partner of the Region who are more than readers there."""
    return approved_partner_of(user) is not None and can_write(user)


def stands_in_pair(user, need, solution):
    """True for a person who speaks, under any hat, for the buyer of the need or the company of the solution."""
    return represents(user, need.buyer.organisation) or represents(user, solution.company.organisation)


def can_withdraw_suggestion(user, suggestion):
    """Those who may suggest for its partner, while it stands."""
    return (
        suggestion.withdrawn_at is None
        and can_suggest(user)
        and suggestion.partner_id == approved_partner_of(user).pk
    )


def sides_of(need, solution):
    """{JudgementSide: organisation} of a pair; a need from open data has no buyer here."""
    sides = {JudgementSide.COMPANY: solution.company.organisation}
    if need.buyer is not None:
        sides[JudgementSide.BUYER] = need.buyer.organisation
    return sides


def judging_side(user, need, solution):
    """The side for which the person may judge the match of a pair: approved, not a reader. None for who also stands,
    under another hat, on the other side: what one person says twice measures nothing."""
    speaking, sides = speaking_organisation_of(user), sides_of(need, solution)
    mine = [side for side, organisation in sides.items() if represents(user, organisation)]
    if len(mine) != 1 or sides[mine[0]] != speaking:
        return None
    return mine[0]


def can_judge(user, need, solution):
    """Approved people of exactly one of the two sides, readers excepted."""
    return judging_side(user, need, solution) is not None


def can_withdraw_judgement(user, judgement):
    """Approved people of the organisation that said it, readers excepted, while it stands."""
    speaking = speaking_organisation_of(user)
    return judgement.ended_at is None and speaking is not None and judgement.organisation_id == speaking.pk
