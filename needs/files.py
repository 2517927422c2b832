"""The public list as files: what everybody may read of a need, without the person to contact."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.exports import Column
from grandest_portal.reference.file_rows import rows_of_file
from grandest_portal.reference.places import places_names
from needs.display import state_label
from needs.enums import ExchangeLanguage
from needs.models import Need


def languages_of(need):
    return ", ".join(str(ExchangeLanguage(each).label) for each in need.languages)


def codes_of(need):
    return ", ".join(sorted(code.pk for code in need.cpv.all()))


def address_of(need):
    return settings.SITE_URL + reverse("needs:detail", args=[need.pk])


def kind_of(need):
    return need.buyer.get_kind_display() if need.buyer_id else ""


def attribute(name):
    return partial(lambda name, need: getattr(need, name), name)


COLUMNS = [
    Column(gettext_lazy("Référence"), attribute("reference")),
    Column(gettext_lazy("Titre"), attribute("title")),
    Column(gettext_lazy("Acheteur"), attribute("buyer_name")),
    Column(gettext_lazy("Type d'acheteur"), kind_of),
    Column(gettext_lazy("État"), lambda need: str(state_label(need)[0])),
    Column(gettext_lazy("Résumé"), attribute("summary")),
    Column(gettext_lazy("Lieu d'exécution"), lambda need: str(places_names(need.territories.all()))),
    Column(gettext_lazy("Codes CPV"), codes_of),
    Column(gettext_lazy("Budget"), lambda need: need.get_budget_band_display()),
    Column(gettext_lazy("Procédure envisagée"), lambda need: need.get_procedure_display()),
    Column(gettext_lazy("Maturité acceptée"), lambda need: need.get_maturity_display()),
    Column(gettext_lazy("Langues des échanges"), languages_of),
    Column(gettext_lazy("Publié le"), attribute("published_at")),
    Column(gettext_lazy("Échanges ouverts jusqu'au"), attribute("sourcing_open_until")),
    Column(gettext_lazy("Consultation envisagée le"), attribute("planned_on")),
    Column(gettext_lazy("Origine"), lambda need: need.get_source_display()),
    Column(gettext_lazy("Adresse"), address_of),
]


def rows_of(filterset):
    """(the rows of the whole filtered list, newest first, read in pieces; the sentence of a file that was cut)"""
    newest = filterset.answers.values_list("pk", flat=True)
    rows = Need.objects.public().for_rows().prefetch_related("cpv")
    cut = _("Fichier limité aux %(count)d premiers besoins : choisissez des filtres pour obtenir les autres.")
    return rows_of_file(newest, rows, cut)
