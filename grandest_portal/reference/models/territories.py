"""Region, departments, EPCI, communes and NUTS units: where a buyer is, never how good a company is."""

import re
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.text import plain_words

COMMUNE_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
SHORT_FORMS = {"st": "saint", "ste": "sainte"}


def search_name():
    """« Saint-Dié-des-Vosges » → « ␣saint die des vosges »: the leading space lets LIKE find word starts."""
    return models.GeneratedField(
        verbose_name=_("nom pour la recherche"),
        expression=Func(
            "name",
            function="f_unaccent",
            template="' ' || regexp_replace(%(function)s(lower(%(expressions)s)), '[^a-z0-9]+', ' ', 'g')",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )


def starts_a_word(word):
    """A word of the name starts with `word`; « st » also finds « saint »."""
    forms = [word, SHORT_FORMS[word]] if word in SHORT_FORMS else [word]
    return reduce(or_, (Q(search_name__contains=f" {form}") for form in forms))


class TerritoryQuerySet(models.QuerySet):
    def regions(self):
        return self.filter(kind=TerritoryKind.REGION)

    def departments(self):
        return self.filter(kind=TerritoryKind.DEPARTMENT)

    def epcis(self):
        return self.filter(kind=TerritoryKind.EPCI)

    def communes(self):
        return self.filter(kind=TerritoryKind.COMMUNE)

    def search(self, text):
        """Each typed word starts a word of the name (or of a former commune's), the code or a postal code."""
        if not text.strip():
            return self
        words = plain_words(text)
        if not words:
            return self.none()
        former = FormerCommune.objects.filter(*(starts_a_word(word) | Q(code=word) for word in words))
        return self.alias(
            postal_text=Func(
                F("postal_codes"), Value(" "), function="array_to_string", output_field=models.TextField()
            )
        ).filter(reduce(and_, map(self._answers, words)) | Q(pk__in=former.values("commune")))

    def _answers(self, word):
        found = starts_a_word(word) | Q(code__istartswith=word)
        if word.isdigit():
            found |= Q(postal_text__startswith=word) | Q(postal_text__contains=f" {word}")
        return found

    def resolve_commune(self, code):
        """The commune that `code` (INSEE, five characters) names today; None when the region has none such.

        A former commune (merged, « déléguée » or « associée ») answers with the commune it now belongs to.
        """
        if not COMMUNE_CODE.fullmatch(code or ""):
            return None
        former = FormerCommune.objects.filter(code=code).values("commune")
        return self.communes().filter(Q(code=code) | Q(pk__in=former)).order_by("code").first()

    def for_list(self):
        return self.select_related("parent", "epci").order_by("search_name", "kind", "code")


class Territory(models.Model):
    """One unit: a commune hangs from its department, a department and an EPCI from the region."""

    kind = models.CharField(_("nature"), max_length=10, choices=TerritoryKind)
    code = models.CharField(_("code"), max_length=9, help_text=_("Code INSEE, SIREN de l'EPCI ou code NUTS."))
    name = models.CharField(_("nom"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("fait partie de"),
    )
    epci = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("intercommunalité"),
    )
    population = models.PositiveIntegerField(_("population municipale"), null=True, blank=True)
    postal_codes = ArrayField(
        models.CharField(max_length=5), verbose_name=_("codes postaux"), default=list, blank=True
    )
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    nuts_code = models.CharField(_("code NUTS"), max_length=5, blank=True)
    search_name = search_name()

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="reference_territory_code",
                violation_error_message=_("Un territoire de cette nature porte déjà ce code."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TerritoryKind.values),
                name="reference_territory_kind",
                violation_error_message=_("Cette nature de territoire n'existe pas."),
            ),
            models.CheckConstraint(
                condition=Q(epci=None) | Q(kind=TerritoryKind.COMMUNE),
                name="reference_territory_epci_of_commune",
                violation_error_message=_("Seule une commune fait partie d'une intercommunalité."),
            ),
        ]
        indexes = [
            GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name="reference_territory_name")
        ]

    def __str__(self):
        return self.name


class FormerCommune(models.Model):
    """A commune that was merged; its code still stands in addresses and older data."""

    code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    commune = models.ForeignKey(
        Territory, models.PROTECT, related_name="former_communes", verbose_name=_("commune actuelle")
    )
    search_name = search_name()

    class Meta:
        verbose_name = _("ancienne commune")
        verbose_name_plural = _("anciennes communes")

    def __str__(self):
        return self.name
