"""The verbs of a need, and the only place that writes its status."""

from needs.actions.checks import answer_checks, justify_finding
from needs.actions.drafting import create_need, delete_need_draft, submit_need, update_need
from needs.actions.imports import import_open_need
from needs.actions.life import (
    abandon_need,
    award_need,
    close_due_needs,
    close_need,
    launch_consultation,
    record_direct_purchase,
)
from needs.actions.moderation import publish_need, reject_need, return_need
from needs.actions.suggestions import suggest_pairing, withdraw_suggestion

__all__ = [
    "abandon_need",
    "answer_checks",
    "award_need",
    "close_due_needs",
    "close_need",
    "create_need",
    "delete_need_draft",
    "import_open_need",
    "justify_finding",
    "launch_consultation",
    "publish_need",
    "record_direct_purchase",
    "reject_need",
    "return_need",
    "submit_need",
    "suggest_pairing",
    "update_need",
    "withdraw_suggestion",
]
