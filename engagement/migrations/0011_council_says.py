import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0010_asks_to_the_end"),
        ("people", "0005_council_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilSay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("meeting", models.BooleanField(default=False)),
                (
                    "affects",
                    models.CharField(
                        choices=[("many", "Affects many of us"), ("some", "Just some of us")],
                        max_length=4,
                        verbose_name="affects",
                    ),
                ),
                ("on", models.DateField()),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="council_says", to="engagement.ask"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.youngperson",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ask", "space"), name="engagement_member_says_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("meeting", True)), fields=("ask",), name="engagement_council_says_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("meeting", False), ("space__isnull", True), _connector="OR"),
                        name="engagement_council_says_as_one",
                    ),
                ],
            },
        ),
    ]
