"""Six themes to start with, and ready words for answers; the council renames both as it likes."""

from typing import Any

from django.db import migrations

THEMES = [
    ("Where I live", "Rules, food, rooms, who is on shift"),
    ("School and college", "Lessons, trips, exclusions"),
    ("Health and how I feel", "Sleep, worries, doctors"),
    ("Family and friends", "Seeing them, ringing them"),
    ("Growing up and money", "Savings, flats, jobs"),
    ("Being heard", "My worker, meetings, plans"),
]
TEMPLATES = [
    ("Thank you, and what happens now", "Thank you for telling us. We have read it. We will ask about it and write back here by "),
    ("You are not the only one", "Thank you. You are not the only one who said this. We have put your words together and asked for a change."),
    ("Can you tell us a bit more?", "Thank you for this. Can you tell us a bit more? For example, when it happens most."),
    ("Passed on to someone who can help", "Thank you for telling us. You did the right thing. Someone whose job is to help will get in touch."),
]  # fmt: skip


def add(apps: Any, schema_editor: Any) -> None:
    Theme = apps.get_model("engagement", "Theme")
    ReplyTemplate = apps.get_model("engagement", "ReplyTemplate")
    for order, (name, examples) in enumerate(THEMES):
        Theme.objects.create(name=name, examples=examples, order=order)
    for order, (title, words) in enumerate(TEMPLATES):
        ReplyTemplate.objects.create(title=title, words=words, order=order)


class Migration(migrations.Migration):
    dependencies = [("engagement", "0002_events_are_never_changed")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
