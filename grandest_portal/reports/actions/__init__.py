"""The writes of the room, one module per subject."""

from grandest_portal.reports.actions.amendments import (
    approve_version,
    approved_text,
    check_awaits_review,
    keep_restored,
)
from grandest_portal.reports.actions.appeals import file_appeal, lift_rejection, maintain_rejection
from grandest_portal.reports.actions.cases import act_on_case, dismiss_case, report_thing
from grandest_portal.reports.actions.looks import advise, advise_against, check_second_look

__all__ = [
    "act_on_case",
    "advise",
    "advise_against",
    "approve_version",
    "approved_text",
    "check_awaits_review",
    "check_second_look",
    "dismiss_case",
    "file_appeal",
    "keep_restored",
    "lift_rejection",
    "maintain_rejection",
    "report_thing",
]
