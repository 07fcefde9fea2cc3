import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0008_releases"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submissions", "Views that were read: words that may be quoted, theme, day, status"),
                            ("asks", "Public asks: what was asked, who owes it, what came of it"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("xlsx", "Excel workbook (XLSX)"), ("csv", "Plain table (CSV)")],
                        max_length=4,
                        verbose_name="format",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("figures", "To check figures that we publish"),
                            ("inspection", "An inspection or audit asks for it"),
                            ("complaint", "To look into a complaint"),
                            ("law", "A court or the law asks for it"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for a second person"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                            ("fetched", "Fetched"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "permissions": [
                    ("take_exports", "Can ask for files of rows, and fetch them once released"),
                    ("release_exports", "Can release files of rows that somebody else asked for"),
                ],
                "indexes": [models.Index(fields=["-asked_at", "-id"], name="engagement_exports_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_exports_need_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("released", "fetched", "refused")), _negated=True),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="engagement_exports_are_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="engagement_exports_have_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="engagement_exports_have_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                            ("fetched", "Fetched"),
                            ("stopped", "Stopped by the check of the file"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="engagement.exportrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
    ]
