"""Companies and the life of a solution: the only place that writes a status."""

from suppliers.actions.access import (
    ask_access,
    grant_access,
    log_download,
    log_reading,
    refuse_access,
    withdraw_access,
)
from suppliers.actions.companies import register_company, update_company
from suppliers.actions.drafting import (
    REQUIRED_ANSWERS,
    create_solution,
    delete_solution_draft,
    missing_answers_of,
    submit_solution,
    update_solution,
)
from suppliers.actions.keywords import accept_keyword, propose_keyword, refuse_keyword
from suppliers.actions.life import archive_solution
from suppliers.actions.moderation import (
    lift_solution_rejection,
    publish_solution,
    reject_solution,
    return_solution,
)
from suppliers.actions.references import add_reference, change_reference, remove_reference

__all__ = [
    "REQUIRED_ANSWERS",
    "accept_keyword",
    "add_reference",
    "archive_solution",
    "ask_access",
    "change_reference",
    "create_solution",
    "delete_solution_draft",
    "grant_access",
    "lift_solution_rejection",
    "log_download",
    "log_reading",
    "missing_answers_of",
    "propose_keyword",
    "publish_solution",
    "refuse_access",
    "refuse_keyword",
    "register_company",
    "reject_solution",
    "remove_reference",
    "return_solution",
    "submit_solution",
    "update_company",
    "update_solution",
    "withdraw_access",
]
