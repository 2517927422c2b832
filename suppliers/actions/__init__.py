"""Companies and the life of a solution: the only place that writes a status."""

from suppliers.actions.companies import register_company, seen_of, update_company
from suppliers.actions.drafting import (
    REQUIRED_ANSWERS,
    create_solution,
    delete_solution_draft,
    missing_answers_of,
    submit_solution,
    update_solution,
)
from suppliers.actions.labels import (
    LABEL_KIND,
    change_label,
    check_label,
    refuse_label,
    remove_label,
    state_label,
)
from suppliers.actions.life import archive_solution
from suppliers.actions.moderation import (
    lift_solution_rejection,
    publish_solution,
    reject_solution,
    return_solution,
)
from suppliers.actions.profile import add_part, change_part, remove_part

__all__ = [
    "LABEL_KIND",
    "REQUIRED_ANSWERS",
    "add_part",
    "archive_solution",
    "change_label",
    "change_part",
    "check_label",
    "create_solution",
    "delete_solution_draft",
    "lift_solution_rejection",
    "missing_answers_of",
    "publish_solution",
    "refuse_label",
    "register_company",
    "reject_solution",
    "remove_label",
    "remove_part",
    "return_solution",
    "seen_of",
    "state_label",
    "submit_solution",
    "update_company",
    "update_solution",
]
