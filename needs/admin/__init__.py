"""The moderation desk of the needs room."""

from needs.admin.dialog import QuestionAdmin
from needs.admin.judgements import JudgementAdmin
from needs.admin.needs import NeedAdmin

__all__ = ["JudgementAdmin", "NeedAdmin", "QuestionAdmin"]
