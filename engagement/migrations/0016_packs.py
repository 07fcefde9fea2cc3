from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0015_replies_to_editions")]
    operations = []
