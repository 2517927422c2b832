"""Tables of the house: what was done (audit), what must still be done (jobs), what a text was (versions)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing done. Holds digests only; never updated nor deleted (triggers)."""

    at = models.DateTimeField(_("le"))
    verb = models.CharField(_("action"), max_length=80)
    kind = models.CharField(_("objet"), max_length=60)
    object_pk = models.CharField(_("numéro"), max_length=40)
    request_id = models.CharField(_("requête"), max_length=64, blank=True)
    digest = models.CharField(_("empreinte salée"), max_length=64)

    class Meta:
        verbose_name = _("entrée du journal")
        verbose_name_plural = _("journal d'audit")
        indexes = [models.Index(fields=["kind", "object_pk", "id"], name="core_audit_object")]

    def __str__(self):
        return f"{self.verb} {self.kind} {self.object_pk}"


class AuditValue(models.Model):
    """The readable part of an entry. Erasing it leaves the chain intact: the entry keeps its digest."""

    entry = models.OneToOneField(AuditEntry, models.CASCADE, related_name="value", primary_key=True)
    salt = models.CharField(max_length=64)
    # No constraint: the number stays after the account is gone, or the digest could no longer be checked.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par"),
    )
    actor_label = models.CharField(_("par"), max_length=200, blank=True)
    payload = models.JSONField(_("avant, après"), default=dict)

    class Meta:
        verbose_name = _("valeur d'une entrée")
        verbose_name_plural = _("valeurs des entrées")

    def __str__(self):
        return f"{self.entry_id}"


class AuditSeal(models.Model):
    """The chain: each seal hashes its entry with the hash of the seal before."""

    position = models.BigIntegerField(_("rang"), primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal")
    previous_hash = models.CharField(_("empreinte précédente"), max_length=64, unique=True)
    hash = models.CharField(_("empreinte"), max_length=64, unique=True)
    sealed_at = models.DateTimeField(_("scellé le"))

    class Meta:
        verbose_name = _("sceau")
        verbose_name_plural = _("sceaux")

    def __str__(self):
        return f"{self.position}"


class JobStatus(models.TextChoices):
    PENDING = "pending", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("fait")
    FAILED = "failed", _("abandonné")


class Job(models.Model):
    """Work to do after a transaction, written within it: nothing is lost while the broker is down."""

    name = models.CharField(_("tâche"), max_length=100)
    args = models.JSONField(_("arguments"), default=list)
    key = models.CharField(_("clé d'unicité"), max_length=200, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=JobStatus, default=JobStatus.PENDING)
    run_at = models.DateTimeField(_("à faire dès"))
    lease_until = models.DateTimeField(_("réservé jusqu'à"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("essais"), default=0)
    last_error = models.CharField(_("dernière erreur"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    finished_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    class Meta:
        verbose_name = _("travail différé")
        verbose_name_plural = _("travaux différés")
        indexes = [
            models.Index(
                fields=["run_at", "id"], name="core_job_due", condition=Q(status__in=["pending", "running"])
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=Q(status="pending") & ~Q(key=""),
                name="core_job_one_pending_per_key",
            ),
            models.CheckConstraint(condition=Q(status__in=JobStatus.values), name="core_job_status"),
        ]

    def __str__(self):
        return f"{self.name} {self.args}"


class TextVersion(models.Model):
    """The text of one thing at one of its versions; which fields it holds, the room of the thing says."""

    kind = models.CharField(_("objet"), max_length=60)
    object_pk = models.PositiveBigIntegerField(_("numéro"))
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("texte"))
    note = models.TextField(_("raison du changement"), blank=True)
    public = models.BooleanField(_("lue par tous"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par"),
    )
    created_at = models.DateTimeField(_("enregistrée le"))

    class Meta:
        verbose_name = _("version d'un texte")
        verbose_name_plural = _("versions des textes")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_pk", "number"],
                name="core_textversion_number",
                violation_error_message=_("Cette version existe déjà."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.object_pk} v{self.number}"


class SearchWord(models.Model):
    """A word of the public texts of one kind of things (core/vocabulary.py), so that search bears mistyped words.

    The row whose word is empty says until when texts were read.
    """

    kind = models.CharField(_("objet"), max_length=60)
    word = models.CharField(_("mot sans accent"), max_length=30, blank=True)
    spelling = models.CharField(_("mot tel qu'écrit"), max_length=30, blank=True)
    near = ArrayField(models.TextField(), verbose_name=_("voisins"), default=list, blank=True)
    learnt_at = models.DateTimeField(_("lu le"))
    stem = models.GeneratedField(
        verbose_name=_("racine"),
        expression=Func(
            "word",
            template="btrim(plainto_tsquery('french_unaccent'::regconfig, %(expressions)s)::text, '''')",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("mot des textes publics")
        verbose_name_plural = _("mots des textes publics")
        constraints = [models.UniqueConstraint(fields=["kind", "word"], name="core_searchword_once")]
        indexes = [
            models.Index(fields=["kind", "stem"], name="core_searchword_stem"),
            GinIndex(fields=["near"], name="core_searchword_near"),
        ]

    def __str__(self):
        return self.spelling or self.kind


class SentPage(models.Model):
    """A page whose form was sent, and where that led (core/once.py); forgotten a day later."""

    digest = models.CharField(_("empreinte de la page"), max_length=64, primary_key=True)
    leads_to = models.TextField(_("mène à"), blank=True)
    sent_at = models.DateTimeField(_("envoyée le"), db_index=True)

    class Meta:
        verbose_name = _("page envoyée")
        verbose_name_plural = _("pages envoyées")

    def __str__(self):
        return self.digest[:12]
