"""What a buyer seeks, what is said about it, and what comes near it; one file per thing."""

from needs.models.joins import NeedJoin
from needs.models.matches import Match
from needs.models.needs import Need
from needs.models.suggestions import Suggestion

__all__ = ["Match", "Need", "NeedJoin", "Suggestion"]
