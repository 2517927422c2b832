"""Companies and the life of a solution: the only place that writes a status."""

from suppliers.actions.access import (
    ask_access,
    grant_access,
    log_download,
    log_reading,
    refuse_access,
    withdraw_access,
)
from suppliers.actions.amending import (
    amend_solution,
    approve_solution_amendments,
    restore_approved_solution,
    tell_amended,
)
from suppliers.actions.assessments import (
    choose_assessment_audience,
    comment_assessment,
    save_answers,
    sign_assessment,
    start_assessment,
    withdraw_assessment,
)
from suppliers.actions.companies import register_company, seen_of, update_company
from suppliers.actions.confirming import confirm_solution, follow_confirmations
from suppliers.actions.drafting import (
    REQUIRED_ANSWERS,
    create_solution,
    delete_solution_draft,
    missing_answers_of,
    submit_solution,
    update_solution,
)
from suppliers.actions.importing import give_up_running, run_import, start_import
from suppliers.actions.invitations import (
    forget_contacts,
    invite_companies,
    refuse_invitations,
    release_mistaken,
    tidy_imports,
)
from suppliers.actions.keywords import accept_keyword, propose_keyword, refuse_keyword
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
from suppliers.actions.origins import confirm_origin
from suppliers.actions.profile import add_part, change_part, remove_part
from suppliers.actions.proofs import prove_origin
from suppliers.actions.receiving import give_up_import, give_up_reading, read_import, receive_import
from suppliers.actions.references import add_reference, change_reference, remove_reference
from suppliers.actions.routes import change_route, check_route, remove_route, state_route
from suppliers.actions.transfers import (
    accept_transfer,
    company_at,
    decline_transfer,
    propose_transfer,
    withdraw_transfer,
)

__all__ = [
    "LABEL_KIND",
    "REQUIRED_ANSWERS",
    "accept_keyword",
    "accept_transfer",
    "add_part",
    "add_reference",
    "amend_solution",
    "approve_solution_amendments",
    "archive_solution",
    "ask_access",
    "change_label",
    "change_part",
    "change_reference",
    "change_route",
    "check_label",
    "check_route",
    "choose_assessment_audience",
    "comment_assessment",
    "company_at",
    "confirm_origin",
    "confirm_solution",
    "create_solution",
    "decline_transfer",
    "delete_solution_draft",
    "follow_confirmations",
    "forget_contacts",
    "give_up_import",
    "give_up_reading",
    "give_up_running",
    "grant_access",
    "invite_companies",
    "lift_solution_rejection",
    "log_download",
    "log_reading",
    "missing_answers_of",
    "propose_keyword",
    "propose_transfer",
    "prove_origin",
    "publish_solution",
    "read_import",
    "receive_import",
    "refuse_access",
    "refuse_invitations",
    "refuse_keyword",
    "refuse_label",
    "register_company",
    "reject_solution",
    "release_mistaken",
    "remove_label",
    "remove_part",
    "remove_reference",
    "remove_route",
    "restore_approved_solution",
    "return_solution",
    "run_import",
    "save_answers",
    "seen_of",
    "sign_assessment",
    "start_assessment",
    "start_import",
    "state_label",
    "state_route",
    "submit_solution",
    "tell_amended",
    "tidy_imports",
    "update_company",
    "update_solution",
    "withdraw_access",
    "withdraw_assessment",
    "withdraw_transfer",
]
