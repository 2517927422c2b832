import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import grandest_portal.attachments.models
import grandest_portal.core.files.storage


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="type d'objet")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="numéro d'objet")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("public", "Document public"),
                            ("source", "Document de travail"),
                            ("received", "Document reçu d'une entreprise"),
                        ],
                        max_length=10,
                        verbose_name="usage",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom du fichier")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=120,
                        storage=grandest_portal.attachments.models.private_files,
                        upload_to=grandest_portal.core.files.storage.random_name,
                        verbose_name="fichier",
                    ),
                ),
                ("file_kind", models.CharField(max_length=10, verbose_name="format")),
                ("size", models.PositiveIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "En attente d'analyse"),
                            ("clean", "Analysé"),
                            ("quarantined", "Mis à l'écart"),
                            ("refused", "Refusé à l'analyse"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "scan_detail",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="résultat de l'analyse"
                    ),
                ),
                (
                    "scanned_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="analysé le"),
                ),
                (
                    "quarantine_reason",
                    models.TextField(blank=True, editable=False, verbose_name="motif de la mise à l'écart"),
                ),
                ("text", models.TextField(blank=True, editable=False, verbose_name="texte lu")),
                (
                    "text_status",
                    models.CharField(
                        choices=[
                            ("none", "Texte non lu dans ce format"),
                            ("waiting", "Lecture du texte en attente"),
                            ("read", "Texte lu"),
                            ("empty", "Aucun texte dans le document"),
                            ("failed", "Texte illisible"),
                        ],
                        default="none",
                        editable=False,
                        max_length=8,
                        verbose_name="lecture du texte",
                    ),
                ),
                ("is_accessible", models.BooleanField(default=False, verbose_name="version accessible")),
                (
                    "accessible_contact",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="à qui demander une version accessible"
                    ),
                ),
                (
                    "received_from",
                    models.CharField(blank=True, max_length=200, verbose_name="entreprise qui l'a remis"),
                ),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="reçu le")),
                (
                    "confidentiality",
                    models.CharField(
                        choices=[("ordinary", "Sans mention"), ("secret", "Secret des affaires")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="confidentialité demandée",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ajouté le")),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retiré le"),
                ),
                (
                    "uploader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ajouté par",
                    ),
                ),
            ],
            options={
                "verbose_name": "document joint",
                "verbose_name_plural": "documents joints",
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at", None)),
                        fields=["kind", "object_id", "created_at", "id"],
                        name="attachments_of_thing",
                    ),
                    models.Index(
                        condition=models.Q(("removed_at", None), ("status", "pending")),
                        fields=["id"],
                        name="attachments_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "clean", "quarantined", "refused"])),
                        name="attachments_attachment_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["public", "source", "received"])),
                        name="attachments_attachment_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", "public"), _negated=True),
                            ("is_accessible", True),
                            models.Q(("accessible_contact", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attachments_attachment_accessible",
                        violation_error_message="Un document public est accessible, ou dit à qui demander une version accessible.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("purpose", "received"),
                                models.Q(("received_from", ""), _negated=True),
                                ("received_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(("purpose", "received"), _negated=True),
                                ("received_from", ""),
                                ("received_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="attachments_attachment_received",
                        violation_error_message="Un document reçu dit de quelle entreprise, et quand.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__gt", ""), ("removed_at", None)),
                            models.Q(("file", ""), ("removed_at__isnull", False), ("text", "")),
                            _connector="OR",
                        ),
                        name="attachments_attachment_has_file",
                        violation_error_message="Un document a son fichier, jusqu'à son retrait.",
                    ),
                ],
            },
        ),
    ]
