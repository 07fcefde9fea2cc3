"""What people opened, and a chain over everything that is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_outbox_and_aliases")]

    operations = [
        migrations.CreateModel(
            name="EventSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("from_id", models.BigIntegerField()),
                ("up_to_id", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("columns", models.TextField()),
                ("rows", models.TextField()),
                ("at", models.DateTimeField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["table", "from_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "from_id"), name="people_one_seal_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1), ("up_to_id__gte", models.F("from_id"))),
                        name="people_seal_has_rows",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadAudit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("urgent_item", "An urgent view"),
                            ("concern", "A concern"),
                            ("identity_link", "Which key a view came with"),
                            ("export", "A file of rows"),
                            ("person_file", "Everything about one person"),
                        ],
                        max_length=16,
                        verbose_name="what",
                    ),
                ),
                ("about", models.UUIDField(verbose_name="about")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safety", "Somebody may not be safe"),
                            ("asked", "The young person asked us to"),
                            ("complaint", "To look into a complaint"),
                            ("their_data", "They asked for their data, or to erase it"),
                            ("law", "A court or the law asks for it"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening",
                "permissions": [("read_audit", "Can see who read what")],
                "indexes": [
                    models.Index(fields=["by", "-id"], name="people_read_by"),
                    models.Index(fields=["what", "-id"], name="people_read_what"),
                    models.Index(fields=["about", "-id"], name="people_read_about"),
                ],
            },
        ),
    ]
