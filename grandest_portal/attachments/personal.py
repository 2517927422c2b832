"""The documents that a person added."""

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grandest_portal.attachments.models import Attachment
from grandest_portal.core.audit import record
from grandest_portal.core.personal import Fate, Personal


@transaction.atomic
def erase_contacts(leaver):
    """Where the person was the one to ask for an accessible version, the organisation is, from now on."""
    rows = Attachment.objects.filter(uploader=leaver.user).exclude(accessible_contact="")
    for attachment in rows.select_for_update(of=("self",)).order_by("pk"):
        if leaver.is_named_in([attachment.accessible_contact]):
            attachment.accessible_contact = _now("l'organisation qui a publié ce document")
            attachment.save(update_fields=["accessible_contact"])
            record(attachment, "attachment.contact_erased", by=None)


BEFORE_ERASURE = (erase_contacts,)

RECORDS = (
    Personal(
        "attachments.Attachment",
        "documents",
        _("Les documents que vous avez ajoutés"),
        "uploader",
        Fate.KEEP,
        _(
            "Ils appartiennent à l'organisation et restent avec ce qu'ils accompagnent ; la personne qui les a "
            "ajoutés devient le pseudonyme. Là où votre nom disait à qui demander une version accessible, il est "
            "remplacé."
        ),
        exported=(
            "pk",
            "kind",
            "object_id",
            "purpose",
            "name",
            "size",
            "status",
            "is_accessible",
            "accessible_contact",
            "received_from",
            "received_on",
            "created_at",
            "removed_at",
        ),
        withheld={
            "file": "joint à l'archive tant que vous pouvez l'ouvrir ici",
            "text": "le texte du fichier",
            "sha256": "empreinte technique du fichier",
        },
        files=("file_to_give",),
        ground=_("Ces documents préparent un achat public : ils sont conservés pour en rendre compte."),
    ),
)

NOT_PERSONAL = {}
