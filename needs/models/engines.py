"""Versions of the engine, and what it knows of each text: its frozen vector, its stems, its sentences."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from needs.enums import EngineStatus
from needs.models.needs import Need
from suppliers.models import Solution


class CurrentTransaction(models.Func):
    """The number of the transaction that writes, which never runs over (PostgreSQL: xid8)."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class EngineVersionQuerySet(models.QuerySet):
    def serving(self):
        """The version that serves, or None."""
        return self.filter(status=EngineStatus.SERVING).first()

    def at_work(self):
        """Versions whose matches are kept up to date: the one that serves, and the one that is being prepared."""
        return self.filter(status__in=[EngineStatus.SERVING, EngineStatus.PREPARING]).order_by("pk")


class EngineVersion(models.Model):
    """One frozen way of computing scores: its key names the committed files, their hash says what they held."""

    key = models.CharField(_("version"), max_length=60, unique=True)
    status = models.CharField(_("état"), max_length=10, choices=EngineStatus.choices)
    inputs = models.CharField(_("empreinte des données figées"), max_length=64)
    need_cursor = models.BigIntegerField(_("dernier besoin calculé"), default=0)
    solution_cursor = models.BigIntegerField(_("dernière solution lue"), default=0)
    created_at = models.DateTimeField(_("préparée le"))
    served_from = models.DateTimeField(_("sert depuis le"), null=True, blank=True)
    served_until = models.DateTimeField(_("a servi jusqu'au"), null=True, blank=True)

    objects = EngineVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version du moteur")
        verbose_name_plural = _("versions du moteur")
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="serving"),
                name="needs_one_engine_serves",
                violation_error_message=_("Une autre version du moteur sert déjà."),
            ),
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="preparing"),
                name="needs_one_engine_prepares",
                violation_error_message=_("Une autre version du moteur est déjà en préparation."),
            ),
        ]

    def __str__(self):
        return self.key


class TextVector(models.Model):
    """What an engine version knows of one public text. A text that changes gets a new row, never a changed one.

    `vector` is float16, unit length, little endian; `sentences` holds one such vector per sentence; `stems` holds
    uint32 digests of the distinct stems, and `weights` their float32 weights, in the same order.
    """

    engine = models.ForeignKey(EngineVersion, models.CASCADE, related_name="texts", verbose_name=_("version"))
    need = models.ForeignKey(
        Need, models.CASCADE, null=True, blank=True, related_name="vectors", verbose_name=_("besoin")
    )
    solution = models.ForeignKey(
        Solution, models.CASCADE, null=True, blank=True, related_name="vectors", verbose_name=_("solution")
    )
    text_hash = models.CharField(_("empreinte du texte"), max_length=64)
    vector = models.BinaryField(_("vecteur du sens"), default=bytes)
    sentences = models.BinaryField(_("vecteurs des phrases"), default=bytes)
    stems = models.BinaryField(_("radicaux"), default=bytes)
    weights = models.BinaryField(_("poids des radicaux"), default=bytes)
    changed_at = models.DateTimeField(_("changé le"))
    # The transaction that wrote the row: what an index in memory has not seen yet is what was written since the
    # oldest transaction under way when it last looked. Times and counters would lose rows that commit late.
    written_by = models.BigIntegerField(_("transaction"), db_default=CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = _("vecteur d'un texte")
        verbose_name_plural = _("vecteurs des textes")
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, solution__isnull=True)
                | Q(need__isnull=True, solution__isnull=False),
                name="needs_vector_of_one_text",
            ),
            models.UniqueConstraint(fields=["engine", "need"], name="needs_vector_need"),
            models.UniqueConstraint(fields=["engine", "solution"], name="needs_vector_solution"),
        ]
        indexes = [models.Index(fields=["engine", "written_by"], name="needs_vector_written")]

    def __str__(self):
        return f"{self.engine_id}:{self.need_id or ''}:{self.solution_id or ''}"
