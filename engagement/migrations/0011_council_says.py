from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0010_asks_to_the_end")]
    operations = []
