"""What a buyer seeks, what is said about it, and what comes near it; one file per thing."""

from needs.models.checks import CheckAnswer, CheckJustification
from needs.models.engines import EngineVersion, TextVector
from needs.models.interests import Interest, InterestPartner
from needs.models.joins import NeedJoin
from needs.models.judgements import Judgement
from needs.models.matches import Match
from needs.models.needs import Need
from needs.models.questions import Answer, Question
from needs.models.shortlists import Shortlist, ShortlistEntry, ShortlistInvitation
from needs.models.suggestions import Suggestion

__all__ = [
    "Answer",
    "CheckAnswer",
    "CheckJustification",
    "EngineVersion",
    "Interest",
    "InterestPartner",
    "Judgement",
    "Match",
    "Need",
    "NeedJoin",
    "Question",
    "Shortlist",
    "ShortlistEntry",
    "ShortlistInvitation",
    "Suggestion",
    "TextVector",
]
