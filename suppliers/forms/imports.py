"""What a partner sends and chooses, and what a company says of what was prepared for it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.files.safety import too_heavy
from grandest_portal.core.forms import PortalForm
from grandest_portal.reference.models import Parameter

MILLION = 1_000_000


class ImportForm(PortalForm):
    """The file stands last: what was chosen before it arrives even when the file is too heavy."""

    updates = forms.BooleanField(
        label=_("Mettre à jour les fiches que nous avons déjà importées"),
        help_text=_(
            "Seulement celles que l'entreprise n'a pas encore confirmées. Sans cela, une fiche déjà importée est "
            "refusée."
        ),
        required=False,
    )
    file = forms.FileField(
        label=_("Fichier CSV ou XLSX"),
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": _("Choisissez le fichier à vérifier."),
            "empty": _("Ce fichier est vide. Choisissez celui qui a un contenu."),
            "max_length": _("Le nom de ce fichier est trop long : raccourcissez-le."),
        },
    )

    def __init__(self, *args, left_out=False, **kwargs):
        """`left_out`: a file arrived that was too heavy to be kept."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        most = int(Parameter.objects.value("import_megabytes_max", today))
        rows = int(Parameter.objects.value("import_rows_max", today))
        self.fields["file"].help_text = _(
            "Les titres du modèle sur la première ligne ; %(rows)s lignes et %(limit)d Mo au plus."
        ) % {"rows": f"{rows:,}".replace(",", "\u202f"), "limit": most}
        if left_out:
            self.fields["file"].error_messages["required"] = too_heavy(most * MILLION).message


class StartForm(PortalForm):
    invites = forms.BooleanField(
        label=_("Prévenir par courriel les entreprises qui ne sont pas inscrites"),
        help_text=_(
            "Un seul message par entreprise, à l'adresse de contact du fichier, avec un lien pour n'en plus recevoir. "
            "L'adresse est ensuite effacée. Ne cochez que si l'entreprise peut s'y attendre."
        ),
        required=False,
    )


class DeclineForm(PortalForm):
    reason = forms.CharField(
        label=_("Raison"),
        help_text=_("La structure qui a préparé la fiche la lira."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
