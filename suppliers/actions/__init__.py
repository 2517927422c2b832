"""Companies and the life of a solution: the only place that writes a status."""

from suppliers.actions.companies import register_company, update_company
from suppliers.actions.drafting import (
    REQUIRED_ANSWERS,
    create_solution,
    delete_solution_draft,
    missing_answers_of,
    submit_solution,
    update_solution,
)
from suppliers.actions.life import archive_solution
from suppliers.actions.moderation import (
    lift_solution_rejection,
    publish_solution,
    reject_solution,
    return_solution,
)

__all__ = [
    "REQUIRED_ANSWERS",
    "archive_solution",
    "create_solution",
    "delete_solution_draft",
    "lift_solution_rejection",
    "missing_answers_of",
    "publish_solution",
    "register_company",
    "reject_solution",
    "return_solution",
    "submit_solution",
    "update_company",
    "update_solution",
]
