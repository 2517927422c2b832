"""Companies and the life of a solution: the only place that writes a status."""

from suppliers.actions.assessments import (
    choose_assessment_audience,
    comment_assessment,
    save_answers,
    sign_assessment,
    start_assessment,
    withdraw_assessment,
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
from suppliers.actions.life import archive_solution
from suppliers.actions.moderation import (
    lift_solution_rejection,
    publish_solution,
    reject_solution,
    return_solution,
)
from suppliers.actions.routes import change_route, check_route, remove_route, state_route

__all__ = [
    "REQUIRED_ANSWERS",
    "archive_solution",
    "change_route",
    "check_route",
    "choose_assessment_audience",
    "comment_assessment",
    "create_solution",
    "delete_solution_draft",
    "lift_solution_rejection",
    "missing_answers_of",
    "publish_solution",
    "register_company",
    "reject_solution",
    "remove_route",
    "return_solution",
    "save_answers",
    "sign_assessment",
    "start_assessment",
    "state_route",
    "submit_solution",
    "update_company",
    "update_solution",
    "withdraw_assessment",
]
