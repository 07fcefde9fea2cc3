import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import people.encryption


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagement", "0007_rights"),
    ]
    operations = [
        migrations.CreateModel(
            name="ReleasedTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("series", models.CharField(max_length=200)),
                ("population", models.CharField(max_length=100)),
                ("period", models.CharField(blank=True, max_length=40)),
                ("part_of", models.CharField(blank=True, max_length=200)),
                ("sensitive", models.BooleanField()),
                ("rows", models.JSONField()),
                ("cols", models.JSONField()),
                ("shown", models.JSONField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("edition", "Quarterly edition"),
                            ("survey", "Survey results"),
                            ("awards", "Awards"),
                            ("export", "Export"),
                            ("page", "Page of the site"),
                        ],
                        max_length=7,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["population", "period"], name="engagement_released_about")],
            },
        ),
        migrations.CreateModel(
            name="ReleaseTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="ReleasedCounts",
            fields=[
                (
                    "table",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="raw",
                        serialize=False,
                        to="engagement.releasedtable",
                    ),
                ),
                ("counts", people.encryption.EncryptedTextField()),
            ],
        ),
    ]
