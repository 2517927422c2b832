"""What a company fills in to join a document or a picture to a solution."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grandest_portal.attachments.enums import Audience, Purpose
from grandest_portal.attachments.forms import AttachmentForm, PublicForm
from grandest_portal.core.files.kinds import picture_extensions

WHO = {
    "label": _("Qui le lit ?"),
    "widget": forms.RadioSelect,
    "initial": Audience.EVERYONE,
    "error_messages": {"required": _("Dites qui lit ce document.")},
}


class SheetDocumentForm(PublicForm):
    audience = forms.ChoiceField(
        choices=Audience.choices,
        help_text=_(
            "« Sur demande » : vous acceptez ou refusez chaque demande, et chaque lecture est notée."
        ),
        **WHO,
    )


class PictureForm(AttachmentForm):
    """A picture of the page: the words that stand for it, for who does not see it, are required."""

    purpose = Purpose.PUBLIC
    alternative = forms.CharField(
        label=_("Texte de remplacement"),
        help_text=_(
            "Ce que l'image montre, en une phrase : il est lu aux personnes qui ne la voient pas. Par exemple : "
            "« Un capteur de la taille d'une main, serré sur une conduite »."
        ),
        max_length=300,
        error_messages={"required": _("Écrivez ce que l'image montre, pour qui ne la voit pas.")},
    )
    # On request, nobody would see it on the page: such a picture is a document.
    audience = forms.ChoiceField(
        choices=[choice for choice in Audience.choices if choice[0] != Audience.REQUEST], **WHO
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = picture_extensions()
        self.fields["file"].label = _("Image PNG, JPEG ou WebP")
        megabytes = settings.UPLOAD_MAX_BYTES // 1_000_000
        self.fields["file"].help_text = _("%(limit)d Mo au plus.") % {"limit": megabytes}
