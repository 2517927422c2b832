"""The functional specification of a need: one content, a page, a DOCX and a PDF (`core.documents`)."""
