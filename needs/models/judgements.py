"""Judgement: what one side of a pair says of its match, kept beside what the engine said then; it changes no match."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.accounts.permissions import approved_organisation_of
from needs.enums import JudgementSide
from needs.models.needs import Need
from suppliers.models import Solution

LONGEST_JUDGEMENT_NOTE = 600


class JudgementQuerySet(models.QuerySet):
    def current(self):
        """Neither replaced nor withdrawn."""
        return self.filter(ended_at=None)

    def visible_to(self, user):
        """Those of the organisation for which the person speaks, approved. Nobody else reads one on the portal."""
        organisation = approved_organisation_of(user)
        return self.none() if organisation is None else self.filter(organisation=organisation)

    def of_pair(self, need, solution):
        return self.filter(need=need, solution=solution)


class Judgement(models.Model):
    """« Relevant » or « not relevant », with a reason. A change ends this row and makes another: nothing is lost.

    `reason` is the sentence of the reason as it was chosen; `note` is read by the author's organisation alone.
    `engine`, `score`, `band` and the hashes are those of the match that was on screen.
    """

    need = models.ForeignKey(Need, models.PROTECT, related_name="judgements", verbose_name=_("besoin"))
    solution = models.ForeignKey(
        Solution, models.PROTECT, related_name="judgements", verbose_name=_("solution")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    side = models.CharField(_("côté"), max_length=7, choices=JudgementSide)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("donné par")
    )
    relevant = models.BooleanField(_("pertinente"))
    reason_key = models.SlugField(_("raison"), max_length=60)
    reason = models.TextField(_("raison, en toutes lettres"))
    note = models.TextField(_("remarque"), max_length=LONGEST_JUDGEMENT_NOTE, blank=True)
    engine = models.CharField(_("version du moteur"), max_length=60)
    score = models.FloatField(_("score"))
    band = models.CharField(_("niveau"), max_length=10)
    need_hash = models.CharField(_("empreinte du texte du besoin"), max_length=64, blank=True)
    solution_hash = models.CharField(_("empreinte du texte de la solution"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("donné le"))
    ended_at = models.DateTimeField(_("remplacé ou retiré le"), null=True, blank=True, editable=False)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis sur une correspondance")
        verbose_name_plural = _("avis sur des correspondances")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "solution", "organisation"],
                condition=Q(ended_at=None),
                name="needs_judgement_one_current",
                violation_error_message=_("Votre organisation a déjà donné son avis : changez-le."),
            ),
            models.CheckConstraint(condition=Q(side__in=JudgementSide.values), name="needs_judgement_side"),
            models.CheckConstraint(
                condition=~Q(reason_key="") & ~Q(reason=""),
                name="needs_judgement_reason",
                violation_error_message=_("Un avis a une raison."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("made_at")),
                name="needs_judgement_end",
                violation_error_message=_("Un avis finit après avoir commencé."),
            ),
        ]
        indexes = [models.Index(fields=["made_at", "id"], name="needs_judgement_in_time")]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« AV-42 »: what a person quotes when writing about this judgement."""
        return f"AV-{self.pk}"
