"""No business word here: errors, transitions, the audit trail, jobs, access, search, form and page building blocks."""
