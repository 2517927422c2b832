"""What a person fills in to join a document, according to what it is for."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.enums import Confidentiality, Purpose
from grandest_portal.core.files.kinds import accepted_extensions
from grandest_portal.core.files.safety import too_heavy
from grandest_portal.core.forms import PortalForm

HELP = gettext_lazy(
    "PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, PNG, JPEG ou WebP, sans macros ni mot de passe. %(limit)d Mo au plus."
)


class AttachmentForm(PortalForm):
    """The file stands last: what was typed before it arrives even when the file is too heavy."""

    purpose = ""
    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": accepted_extensions()}),
        error_messages={
            "required": gettext_lazy("Choisissez le fichier à ajouter."),
            "empty": gettext_lazy("Ce fichier est vide. Choisissez celui qui a un contenu."),
            "max_length": gettext_lazy("Le nom de ce fichier est trop long : raccourcissez-le."),
        },
    )

    def __init__(self, *args, left_out=False, **kwargs):
        """`left_out`: a file arrived that was too heavy to be kept."""
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = HELP % {"limit": settings.UPLOAD_MAX_BYTES // 1_000_000}
        if left_out:
            self.fields["file"].error_messages["required"] = too_heavy(settings.UPLOAD_MAX_BYTES).message
        self.order_fields([name for name in self.fields if name != "file"] + ["file"])

    def answers(self):
        """What the action asks for besides the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class PublicForm(AttachmentForm):
    purpose = Purpose.PUBLIC
    is_accessible = forms.BooleanField(
        label=gettext_lazy("Ce document est accessible"),
        help_text=gettext_lazy(
            "Titres structurés, images décrites, texte lisible par une synthèse vocale. Une image seule ou un "
            "document numérisé ne l'est pas."
        ),
        required=False,
    )
    accessible_contact = forms.CharField(
        label=gettext_lazy("Sinon, à qui demander une version accessible ?"),
        help_text=gettext_lazy("Un service et une adresse ou un téléphone, lus par tous."),
        max_length=200,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("is_accessible") or cleaned.get("accessible_contact")):
            self.add_error(
                "accessible_contact",
                _("Cochez « accessible », ou dites à qui demander une version accessible."),
            )
        return cleaned


class SourceForm(AttachmentForm):
    purpose = Purpose.SOURCE


class ReceivedForm(AttachmentForm):
    purpose = Purpose.RECEIVED
    received_from = forms.CharField(
        label=gettext_lazy("Entreprise qui a remis ce document"),
        max_length=200,
        error_messages={"required": gettext_lazy("Écrivez le nom de l'entreprise qui a remis ce document.")},
    )
    received_on = forms.DateField(
        label=gettext_lazy("Reçu le"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Donnez le jour où vous avez reçu ce document."),
            "invalid": gettext_lazy("Écrivez une date, par exemple 15/09/2026."),
        },
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("L'entreprise demande-t-elle la confidentialité ?"),
        choices=Confidentiality.choices,
        widget=forms.RadioSelect,
        initial=Confidentiality.ORDINARY,
        error_messages={"required": gettext_lazy("Dites ce que l'entreprise a demandé.")},
    )

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour est à venir : donnez celui où vous l'avez reçu."))
        return day


FORMS = {form.purpose: form for form in (PublicForm, SourceForm, ReceivedForm)}
