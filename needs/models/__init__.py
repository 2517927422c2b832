"""What a buyer seeks, what is said about it, and what comes near it; one file per thing."""

from needs.models.checks import CheckAnswer, CheckJustification
from needs.models.matches import Match
from needs.models.needs import Need
from needs.models.suggestions import Suggestion

__all__ = ["CheckAnswer", "CheckJustification", "Match", "Need", "Suggestion"]
