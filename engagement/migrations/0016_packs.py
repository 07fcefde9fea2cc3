import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0015_replies_to_editions"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "principle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wellbeing", "Best interests, health and well-being"),
                            ("express", "To encourage young people to say what they think and feel"),
                            ("account", "To take into account what they say"),
                            ("services", "To help them get and use services"),
                            ("aspirations", "High aspirations and the best outcomes"),
                            ("stability", "Safe, with a stable home, relationships, education or work"),
                            ("adulthood", "To get ready for adulthood and living independently"),
                        ],
                        max_length=12,
                        verbose_name="principle",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leaders", "The impact of leaders"),
                            ("protection", "Children who need help and protection"),
                            ("in_care", "Children in care"),
                            ("care_leavers", "Care leavers"),
                        ],
                        max_length=12,
                        verbose_name="judgement area",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("building", "Being put together"), ("ready", "Ready"), ("failed", "Not finished")],
                        default="building",
                        max_length=8,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("asks", "Chains from view to verdict"),
                            ("others", "Editions and meetings"),
                            ("finish", "Pages, table and zip"),
                        ],
                        default="asks",
                        max_length=8,
                    ),
                ),
                ("after", models.PositiveBigIntegerField(default=0)),
                ("pieces_made", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
                ("trouble", models.TextField(blank=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "inspector’s pack",
                "permissions": [("read_pack", "Can make and read the inspector’s pack")],
                "indexes": [models.Index(fields=["-made_at", "-id"], name="engagement_packs_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "building")),
                        fields=("principle", "area"),
                        name="engagement_one_pack_building",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="engagement_packs_have_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                (
                    "pack",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="engagement.pack",
                    ),
                ),
                ("data", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PackPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nth", models.PositiveIntegerField()),
                ("lines", models.BinaryField()),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="engagement.pack"
                    ),
                ),
            ],
            options={
                "ordering": ["nth"],
                "constraints": [models.UniqueConstraint(fields=("pack", "nth"), name="engagement_one_piece_a_place")],
            },
        ),
        migrations.CreateModel(
            name="PackSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.CharField(max_length=64)),
                ("events", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "pack",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="engagement.pack"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
