"""The Common Procurement Vocabulary 2008, in French: what a contract is about."""

import re
from functools import reduce
from operator import or_

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField, TrigramWordSimilarity
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.search import CONFIG, plain
from grandest_portal.core.text import clean_line
from grandest_portal.reference.cpv import DIGITS, significant
from grandest_portal.reference.enums import CPVLevel
from grandest_portal.reference.models.sectors import Sector
from grandest_portal.reference.text import LONGEST_TEXT

CODE_START = re.compile(r"([0-9]{1,8})(?:\s*-\s*[0-9]?)?")
# Below this word similarity (0 to 1), proposed labels have nothing to do with the typed words.
LABEL_FLOOR = 0.45
# Each letter is compared with each label: a longer text costs time and resembles no label.
LONGEST_MISTYPED = 80
LABEL_LENGTH = 300


def same_digits(a, b):
    """How many leading digits two codes share."""
    return next(
        (place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


class CPVCodeQuerySet(models.QuerySet):
    def divisions(self):
        return self.filter(level=CPVLevel.DIVISION)

    def descendants(self, code):
        """The codes strictly below `code` (eight digits)."""
        return self.filter(code__startswith=significant(code)).exclude(code=code)

    def search(self, text):
        """Codes that start with the typed digits, or whose label holds all typed words (stems)."""
        text = clean_line(text[:LONGEST_TEXT])
        if not text:
            return self
        start = CODE_START.fullmatch(text)
        if start:
            return self.filter(code__startswith=start[1])
        return self.filter(search=SearchQuery(text, config=CONFIG))

    def named(self, *labels):
        """Codes whose whole label is one of `labels`, whatever the case and the accents."""
        return self.filter(
            reduce(or_, (Q(search_plain=plain(Value(clean_line(label)[:LABEL_LENGTH]))) for label in labels))
        )

    def near_label(self, text, limit=3):
        """Up to `limit` codes whose label looks like `text`, closest first: for typing mistakes."""
        typed = plain(Value(clean_line(text[:LONGEST_MISTYPED])))
        return (
            self.annotate(closeness=TrigramWordSimilarity(typed, F("search_plain")))
            .filter(closeness__gte=LABEL_FLOOR)
            .order_by("-closeness", "code")[:limit]
        )

    def near_code(self, digits, limit=3):
        """Up to `limit` codes close to mistyped `digits`: most leading digits in common, then the nearest."""
        wanted = digits[:DIGITS].ljust(DIGITS, "0")
        family = self.filter(code__startswith=wanted[:2]).only("code", "check_digit", "label")
        return sorted(
            family,
            key=lambda row: (-same_digits(row.code, wanted), abs(int(row.code) - int(wanted)), row.code),
        )[:limit]

    def for_list(self):
        return self.order_by("code")


class CPVCode(models.Model):
    """One code of the main vocabulary; its parent is the closest code above it that the vocabulary holds.

    `sector` is computed from the prefixes of SectorCode, so that lists filter and count by one join.
    """

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    check_digit = models.CharField(_("chiffre de contrôle"), max_length=1)
    label = models.CharField(_("libellé"), max_length=LABEL_LENGTH)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("code au-dessus"),
    )
    level = models.PositiveSmallIntegerField(_("niveau"), choices=CPVLevel)
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="cpv_codes",
        verbose_name=_("secteur"),
    )
    search = models.GeneratedField(
        verbose_name=_("mots pour la recherche"),
        expression=SearchVector("label", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    search_plain = models.GeneratedField(
        verbose_name=_("libellé sans accent"),
        expression=plain("label"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = CPVCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code CPV")
        verbose_name_plural = _("codes CPV")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{8}$") & Q(check_digit__regex=r"^[0-9]$"),
                name="reference_cpv_digits",
                violation_error_message=_("Un code CPV compte huit chiffres et un chiffre de contrôle."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=CPVLevel.values),
                name="reference_cpv_level",
                violation_error_message=_("Ce niveau de code CPV n'existe pas."),
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="reference_cpv_search")]

    def __str__(self):
        return f"{self.full} {self.label}"

    @property
    def division(self):
        """First two digits."""
        return self.code[:2]

    @property
    def short(self):
        """« 446135 » for 44613500: the significant digits."""
        return significant(self.code)

    @property
    def full(self):
        """« 44613500-5 »: the code as notices print it."""
        return f"{self.code}-{self.check_digit}"
