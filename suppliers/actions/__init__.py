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
from suppliers.actions.importing import run_import, start_import
from suppliers.actions.invitations import (
    forget_contacts,
    invite_companies,
    refuse_invitations,
    release_mistaken,
    tidy_imports,
)
from suppliers.actions.life import archive_solution
from suppliers.actions.moderation import (
    lift_solution_rejection,
    publish_solution,
    reject_solution,
    return_solution,
)
from suppliers.actions.origins import confirm_origin
from suppliers.actions.proofs import prove_origin
from suppliers.actions.receiving import give_up_import, read_import, receive_import

__all__ = [
    "REQUIRED_ANSWERS",
    "archive_solution",
    "confirm_origin",
    "create_solution",
    "delete_solution_draft",
    "forget_contacts",
    "give_up_import",
    "invite_companies",
    "lift_solution_rejection",
    "missing_answers_of",
    "prove_origin",
    "publish_solution",
    "read_import",
    "receive_import",
    "refuse_invitations",
    "register_company",
    "reject_solution",
    "release_mistaken",
    "return_solution",
    "run_import",
    "start_import",
    "submit_solution",
    "tidy_imports",
    "update_company",
    "update_solution",
]
