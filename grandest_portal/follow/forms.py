"""The note and list of a favourite, the name of a list, the name and alert of a saved search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from grandest_portal.follow.enums import Frequency
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.models import LONGEST_NOTE, FavouriteList

WITHOUT_LIST = "aucune"


class ListNameField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=80, error_messages={"required": _("Donnez un nom à la liste.")}, **kwargs)


class FavouriteForm(PortalForm):
    note = forms.CharField(
        label=_("Note partagée"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Lue par les personnes rattachées à votre organisation, et par elles seules. 2 000 caractères au plus."
        ),
    )
    list = forms.ModelChoiceField(
        FavouriteList.objects.none(),
        label=_("Liste"),
        required=False,
        empty_label=_("Aucune liste"),
        error_messages={"invalid_choice": _("Cette liste n'existe plus : choisissez-en une autre.")},
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["list"].queryset = FavouriteList.objects.of(organisation).for_list()
        if not self.fields["list"].queryset:
            self.fields["list"].help_text = _("Les listes s'ouvrent dans « Mes favoris ».")


class ListForm(PortalForm):
    name = ListNameField(label=_("Nom de la liste"))


class SearchForm(PortalForm):
    name = forms.CharField(
        label=_("Nom de la recherche"),
        max_length=120,
        error_messages={"required": _("Donnez un nom à cette recherche.")},
    )
    frequency = forms.ChoiceField(
        label=_("M'alerter par courriel"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Un courriel par recherche, avec les nouveaux résultats seulement ; rien quand il n'y a rien de nouveau. "
            "Chaque courriel a un lien pour ne plus en recevoir."
        ),
    )


class FavouriteFilter(PortalForm):
    """The filters of « Mes favoris »; an unknown choice is no choice."""

    liste = forms.ChoiceField(label=_("Liste"), required=False, widget=forms.RadioSelect)
    type = forms.ChoiceField(label=_("Type"), required=False, widget=forms.RadioSelect)

    def __init__(self, query, lists):
        choices = {
            "liste": [
                ("", _("Toutes les listes")),
                *((str(each.pk), each.name) for each in lists),
                (WITHOUT_LIST, _("Sans liste")),
            ],
            "type": [
                ("", _("Tous les types")),
                *((key, str(kind.label).capitalize()) for key, kind in KINDS.items()),
            ],
        }
        data = query.copy()
        for name, offered in choices.items():
            if data.get(name, "") not in {value for value, _label in offered}:
                data.pop(name, None)
            data.setlist(name, [data.get(name, "")])
        super().__init__(data)
        for name, offered in choices.items():
            self.fields[name].choices = offered
        self.is_valid()

    def kept(self, rows):
        """The favourites of `rows` that were asked for."""
        chosen, kind = self.cleaned_data["liste"], self.cleaned_data["type"]
        if kind:
            rows = rows.filter(kind=kind)
        if chosen == WITHOUT_LIST:
            return rows.filter(list=None)
        return rows.filter(list=chosen) if chosen else rows
