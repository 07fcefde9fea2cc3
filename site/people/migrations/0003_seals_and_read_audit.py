"""What people opened, and a chain over everything that is never changed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0002_outbox_and_aliases")]

    operations = []
