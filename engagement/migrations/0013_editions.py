import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0012_meetings"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("quarter", models.CharField(max_length=7, verbose_name="quarter")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sealed", "Sealed"),
                            ("published", "Published"),
                            ("superseded", "Corrected by a later version"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True, choices=[("board", "The Board"), ("public", "Everybody")], max_length=8
                    ),
                ),
                ("as_of", models.DateField(null=True)),
                ("payload", models.TextField(blank=True)),
                ("refused", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="what this version mends")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("sealed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("public_at", models.DateTimeField(null=True)),
                (
                    "wish",
                    models.CharField(
                        blank=True, choices=[("rebuild", "Counting again"), ("seal", "Sealing")], max_length=8
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.TextField(blank=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="engagement.boardedition",
                    ),
                ),
                (
                    "wished_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "permissions": [("manage_editions", "Can write, seal and publish the Board's editions")],
                "constraints": [
                    models.UniqueConstraint(fields=("quarter", "version"), name="engagement_edition_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("quarter",),
                        name="engagement_one_draft_a_quarter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest", ""),
                                ("sealed_at__isnull", True),
                                ("sealed_by__isnull", True),
                                ("state", "draft"),
                            ),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                models.Q(("digest", ""), _negated=True),
                                ("payload", ""),
                                ("sealed_at__isnull", False),
                                ("sealed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="engagement_edition_sealed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("draft", "sealed")), _negated=True),
                            ("audience", ""),
                            _connector="OR",
                        ),
                        name="engagement_edition_sealed_before_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("audience", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_edition_published_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="engagement_correction_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("opened", "Draft opened"),
                            ("rebuilt", "Counted again"),
                            ("written", "Words changed"),
                            ("sealed", "Sealed"),
                            ("to_board", "Published to the Board"),
                            ("to_public", "Published to everybody"),
                            ("corrected", "Correction begun"),
                            ("superseded", "Corrected by a later version"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="engagement.boardedition"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Narrative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=60)),
                ("words", models.TextField(blank=True)),
                ("edits", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="narratives",
                        to="engagement.boardedition",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "section"), name="engagement_one_narrative_a_section")
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nth", models.PositiveIntegerField(unique=True)),
                ("payload", models.TextField()),
                ("narratives", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("before", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed", to="engagement.boardedition"
                    ),
                ),
            ],
            options={
                "ordering": ["nth"],
            },
        ),
        migrations.CreateModel(
            name="SealedPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="engagement.boardedition"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "kind"), name="engagement_one_paper_a_format")
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=120)),
                ("value", models.CharField(max_length=200)),
                ("counts", models.CharField(max_length=400)),
                ("denominator", models.CharField(blank=True, max_length=200)),
                ("non_response", models.CharField(blank=True, max_length=200)),
                ("mark", models.CharField(blank=True, max_length=4)),
                ("query", models.CharField(blank=True, max_length=200)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="engagement.boardedition",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("edition", "key"), name="engagement_one_figure_a_key")],
            },
        ),
    ]
