"""Concerns, their events and the duty rota."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0003_first_themes_and_templates")]

    operations = []
