"""Shortlists frozen from the matches of a need, and whom its buyer invited from them. PostgreSQL refuses any change
of what was frozen (triggers of migration 0019): only the links to a solution or a person may be emptied."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from needs.enums import ShortlistAudience
from needs.models.needs import Need
from suppliers.models import Solution


class ShortlistQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("frozen_by").order_by("-number")


class Shortlist(models.Model):
    """What a buyer chose among the stored matches of a need, by which criterion, and who stayed outside and why.

    `content_hash` is the SHA-256 of the canonical text of the content (`needs/shortlists/content.py`): the same rows,
    frozen again by the same criterion, give the same one. Places are counted in firms, after everything else.
    """

    need = models.ForeignKey(Need, models.PROTECT, related_name="shortlists", verbose_name=_("besoin"))
    number = models.PositiveIntegerField(_("numéro"))
    criterion = models.TextField(_("critère"))
    filters = models.JSONField(_("filtres"), default=dict)
    engine = models.CharField(_("version du moteur"), max_length=60)
    engine_inputs = models.CharField(_("empreinte des données figées du moteur"), max_length=64)
    need_version = models.PositiveIntegerField(_("version du besoin"))
    need_hash = models.CharField(_("empreinte du texte du besoin"), max_length=64)
    matched = models.PositiveIntegerField(_("solutions correspondantes"))
    kept = models.PositiveIntegerField(_("solutions retenues"))
    left_out = models.PositiveIntegerField(_("solutions écartées"))
    firms = models.PositiveIntegerField(_("entreprises correspondantes"))
    outside = models.PositiveIntegerField(_("entreprises hors de la région"))
    unknown_place = models.PositiveIntegerField(_("entreprises de lieu inconnu"))
    content_hash = models.CharField(_("empreinte du contenu"), max_length=64)
    frozen_at = models.DateTimeField(_("figée le"))
    frozen_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("figée par")
    )

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        verbose_name = _("liste courte")
        verbose_name_plural = _("listes courtes")
        constraints = [
            models.UniqueConstraint(fields=["need", "number"], name="needs_shortlist_number"),
            models.CheckConstraint(condition=~Q(criterion=""), name="needs_shortlist_criterion"),
            models.CheckConstraint(
                condition=Q(matched=F("kept") + F("left_out")), name="needs_shortlist_counts"
            ),
            models.CheckConstraint(
                condition=Q(firms__gte=F("outside") + F("unknown_place")), name="needs_shortlist_places"
            ),
        ]

    def __str__(self):
        return _("Liste courte n° %(number)d") % {"number": self.number}


class ShortlistEntry(models.Model):
    """One solution as it was when the list was frozen; its text is known by its hash."""

    shortlist = models.ForeignKey(
        Shortlist, models.PROTECT, related_name="entries", verbose_name=_("liste courte")
    )
    rank = models.PositiveIntegerField(_("rang"))
    solution = models.ForeignKey(
        Solution, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("solution")
    )
    solution_number = models.BigIntegerField(_("numéro de la solution"))
    company_number = models.BigIntegerField(_("numéro de l'entreprise"))
    title = models.CharField(_("titre"), max_length=200)
    company_name = models.CharField(_("entreprise"), max_length=200)
    score = models.FloatField(_("score"))
    band = models.CharField(_("correspondance"), max_length=10)
    cpv_level = models.PositiveSmallIntegerField(_("niveau CPV commun"))
    need_hash = models.CharField(_("empreinte du texte du besoin"), max_length=64, blank=True)
    solution_hash = models.CharField(_("empreinte du texte de la solution"), max_length=64, blank=True)
    kept = models.BooleanField(_("retenue"))
    reason = models.TextField(_("pourquoi elle est écartée"), blank=True)

    class Meta:
        verbose_name = _("ligne d'une liste courte")
        verbose_name_plural = _("lignes des listes courtes")
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "rank"], name="needs_shortlistentry_rank"),
            models.UniqueConstraint(
                fields=["shortlist", "solution_number"], name="needs_shortlistentry_solution"
            ),
            models.CheckConstraint(
                condition=Q(kept=True, reason="") | (Q(kept=False) & ~Q(reason="")),
                name="needs_shortlistentry_reason",
            ),
        ]

    def __str__(self):
        return f"{self.rank}. {self.title}"


class ShortlistInvitation(models.Model):
    """A call to a sourcing meeting: to those kept, or to all that matched; its criterion is public."""

    shortlist = models.ForeignKey(
        Shortlist, models.PROTECT, related_name="invitations", verbose_name=_("liste courte")
    )
    audience = models.CharField(_("à qui"), max_length=10, choices=ShortlistAudience)
    criterion = models.TextField(_("critère publié"))
    companies = models.JSONField(_("numéros des entreprises invitées"), default=list)
    count = models.PositiveIntegerField(_("entreprises invitées"))
    sent_at = models.DateTimeField(_("envoyée le"))
    sent_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("envoyée par")
    )

    class Meta:
        verbose_name = _("invitation depuis une liste courte")
        verbose_name_plural = _("invitations depuis des listes courtes")
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "audience"],
                name="needs_shortlistinvitation_once",
                violation_error_message=_("Ces entreprises sont déjà invitées."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=ShortlistAudience.values) & ~Q(criterion="") & Q(count__gt=0),
                name="needs_shortlistinvitation_words",
            ),
        ]

    def __str__(self):
        return f"{self.shortlist_id} – {self.audience}"
