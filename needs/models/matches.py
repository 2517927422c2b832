"""Match: how close one published solution comes to a need."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from needs.enums import EngineStatus, NeedStatus
from needs.models.engines import EngineVersion
from needs.models.needs import Need
from suppliers.models import Solution


class MatchQuerySet(models.QuerySet):
    def of_need(self, need):
        """The stored matches of a need, best first; ties by a hash of the pair, which favours nobody."""
        return self.filter(need=need).order_by("-score", "tie_break", "pk")

    def of_solution(self, solution):
        return self.filter(solution=solution).order_by("-score", "tie_break", "pk")

    def live(self):
        """Pairs whose two sides are public now, by the version of the engine that serves."""
        resting = EngineVersion.objects.exclude(status=EngineStatus.SERVING).values("key")
        return self.filter(need__status=NeedStatus.PUBLISHED, solution__status="published").exclude(
            engine__in=resting
        )

    def with_both(self):
        return self.select_related(
            "need", "need__buyer__organisation", "solution", "solution__company__organisation"
        )


class Match(models.Model):
    """How close a solution comes to a need: computed once, shown to both sides with the same reasons.

    `closest` is [index of the need's sentence, index of the solution's, cosine], or empty; `missing` lists stems
    that weigh in the need and that the solution says nothing of; the hashes are those of the texts compared.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="matches", verbose_name=_("besoin"))
    solution = models.ForeignKey(Solution, models.CASCADE, related_name="matches", verbose_name=_("solution"))
    score = models.FloatField(_("score"))
    lexical = models.FloatField(_("part lexicale"))
    semantic = models.FloatField(_("part du sens"), null=True, blank=True)
    terms = models.JSONField(_("mots en commun"), default=list)
    cpv_level = models.PositiveSmallIntegerField(_("niveau CPV commun"), default=0)
    cpv_code = models.CharField(_("code CPV commun"), max_length=8, blank=True)
    little_text = models.BooleanField(_("peu de texte"), default=False)
    tie_break = models.CharField(_("départage"), max_length=64)
    closest = models.JSONField(_("phrases les plus proches"), default=list, blank=True)
    missing = models.JSONField(_("ce qui manque"), default=list, blank=True)
    need_hash = models.CharField(_("empreinte du texte du besoin"), max_length=64, blank=True)
    solution_hash = models.CharField(_("empreinte du texte de la solution"), max_length=64, blank=True)
    engine = models.CharField(_("version du moteur"), max_length=60)
    computed_at = models.DateTimeField(_("calculé le"))

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("correspondance")
        verbose_name_plural = _("correspondances")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "solution", "engine"],
                name="needs_match_pair",
                violation_error_message=_("Cette paire est déjà comparée."),
            ),
            models.CheckConstraint(condition=Q(score__gte=0), name="needs_match_score"),
        ]
        indexes = [
            models.Index(fields=["need", "-score", "tie_break"], name="needs_match_by_need"),
            models.Index(fields=["solution", "-score", "tie_break"], name="needs_match_by_solution"),
        ]

    def __str__(self):
        return f"{self.need_id} – {self.solution_id}"
