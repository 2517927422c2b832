"""What people are told about the documents that they added."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.models import Attachment
from grandest_portal.notifications.messages import Message


@dataclass(frozen=True)
class AttachmentSetAside(Message):
    """To who added it: nobody may download the document any more. The file's name stays out of the title."""

    attachment: Attachment
    kind: ClassVar[str] = "attachments.set_aside"
    link_label: ClassVar = gettext_lazy("Voir les documents")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous avez ajouté ce document.")

    def title(self):
        return _("Un document que vous avez ajouté est mis à l'écart")

    def paragraphs(self):
        return [
            _("« %(name)s » ne peut plus être téléchargé.") % {"name": self.attachment.name},
            self.cause(),
            _(
                "Vérifiez votre fichier et votre poste, puis retirez ce document et ajoutez-en une version saine."
            ),
        ]

    def cause(self):
        if self.attachment.quarantine_reason:
            return _("Raison donnée par la modération : %(reason)s") % {
                "reason": self.attachment.quarantine_reason
            }
        return _("L'antivirus répond : %(detail)s") % {"detail": self.attachment.scan_detail}

    def path(self):
        return KINDS[self.attachment.kind].url(self.attachment.object_id)
