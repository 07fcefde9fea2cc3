import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0013_editions"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("percent", "per cent"),
                            ("people", "people"),
                            ("rate", "per 10,000 children"),
                            ("number", "number"),
                        ],
                        max_length=8,
                        verbose_name="unit",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("higher", "higher is better"),
                            ("lower", "lower is better"),
                            ("neither", "neither is better"),
                        ],
                        max_length=8,
                        verbose_name="which way is better",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "indicator",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=7, unique=True, verbose_name="quarter")),
                ("total", models.PositiveIntegerField(verbose_name="how many in all")),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "cohort",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="engagement_cohort_has_somebody")
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("age", "Age"),
                            ("care", "Care status"),
                            ("borough", "In or out of the borough"),
                            ("home", "Kind of home"),
                        ],
                        max_length=8,
                    ),
                ),
                ("category", models.CharField(max_length=16)),
                ("number", models.PositiveIntegerField()),
                ("heard", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="engagement.cohort"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cohort", "dimension", "category"), name="engagement_cohort_group_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("heard__isnull", True), ("heard__lte", models.F("number")), _connector="OR"
                        ),
                        name="engagement_no_more_heard_than_there_are",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FiguresEntered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("indicators", "Indicators imported"), ("cohort", "Cohort entered")], max_length=10
                    ),
                ),
                ("about", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=60, verbose_name="period")),
                ("ends_on", models.DateField(verbose_name="last day of the period")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="value")),
                (
                    "neighbours",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="councils like ours"
                    ),
                ),
                (
                    "national",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="the country"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("imported_at", models.DateTimeField()),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="engagement.indicator"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "period"), name="engagement_indicator_once_a_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=7)),
                ("used", models.BooleanField(default=True)),
                ("tells", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="engagement.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("quarter", "submission"), name="engagement_quote_chosen_once")
                ],
            },
        ),
    ]
