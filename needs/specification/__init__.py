"""The functional specification of a need: one content, shown as a page and written as DOCX and PDF (`core.paper`)."""
