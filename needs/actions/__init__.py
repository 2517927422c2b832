"""The verbs of a need, and the only place that writes its status."""

from needs.actions.drafting import create_need, delete_need_draft, submit_need, update_need
from needs.actions.imports import import_open_need
from needs.actions.interests import (
    answer_interests,
    answer_partnership,
    declare_interest,
    forget_meeting,
    mark_interests_read,
    note_meeting,
    withdraw_interest,
)
from needs.actions.life import (
    abandon_need,
    award_need,
    close_due_needs,
    close_need,
    launch_consultation,
    record_direct_purchase,
)
from needs.actions.moderation import publish_need, reject_need, return_need
from needs.actions.questions import (
    ask_question,
    correct_answer,
    publish_answers,
    save_answer_drafts,
    withdraw_question,
    withhold_question,
)
from needs.actions.suggestions import suggest_pairing, withdraw_suggestion

__all__ = [
    "abandon_need",
    "answer_interests",
    "answer_partnership",
    "ask_question",
    "award_need",
    "close_due_needs",
    "close_need",
    "correct_answer",
    "create_need",
    "declare_interest",
    "delete_need_draft",
    "forget_meeting",
    "import_open_need",
    "launch_consultation",
    "mark_interests_read",
    "note_meeting",
    "publish_answers",
    "publish_need",
    "record_direct_purchase",
    "reject_need",
    "return_need",
    "save_answer_drafts",
    "submit_need",
    "suggest_pairing",
    "update_need",
    "withdraw_interest",
    "withdraw_question",
    "withdraw_suggestion",
    "withhold_question",
]
