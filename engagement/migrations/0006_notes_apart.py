"""Notes leave the history, so that words can be erased and history stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0005_rule_sets")]

    operations = []
