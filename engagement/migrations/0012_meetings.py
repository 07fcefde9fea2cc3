from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0011_council_says")]
    operations = []
