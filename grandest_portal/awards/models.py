"""Award: one holder of one market, as last published."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from grandest_portal.awards.enums import AmountFlag, HolderIdKind
from grandest_portal.reference.natures import PurchaseNature

SIREN = 9


@dataclass(frozen=True)
class PastAwards:
    """What was published of one buyer and one firm.

    `count` markets dated since the day asked, worth `total` (without the `unpriced` ones, whose amount is missing or
    absurd); `frameworks` of them are framework agreements, whose amount is a maximum. `undated` more have no date.
    """

    count: int = 0
    total: Decimal = Decimal(0)
    unpriced: int = 0
    frameworks: int = 0
    undated: int = 0


@dataclass(frozen=True)
class Coverage:
    """How far the data reach: number of markets, first and last date (None when no market has one)."""

    markets: int
    first_on: date | None
    last_on: date | None


class AwardQuerySet(models.QuerySet):
    def of_buyer(self, siret):
        """Markets of the legal person to which the establishment `siret` belongs."""
        return self.filter(buyer_siret__startswith=siret[:SIREN])

    def held_by(self, siret):
        """Markets held by any establishment of the firm to which `siret` belongs."""
        return self.filter(holder_kind=HolderIdKind.SIRET, holder_id__startswith=siret[:SIREN])

    def dated(self):
        """With `day`: the date of notification, else that of publication."""
        return self.annotate(day=Coalesce("notified_on", "published_on"))

    def between(self, buyer_siret, holder_siret, since):
        """PastAwards of the buyer to the firm since the date `since`, establishments of each taken together.

        A market that several establishments of the firm share counts once.
        """
        markets = defaultdict(list)
        for award in self.of_buyer(buyer_siret).held_by(holder_siret).dated().order_by("market_uid", "pk"):
            markets[award.market_uid].append(award)
        firsts = [awards[0] for awards in markets.values()]
        recent = [award for award in firsts if award.day is not None and award.day >= since]
        priced = [award.amount for award in recent if not award.amount_flag]
        return PastAwards(
            count=len(recent),
            total=sum(priced, Decimal(0)),
            unpriced=len(recent) - len(priced),
            frameworks=sum(award.is_framework for award in recent),
            undated=sum(award.day is None for award in firsts),
        )

    def coverage(self):
        """Coverage of these rows: of all, or `Award.objects.of_buyer(siret).coverage()`."""
        found = self.dated().aggregate(
            markets=Count("market_uid", distinct=True), first=Min("day"), last=Max("day")
        )
        return Coverage(found["markets"], found["first"], found["last"])

    def for_list(self):
        return self.order_by("-notified_on", "market_uid", "holder_rank", "pk")


class Award(models.Model):
    market_uid = models.CharField(
        _("marché"), max_length=120, help_text=_("Numéro de l'acheteur, puis du marché.")
    )
    buyer_siret = models.CharField(_("SIRET de l'acheteur"), max_length=14)
    holder_id = models.CharField(_("identifiant du titulaire"), max_length=60, blank=True)
    holder_kind = models.CharField(_("sorte d'identifiant"), max_length=10, choices=HolderIdKind)
    holder_rank = models.PositiveSmallIntegerField(_("rang du titulaire"), default=1)
    title = models.TextField(_("objet"), blank=True)
    cpv = models.CharField(_("code CPV"), max_length=8, blank=True)
    nature = models.CharField(_("nature d'après le CPV"), max_length=10, choices=PurchaseNature, blank=True)
    contract_form = models.CharField(_("forme du contrat"), max_length=60, blank=True)
    procedure = models.CharField(_("procédure, comme publiée"), max_length=120, blank=True)
    amount = models.DecimalField(_("montant HT"), max_digits=17, decimal_places=2, null=True, blank=True)
    amount_flag = models.CharField(
        _("remarque sur le montant"), max_length=12, choices=AmountFlag, blank=True, default=AmountFlag.NONE
    )
    duration_months = models.PositiveIntegerField(_("durée en mois"), null=True, blank=True)
    offers_received = models.PositiveIntegerField(_("offres reçues"), null=True, blank=True)
    place_code = models.CharField(_("lieu d'exécution"), max_length=20, blank=True)
    framework_id = models.CharField(_("accord-cadre d'origine"), max_length=80, blank=True)
    buyer_department = models.CharField(_("département de l'acheteur"), max_length=3, blank=True)
    holder_department = models.CharField(_("département du titulaire"), max_length=3, blank=True)
    holder_region = models.CharField(_("région du titulaire"), max_length=3, blank=True)
    notified_on = models.DateField(_("notifié le"), null=True, blank=True)
    published_on = models.DateField(_("publié le"), null=True, blank=True)
    revised_on = models.DateField(_("dernière version du"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("numéro de la dernière version"), default=0)
    source = models.CharField(_("source"), max_length=80)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("marché attribué")
        verbose_name_plural = _("marchés attribués")
        indexes = [
            models.Index(
                fields=["buyer_siret", "holder_id"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
                name="awards_award_pair",
            ),
            models.Index(fields=["-notified_on", "market_uid"], name="awards_award_list"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["market_uid", "holder_id"],
                name="awards_award_once",
                violation_error_message=_("Ce titulaire de ce marché est déjà enregistré."),
            ),
            models.CheckConstraint(
                condition=Q(buyer_siret__regex=r"^[0-9]{14}$"),
                name="awards_award_buyer_siret",
                violation_error_message=_("Le SIRET de l'acheteur a 14 chiffres."),
            ),
            models.CheckConstraint(
                condition=~Q(holder_kind=HolderIdKind.SIRET) | Q(holder_id__regex=r"^[0-9]{14}$"),
                name="awards_award_holder_siret",
                violation_error_message=_("Le SIRET du titulaire a 14 chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(amount_flag=AmountFlag.MISSING, amount=None)
                | (~Q(amount_flag=AmountFlag.MISSING) & Q(amount__isnull=False)),
                name="awards_award_amount_or_flag",
                violation_error_message=_("Un montant absent porte la remarque « absent »."),
            ),
        ]

    def __str__(self):
        return f"{self.market_uid} ({self.holder_id or '?'})"

    @property
    def is_framework(self):
        return self.contract_form.casefold().startswith("accord-cadre")
