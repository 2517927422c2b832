"""The drafting checks read on a need: `findings_of(need, on)`, `open_findings(need, on)`, `check_ready(need, on)`.

They explain and ask; they never rewrite. Their texts, severities and lists are dated rows of the reference data.
"""

from needs.checks.findings import Finding, check_ready, findings_of, open_findings, typed_findings

__all__ = ["Finding", "check_ready", "findings_of", "open_findings", "typed_findings"]
