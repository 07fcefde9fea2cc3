"""Objections, complaints and requests for everything about one person."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0006_notes_apart")]

    operations = []
