"""Rule sets edited, tried, published and rolled back in the admin."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0004_concerns")]

    operations = []
