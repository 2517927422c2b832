"""The verbs of a need, and the only place that writes its status."""

from needs.actions.amending import (
    amend_need,
    approve_amendments,
    restore_approved,
    tell_amended,
)
from needs.actions.checks import answer_checks, justify_finding
from needs.actions.drafting import create_need, recall_need, submit_need, update_need
from needs.actions.engines import (
    engines_at_work,
    ensure_engine,
    forget_engine,
    look_after_engine,
    prepare_engine,
    score_again,
    serve_engine,
)
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
from needs.actions.joining import copy_need, join_need, leave_need
from needs.actions.judgements import judge_match, withdraw_judgement
from needs.actions.life import (
    CONSULTATION_TEXT,
    abandon_need,
    ask_outcomes,
    award_need,
    close_due_needs,
    close_need,
    correct_consultation,
    launch_consultation,
    record_direct_purchase,
    unaward_need,
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
from needs.actions.shortlists import freeze_shortlist, note_invitation
from needs.actions.suggestions import suggest_pairing, withdraw_suggestion
from needs.actions.telling import tell_buyer, tell_invited
from needs.actions.trash import purge_trash, restore_need, trash_need

__all__ = [
    "CONSULTATION_TEXT",
    "abandon_need",
    "amend_need",
    "answer_checks",
    "answer_interests",
    "answer_partnership",
    "approve_amendments",
    "ask_outcomes",
    "ask_question",
    "award_need",
    "close_due_needs",
    "close_need",
    "copy_need",
    "correct_answer",
    "correct_consultation",
    "create_need",
    "declare_interest",
    "engines_at_work",
    "ensure_engine",
    "forget_engine",
    "forget_meeting",
    "freeze_shortlist",
    "import_open_need",
    "join_need",
    "judge_match",
    "justify_finding",
    "launch_consultation",
    "leave_need",
    "look_after_engine",
    "mark_interests_read",
    "note_invitation",
    "note_meeting",
    "prepare_engine",
    "publish_answers",
    "publish_need",
    "purge_trash",
    "recall_need",
    "record_direct_purchase",
    "reject_need",
    "restore_approved",
    "restore_need",
    "return_need",
    "save_answer_drafts",
    "score_again",
    "serve_engine",
    "submit_need",
    "suggest_pairing",
    "tell_amended",
    "tell_buyer",
    "tell_invited",
    "trash_need",
    "unaward_need",
    "update_need",
    "withdraw_interest",
    "withdraw_judgement",
    "withdraw_question",
    "withdraw_suggestion",
    "withhold_question",
]
