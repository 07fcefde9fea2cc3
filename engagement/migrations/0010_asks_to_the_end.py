import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0009_exports"),
        ("people", "0005_council_members"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened", models.BooleanField()),
                ("token", models.CharField(max_length=36)),
                ("on", models.DateField()),
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
                    "contribution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="engagement.contribution",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.youngperson",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", True), ("contribution__isnull", True), ("space__isnull", False)),
                            models.Q(("by__isnull", False), ("space__isnull", True)),
                            _connector="OR",
                        ),
                        name="engagement_verdict_says_whose",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerdictRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("nth", models.PositiveSmallIntegerField()),
                ("opened_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "It happened"),
                            ("reopened", "It did not happen"),
                            ("undecided", "No clear answer"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="engagement.askevent"
                    ),
                ),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verdict_rounds", to="engagement.ask"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("about", "nth"), name="engagement_verdict_round_once"),
                    models.CheckConstraint(
                        condition=models.Q(("nth__in", (1, 2))), name="engagement_verdict_round_one_or_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opened_on"))),
                        name="engagement_verdict_round_lasts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="engagement_verdict_round_ends_in_something",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="ask",
            name="engagement_ask_has_owner_and_date",
        ),
        migrations.AddField(
            model_name="ask",
            name="affects",
            field=models.CharField(
                blank=True,
                choices=[("many", "Affects many of us"), ("some", "Just some of us")],
                max_length=4,
                verbose_name="what the Council said",
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_here",
                to="engagement.ask",
            ),
        ),
        migrations.AddField(
            model_name="askevent",
            name="affects",
            field=models.CharField(
                blank=True, choices=[("many", "Affects many of us"), ("some", "Just some of us")], max_length=4
            ),
        ),
        migrations.AddField(
            model_name="askevent",
            name="other",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="engagement.ask"
            ),
        ),
        migrations.AlterField(
            model_name="ask",
            name="state",
            field=models.CharField(
                choices=[
                    ("raised", "Raised"),
                    ("with_council", "With the Children in Care Council"),
                    ("asked", "Asked"),
                    ("promised", "Promised"),
                    ("refused", "Refused"),
                    ("already_so", "Already so"),
                    ("doing", "Being done"),
                    ("done", "Done"),
                    ("confirmed", "Done, young people agree"),
                    ("reopened", "Back open"),
                    ("merged", "Part of another ask"),
                ],
                default="raised",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="askevent",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="askevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("raised", "Raised"),
                    ("gathered", "More views added"),
                    ("asked", "Asked"),
                    ("reworded", "Worded again"),
                    ("checked", "Read by a second person"),
                    ("promised", "Promised"),
                    ("refused", "Refused"),
                    ("already_so", "Already so"),
                    ("moved", "Date moved"),
                    ("progress", "Progress"),
                    ("done", "Done"),
                    ("with_council", "Put to the Children in Care Council"),
                    ("council_said", "What the Council said"),
                    ("merged", "Made part of another ask"),
                    ("split", "Split in two"),
                    ("questioned", "Young people asked whether it happened"),
                    ("confirmed", "Young people say it happened"),
                    ("reopened", "Young people say it did not happen"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="reply",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("raised", "with_council", "merged")),
                    models.Q(("answer_by__isnull", False), ("owner__isnull", False)),
                    _connector="OR",
                ),
                name="engagement_ask_has_owner_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="engagement_merged_ask_says_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="engagement_ask_merges_into_another",
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="engagement.verdictround"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(fields=("round", "token"), name="engagement_verdict_once_a_tap"),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(fields=("round", "space"), name="engagement_verdict_once_a_space"),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(fields=("round", "contribution"), name="engagement_verdict_once_a_view"),
        ),
    ]
