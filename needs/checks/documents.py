"""The one seam between the checks and the documents that companies gave about a need."""

from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.reading import texts_of


def received_documents(need):
    """[(name, text)] of the documents received about `need`, for SOU-02: the texts of uploaded PDF, DOCX and ODT."""
    return texts_of("need", need.pk, Purpose.RECEIVED)
