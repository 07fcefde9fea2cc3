"""The numbers a fresh site starts with. Officers keep them up to date from then on."""

from datetime import date
from typing import Any

from django.db import migrations

CHECKED = date(2026, 11, 22)
NUMBERS = (
    ("Childline", "Any worry. Free, day and night", "tel", "0800 1111"),
    ("Shout", "Text the word SHOUT. Free, day and night", "sms", "85258"),
    ("Police, fire or ambulance", "If someone is in danger now", "tel", "999"),
    ("NYAS", "Someone to speak up for you. Free", "tel", "0808 808 1001"),
    ("Help at Hand", "From the Children’s Commissioner. Free", "tel", "0800 528 0731"),
)


def add_numbers(apps: Any, schema_editor: Any) -> None:
    contacts = apps.get_model("pages", "HelpContact")
    for order, (name, purpose, kind, number) in enumerate(NUMBERS, start=1):
        contacts.objects.create(
            name=name, purpose=purpose, kind=kind, number=number, order=order * 10, last_checked=CHECKED
        )


def remove_numbers(apps: Any, schema_editor: Any) -> None:
    apps.get_model("pages", "HelpContact").objects.filter(number__in=[row[3] for row in NUMBERS]).delete()


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_home_information_and_help_numbers")]
    operations = [migrations.RunPython(add_numbers, remove_numbers)]
