"""What other rooms may read of the documents of a thing."""

from grandest_portal.attachments.enums import TextStatus
from grandest_portal.attachments.models import Attachment


def texts_of(kind, pk, purpose):
    """[(name, text)] of the documents whose text was read, the oldest first; none that is set aside."""
    rows = Attachment.objects.served().of_thing(kind, pk).filter(purpose=purpose)
    return list(rows.filter(text_status=TextStatus.READ).for_list().values_list("name", "text"))


def documents_of(kind, pk, purpose=None):
    """The live documents of a thing, the oldest first; the long texts stay in the database."""
    rows = Attachment.objects.of_thing(kind, pk).for_list().defer("text")
    return rows if purpose is None else rows.filter(purpose=purpose)
