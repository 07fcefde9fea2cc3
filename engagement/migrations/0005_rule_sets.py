"""Rule sets edited, tried, published and rolled back in the admin; runs over words that are here; opinions."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import engagement.models.rule_sets

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
URGENCIES = [(0, "Usual"), (1, "Today"), (2, "Now")]
STATES = [("draft", "Draft"), ("published", "In force"), ("retired", "No longer in force")]
VERBS = [
    ("started", "Draft started"),
    ("edited", "Rule changed"),
    ("tried", "Tried on closed items"),
    ("dropped", "Draft put away"),
    ("published", "Put into force"),
    ("rolled_back", "Gone back to"),
]
KINDS = [
    ("shadow", "The draft, tried on closed items"),
    ("open_queue", "The new rules, over what waits to be read"),
]


def person(**more: Any) -> Any:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **more
    )


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("engagement", "0004_concerns")]

    operations = [
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", ID),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("state", models.CharField(choices=STATES, default="draft", max_length=12)),
                ("changes", models.JSONField(default=engagement.models.rule_sets.no_changes)),
                ("version", models.PositiveIntegerField(default=0)),
                ("edited_by", person()),
                ("edited_at", models.DateTimeField()),
                ("published_by", person(null=True)),
                ("published_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-number"],
                "permissions": [
                    ("edit_rules", "Can change and try the screening rules"),
                    ("publish_rules", "Can put another person's screening rules into force"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["state"],
                        condition=models.Q(("state", "draft")),
                        name="engagement_one_draft_of_rules",
                    ),
                    models.UniqueConstraint(
                        fields=["state"],
                        condition=models.Q(("state", "published")),
                        name="engagement_one_set_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("published_by", models.F("edited_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="engagement_rules_need_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="engagement_shipped_rules_have_no_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetEvent",
            fields=[
                ("id", ID),
                (
                    "rule_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="engagement.ruleset",
                    ),
                ),
                ("verb", models.CharField(choices=VERBS, max_length=12)),
                ("by", person()),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=400)),
            ],
            options={"ordering": ["at", "pk"]},
        ),
        migrations.CreateModel(
            name="ScreeningRun",
            fields=[
                ("id", ID),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                (
                    "rule_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="engagement.ruleset",
                    ),
                ),
                ("rule_set_version", models.PositiveIntegerField(default=0)),
                ("by", person()),
                ("at", models.DateTimeField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("reached", models.PositiveBigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["-at", "-pk"]},
        ),
        migrations.CreateModel(
            name="ScreeningChange",
            fields=[
                ("id", ID),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="engagement.screeningrun",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="engagement.submission"
                    ),
                ),
                ("before", models.PositiveSmallIntegerField(choices=URGENCIES)),
                ("after", models.PositiveSmallIntegerField(choices=URGENCIES)),
            ],
            options={
                "ordering": ["-after", "before", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["run", "submission"], name="engagement_one_change_an_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningOpinion",
            fields=[
                ("id", ID),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="engagement.submission",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=60)),
                (
                    "says",
                    models.CharField(
                        choices=[("right", "Right"), ("wrong", "Wrong"), ("too_low", "Too low")], max_length=8
                    ),
                ),
                ("by", person()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["submission", "rule", "by"], name="engagement_one_opinion_a_person")
                ],
            },
        ),
    ]
