"""To which company a sheet goes, and what is said with the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.forms.identifiers import IdentifierForm
from grandest_portal.core.forms import PortalForm
from suppliers.models.transfers import LONGEST_TRANSFER_NOTE


class TransferForm(IdentifierForm):
    note = forms.CharField(
        label=_("Message à cette entreprise"),
        help_text=_(
            "Pourquoi vous la lui transmettez. Seules les deux entreprises et la modération le lisent."
        ),
        required=False,
        max_length=LONGEST_TRANSFER_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TransferAnswerForm(PortalForm):
    reason = forms.CharField(
        label=_("Si vous déclinez, pourquoi"),
        required=False,
        max_length=LONGEST_TRANSFER_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
