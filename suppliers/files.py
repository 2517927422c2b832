"""The census as files: what everybody may read of a solution."""

from operator import attrgetter

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.exports import Column
from grandest_portal.reference.file_rows import rows_of_file
from suppliers.enums import Audience, PriceModel
from suppliers.models import Solution
from suppliers.models.companies import full_name_of
from suppliers.models.solutions import reference_of
from suppliers.places import served_beside, served_text
from suppliers.reference_words import in_one_cell, references_beside

# What a line of the file reads of its solution.
READ = (
    *(
        "pk",
        "title",
        "problem_solved",
        "description",
        "novelty",
        "trl",
        "keywords",
        "deployment",
        "interfaces",
    ),
    *("price_models", "security", "accessibility", "environment", "references", "first_reference", "link"),
    *("video", "audiences", "published_at"),
)


def beside():
    """The columns of what a solution is linked to."""
    links = Solution.cpv.through.objects.filter(solution=OuterRef("pk")).order_by("cpvcode")
    return {
        "places_beside": served_beside(),
        "codes_beside": ArraySubquery(links.values("cpvcode")),
        "references_beside": references_beside(),
    }


def codes_of(solution):
    return ", ".join(solution.codes_beside)


def address_of(solution):
    return settings.SITE_URL + reverse("suppliers:solution_detail", args=[solution.pk])


def open_to_all(name, show=None):
    """The value of an answer that a company may keep for fewer people; empty where it does."""

    def value(solution):
        if solution.audiences.get(name, Audience.EVERYONE) != Audience.EVERYONE:
            return ""
        return show(solution) if show else getattr(solution, name)

    return value


def price_labels(solution):
    labels = dict(PriceModel.choices)
    return ", ".join(str(labels.get(key, key)) for key in solution.price_models)


price_words = open_to_all("price_models", price_labels)


COLUMNS = [
    Column(gettext_lazy("Référence"), lambda solution: reference_of(solution.pk)),
    Column(gettext_lazy("Titre"), attrgetter("title")),
    Column(gettext_lazy("Entreprise"), lambda solution: full_name_of(solution.name, solution.legal_form)),
    Column(gettext_lazy("Problème résolu"), attrgetter("problem_solved")),
    Column(gettext_lazy("Description"), attrgetter("description")),
    Column(gettext_lazy("Ce qui est nouveau"), attrgetter("novelty")),
    Column(gettext_lazy("Maturité (TRL)"), attrgetter("trl"), int),
    Column(gettext_lazy("Codes CPV"), codes_of),
    Column(gettext_lazy("Mots clés"), attrgetter("keywords")),
    Column(gettext_lazy("Peut être fournie"), served_text),
    Column(gettext_lazy("Conditions de déploiement"), open_to_all("deployment")),
    Column(gettext_lazy("Interfaces et formats de données"), open_to_all("interfaces")),
    Column(gettext_lazy("Modèle de prix"), price_words),
    Column(gettext_lazy("Sécurité et données personnelles"), open_to_all("security")),
    Column(gettext_lazy("Accessibilité"), open_to_all("accessibility")),
    Column(gettext_lazy("Effet sur l'environnement"), open_to_all("environment")),
    Column(gettext_lazy("Références"), open_to_all("references", in_one_cell)),
    Column(
        gettext_lazy("Cherche sa première référence publique"),
        lambda solution: _("oui") if solution.first_reference else _("non"),
    ),
    Column(gettext_lazy("Lien"), attrgetter("link")),
    Column(gettext_lazy("Vidéo"), attrgetter("video")),
    Column(gettext_lazy("Publiée le"), attrgetter("published_at")),
    Column(gettext_lazy("Adresse"), address_of),
]


def rows_of(filterset):
    """(the rows of the whole filtered census, newest first, read in pieces; the sentence of a file that was cut)"""
    newest = filterset.qs.order_by("-published_at", "-pk").values_list("pk", flat=True)
    more = {"name": F("company__organisation__name"), "legal_form": F("company__legal_form")} | beside()
    rows = Solution.objects.published().annotate(**more).values_list(*READ, *more, named=True)
    cut = _(
        "Fichier limité aux %(count)d premières solutions : choisissez des filtres pour obtenir les autres."
    )
    return rows_of_file(newest, rows, cut)
