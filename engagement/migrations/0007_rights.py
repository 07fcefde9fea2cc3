"""Objections, complaints, what was taken back, and requests for everything about one person."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import people.encryption


def key() -> "models.Field[Any, Any]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def staff() -> "models.Field[Any, Any]":
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


def clocked() -> "list[tuple[str, models.Field[Any, Any]]]":
    return [
        ("id", key()),
        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        ("asked_on", models.DateField()),
        ("answer_by", models.DateField()),
        ("answered_on", models.DateField(null=True)),
        ("answered_by", staff()),
    ]


OUTCOMES = [
    ("agreed", "We agree"),
    ("partly", "We agree with part of it"),
    ("not_agreed", "We do not agree"),
    ("taken_back", "Taken back"),
]
STEPS = [("asked", "Asked for"), ("waits", "Has to wait"), ("erased", "Erased"), ("kept", "Kept")]
REASONS = [
    ("own_wish", "The young person asked for it"),
    ("unread", "No person has read it to the end yet"),
    ("safety", "Somebody may not be safe"),
    ("held", "A legal hold lies on it"),
    ("duty", "The law makes us keep it: part of a protection record"),
    ("claim", "Needed for a claim or a court"),
]
USES = [("quoting", "Showing my words to others"), ("figures", "Counting it in our figures")]
REQUEST_STATES = [
    ("asked", "Asked for"),
    ("gathered", "Waits for the safety check"),
    ("checked", "Ready to hand over"),
    ("handed_over", "Handed over"),
    ("in_part", "Handed over in part"),
]
REQUEST_STEPS = [
    ("asked", "Asked for"),
    ("gathered", "Gathered"),
    ("checked", "Checked for serious harm"),
    ("fetched", "File made"),
    ("handed_over", "Handed over"),
]
PARTS = [
    ("words", "What they said, and our answers"),
    ("concern", "What we did to keep them safe"),
    ("notes", "Notes that colleagues wrote about it"),
]
PURPOSES = [
    ("idea", "Share an idea"),
    ("wrong", "Something is not right"),
    ("good", "Something good"),
    ("question", "A question for the Board"),
    ("meeting", "Help me get ready for a meeting"),
    ("advocate", "I want an advocate"),
    ("complaint", "Complain about us"),
    ("help_now", "I do not feel safe"),
]
VERBS = [
    ("received", "Sent"),
    ("opened", "Opened"),
    ("redacted", "Details taken out"),
    ("approved", "Approved"),
    ("kept_private", "Heard, not published"),
    ("declined", "Sent back"),
    ("withdrawn", "No longer published"),
    ("urgency_raised", "Made more urgent"),
    ("screened_again", "Made more urgent by new rules"),
    ("passed_on", "Passed on to the duty worker"),
    ("ruled_out", "Nobody at risk"),
    ("replied", "Answered"),
    ("noted", "Note"),
    ("gathered", "Gathered into an ask"),
    ("taken_back", "Taken back by the young person"),
    ("objected", "The young person said no to a use"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0006_notes_apart"),
        ("people", "0004_erasing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="counted",
            field=models.BooleanField(default=True, verbose_name="counted in figures"),
        ),
        migrations.AlterField(
            model_name="voice",
            name="purpose",
            field=models.CharField(choices=PURPOSES, default="idea", max_length=12, verbose_name="purpose"),
        ),
        migrations.AlterField(
            model_name="submissionevent", name="verb", field=models.CharField(choices=VERBS, max_length=16)
        ),
        migrations.RemoveConstraint(model_name="submissionevent", name="engagement_every_step_has_a_person"),
        migrations.AddConstraint(
            model_name="submissionevent",
            constraint=models.CheckConstraint(
                condition=Q(verb__in=("received", "screened_again", "taken_back", "objected")) | Q(by__isnull=False),
                name="engagement_every_step_has_a_person",
            ),
        ),
        migrations.CreateModel(
            name="TakenBack",
            fields=[
                ("id", key()),
                ("asked_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                ("kept_at", models.DateTimeField(null=True)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_back",
                        to="engagement.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(erased_at__isnull=True) | Q(kept_at__isnull=True),
                        name="engagement_taken_back_is_erased_or_kept",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ErasureDecision",
            fields=[
                ("id", key()),
                ("reference", models.CharField(max_length=8)),
                ("step", models.CharField(choices=STEPS, max_length=8)),
                ("reason", models.CharField(choices=REASONS, max_length=12)),
                ("at", models.DateTimeField()),
                ("by", staff()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="engagement_erasures"),
                    models.Index(fields=["reference", "id"], name="engagement_erasures_of"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                *clocked(),
                ("use", models.CharField(choices=USES, max_length=8)),
                ("agreed", models.BooleanField(null=True)),
                (
                    "said",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="said_with_objection",
                        to="engagement.voice",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="engagement.submission",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["answer_by", "id"], name="engagement_objections_due")],
                "constraints": [
                    models.UniqueConstraint(fields=["submission", "use"], name="engagement_one_objection_a_use"),
                    models.CheckConstraint(
                        condition=Q(answered_on__isnull=True, agreed__isnull=True, answered_by__isnull=True)
                        | Q(answered_on__isnull=False, agreed__isnull=False, answered_by__isnull=False),
                        name="engagement_objection_answers_have_a_name",
                    ),
                    models.CheckConstraint(
                        condition=~Q(use="quoting") | ~Q(agreed=False), name="engagement_no_to_quoting_is_final"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                *clocked(),
                ("longer_since", models.DateField(null=True)),
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=12)),
                (
                    "voice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="complaint", to="engagement.voice"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["answer_by", "id"], name="engagement_complaints_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(answered_on__isnull=True, outcome="")
                        | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                        name="engagement_complaint_answers_decide",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome="") | Q(outcome="taken_back") | Q(answered_by__isnull=False),
                        name="engagement_complaint_answers_have_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                ("id", key()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("state", models.CharField(choices=REQUEST_STATES, default="asked", max_length=12)),
                ("version", models.PositiveIntegerField(default=0)),
                ("checked_at", models.DateTimeField(null=True)),
                ("recorded_by", staff()),
                ("gathered_by", staff()),
                ("checked_by", staff()),
                (
                    "space",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="people.youngperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for everything",
                "permissions": [("handle_requests", "Can handle requests, objections and erasures")],
                "indexes": [models.Index(fields=["due_on", "id"], name="engagement_requests_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["space"],
                        condition=Q(state__in=("asked", "gathered", "checked")),
                        name="engagement_one_open_request",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=("asked", "gathered"))
                        | Q(checked_by__isnull=False, checked_at__isnull=False),
                        name="engagement_files_are_checked_first",
                    ),
                    models.CheckConstraint(
                        condition=Q(checked_by__isnull=True)
                        | Q(gathered_by__isnull=True)
                        | ~Q(checked_by=F("gathered_by")),
                        name="engagement_files_need_a_second_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestEvent",
            fields=[
                ("id", key()),
                ("step", models.CharField(choices=REQUEST_STEPS, max_length=12)),
                ("at", models.DateTimeField()),
                ("by", staff()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="engagement.subjectrequest",
                    ),
                ),
            ],
            options={"ordering": ["at", "pk"]},
        ),
        migrations.CreateModel(
            name="FilePart",
            fields=[
                ("id", key()),
                ("part", models.CharField(choices=PARTS, default="words", max_length=8)),
                ("handed", models.BooleanField(default=True)),
                ("why", people.encryption.EncryptedTextField(blank=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="engagement.subjectrequest",
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
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["request", "submission", "part"], name="engagement_one_decision_a_part"
                    )
                ],
            },
        ),
    ]
