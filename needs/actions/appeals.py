"""What a contested rejection becomes. Called by the room of appeals, which decides who may."""

from django.db import transaction

from grandest_portal.core.transitions import check_transition
from needs.actions.common import lock_need, move
from needs.enums import NEED_APPEAL, NeedStatus


@transaction.atomic
def lift_need_rejection(need, *, by, reason):
    """A rejected need may be mended and sent again; its page says why."""
    need = lock_need(need)
    check_transition(need, NeedStatus.RETURNED, NEED_APPEAL)
    values = {"moderation_reason": reason, "moderation_reason_key": ""}
    return move(need, NeedStatus.RETURNED, "need.rejection_lifted", by=by, reason=reason, **values)
