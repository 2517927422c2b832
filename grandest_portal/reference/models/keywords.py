"""The vocabulary of keywords under which solutions are found: dated rows, edited by people."""

from functools import reduce
from operator import or_

from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.search import plain
from grandest_portal.core.text import clean_line
from grandest_portal.reference.models.dated import (
    KEY_HELP,
    DatedQuerySet,
    check_period,
    ends_after_start,
    no_overlap,
    one_per_start,
)
from grandest_portal.reference.models.sectors import Sector
from grandest_portal.reference.text import LONGEST_TEXT

LABEL_LENGTH = 60
# Below this similarity (0 to 1), proposed terms have nothing to do with the typed one.
NEAR_FLOOR = 0.2


class KeywordQuerySet(DatedQuerySet):
    def named(self, labels):
        """Those whose whole label is one of `labels`, whatever the case and the accents."""
        asked = (Q(search_plain=plain(Value(clean_line(label)[:LABEL_LENGTH]))) for label in labels)
        return self.filter(reduce(or_, asked, Q(pk__in=[])))

    def holding(self, text):
        """Those whose label holds each typed word, or its beginning."""
        rows = self
        for word in clean_line(text[:LONGEST_TEXT]).split()[:8]:
            rows = rows.filter(search_plain__contains=plain(Value(word)))
        return rows

    def near(self, text, limit=3):
        """Up to `limit` terms that look like `text`, closest first."""
        typed = plain(Value(clean_line(text)[:LABEL_LENGTH]))
        return (
            self.annotate(closeness=TrigramSimilarity(F("search_plain"), typed))
            .filter(closeness__gte=NEAR_FLOOR)
            .order_by("-closeness", "label", "pk")[:limit]
        )

    def for_list(self):
        """Under each sector, those of every sector last."""
        return self.select_related("sector").order_by(
            F("sector__position").asc(nulls_last=True), "search_plain", "pk"
        )


class Keyword(models.Model):
    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    label = models.CharField(_("terme"), max_length=LABEL_LENGTH)
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="keywords",
        verbose_name=_("secteur"),
        help_text=_("Vide : tous les secteurs."),
    )
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note, source"), blank=True)
    search_plain = models.GeneratedField(
        verbose_name=_("terme sans accent"),
        expression=plain("label"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = KeywordQuerySet.as_manager()

    class Meta:
        verbose_name = _("mot clé")
        verbose_name_plural = _("mots clés")
        constraints = [
            one_per_start("reference_keyword_start"),
            ends_after_start("reference_keyword_period"),
            no_overlap("reference_keyword_no_overlap"),
        ]

    def __str__(self):
        return self.label

    def clean(self):
        check_period(self)
        if "," in self.label:
            raise ValidationError(
                {"label": _("Un terme ne contient pas de virgule : elle sépare les mots clés.")}
            )
