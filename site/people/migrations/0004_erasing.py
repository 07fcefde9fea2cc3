"""What was erased, so that a restored backup forgets it again; what a legal hold keeps; card numbers encrypted."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast

import people.encryption


def _raw(space: Any) -> Any:
    """Numbers and what stands in the column, as it is."""
    return space.objects.exclude(card="").values_list("pk", Cast("card", TextField()))


def encrypt_cards(apps: Any, schema_editor: Any) -> None:
    space = apps.get_model("people", "YoungPerson")
    for pk, card in list(_raw(space)):
        space.objects.filter(pk=pk).update(card=card, card_digest=people.encryption.digest(card))


def decrypt_cards(apps: Any, schema_editor: Any) -> None:
    space = apps.get_model("people", "YoungPerson")
    for pk, token in list(_raw(space)):
        plain = Value(people.encryption.decrypt(token), output_field=TextField())
        space.objects.filter(pk=pk).update(card=plain, card_digest=None)


def forget_cards_in_the_log(apps: Any, schema_editor: Any) -> None:
    """The log kept "Space K7P-4XM"; from now on a space is a number there."""
    entries = apps.get_model("wagtailcore", "ModelLogEntry")
    ours = entries.objects.filter(content_type__app_label="people", content_type__model="youngperson")
    for entry in ours.iterator():
        ours.filter(pk=entry.pk).update(label=f"Space {entry.object_id}")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_seals_and_read_audit"),
        ("wagtailcore", "0096_referenceindex_referenceindex_source_object_and_more"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("submission", "Words"), ("space", "A space")], max_length=12)),
                ("uuid", models.UUIDField()),
                ("on", models.DateField()),
                ("rule", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "uuid"), name="people_one_tombstone")],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("submission", "One view"),
                            ("space", "One space, with everything sent from it"),
                            ("period", "Everything from a stretch of time"),
                        ],
                        max_length=12,
                        verbose_name="what to keep",
                    ),
                ),
                ("about", models.UUIDField(blank=True, null=True)),
                ("first_day", models.DateField(blank=True, null=True, verbose_name="from")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("court", "A court or the police ask for it"),
                            ("inquiry", "An inquiry or a review of practice"),
                            ("claim", "A complaint or a claim"),
                            ("safeguarding", "An enquiry about somebody’s safety"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "legal hold",
                "ordering": ["-since", "-pk"],
                "permissions": [("hold_records", "Can keep records from being erased")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            Q(("about__isnull", True), ("first_day__isnull", False), ("scope", "period")),
                            Q(
                                ("about__isnull", False),
                                ("first_day__isnull", True),
                                ("last_day__isnull", True),
                                ("scope__in", ("submission", "space")),
                            ),
                            _connector="OR",
                        ),
                        name="people_hold_says_what",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_hold_lifted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="youngperson", name="people_space_card_unique"),
        migrations.AlterField(
            model_name="youngperson",
            name="card",
            field=people.encryption.EncryptedTextField(
                blank=True,
                help_text="Printed on the key card, so that a lost key can be replaced in person.",
                verbose_name="card",
            ),
        ),
        migrations.AddField(
            model_name="youngperson",
            name="card_digest",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.RunPython(encrypt_cards, decrypt_cards),
        migrations.RunPython(forget_cards_in_the_log, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="youngperson",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("card", ""), ("card_digest__isnull", True)),
                    Q(Q(("card", ""), _negated=True), ("card_digest__isnull", False)),
                    _connector="OR",
                ),
                name="people_space_card_can_be_found",
            ),
        ),
    ]
