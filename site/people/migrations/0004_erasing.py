"""What was erased, so that a restored backup forgets it again; and what a legal hold keeps."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_seals_and_read_audit")]

    operations = []
