"""Concerns, their events and the duty rota."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import people.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0003_first_themes_and_templates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="hidden_from",
            field=models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="submission",
            name="restricted",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="voice",
            name="meeting_role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("participation_officer", "Participation officer"),
                    ("duty_worker", "Duty worker"),
                    ("safeguarding_lead", "Safeguarding lead"),
                    ("advocate", "Children’s advocate"),
                    ("service_manager", "Service manager"),
                    ("board_member", "Board member"),
                    ("inspector", "Inspector"),
                    ("data_protection_officer", "Data protection officer"),
                    ("editor", "Editor"),
                    ("administrator", "Administrator"),
                ],
                max_length=32,
                verbose_name="sent to",
            ),
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("help_now", "Asked for help now"),
                            ("disclosure", "Somebody may not be safe"),
                            ("allegation", "About an adult who works with children"),
                            ("advocate", "Asks for an advocate"),
                            ("screen_failed", "The screen could not read it"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Nobody has taken it on"),
                            ("acknowledged", "Somebody is on it"),
                            ("referred", "Handed over"),
                            ("no_concern", "Nobody is at risk"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("told_level", models.SmallIntegerField(default=-1)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("referred_to", people.encryption.EncryptedTextField(blank=True)),
                ("reference", people.encryption.EncryptedTextField(blank=True)),
                ("reason", people.encryption.EncryptedTextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="concerns", to="engagement.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "concern",
                "permissions": [
                    ("handle_concerns", "Can take on, hand over and close worries about a young person"),
                    ("handle_allegations", "Can read and handle allegations about staff"),
                    ("manage_rota", "Can say who is on duty"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("opened", "Raised"),
                            ("alerted", "Alert sent"),
                            ("acknowledged", "Taken on"),
                            ("referred", "Handed over"),
                            ("no_concern", "Nobody at risk"),
                            ("closed", "Closed by a second person"),
                            ("hidden", "Hidden from somebody it names"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("level", models.SmallIntegerField(null=True)),
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
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="engagement.concern"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DutyTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rung",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "at once"), (1, "after 15 minutes"), (2, "after 30 minutes")],
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2)],
                        verbose_name="told",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_turns",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty turn",
                "verbose_name_plural": "duty rota",
                "ordering": ["-first_day", "rung"],
            },
        ),
        migrations.AddIndex(
            model_name="concern",
            index=models.Index(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=["-state", "opened_at", "id"],
                name="engagement_concern_queue",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "acknowledged"))),
                fields=("submission",),
                name="engagement_one_undecided_concern",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                    _connector="OR",
                ),
                name="engagement_concern_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("open", "acknowledged")),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="engagement_concern_decided_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "referred"), _negated=True),
                    models.Q(models.Q(("referred_to", ""), _negated=True), models.Q(("reference", ""), _negated=True)),
                    _connector="OR",
                ),
                name="engagement_referral_says_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "no_concern"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="engagement_no_concern_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    ("kind", "advocate"),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        models.Q(("closed_by", models.F("decided_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="engagement_second_person_closes",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ("opened", "alerted", "hidden")), ("by__isnull", False), _connector="OR"
                ),
                name="engagement_concern_steps_have_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="engagement_turn_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyturn",
            constraint=models.CheckConstraint(condition=models.Q(("rung__lte", 2)), name="engagement_turn_has_a_rung"),
        ),
    ]
