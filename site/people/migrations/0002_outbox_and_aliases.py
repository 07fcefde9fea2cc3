"""Alerts to staff wait in the database until sent; other names that a member of staff goes by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_staff_and_spaces"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="alert_phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="mobile number for alerts"),
        ),
        migrations.AddField(
            model_name="user",
            name="aliases",
            field=models.CharField(
                blank=True,
                help_text="What young people call this person, with commas between: nicknames, an earlier surname.",
                max_length=200,
                verbose_name="other names",
            ),
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "E-mail"), ("text", "Text message")], default="mail", max_length=4
                    ),
                ),
                ("kind", models.SlugField(max_length=40)),
                ("address", models.CharField(max_length=254)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("count", models.PositiveIntegerField(default=1)),
                ("link", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=80)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "outgoing alert",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["not_before", "id"],
                        name="people_outbox_waiting",
                    )
                ],
            },
        ),
    ]
