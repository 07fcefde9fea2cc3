"""Mail to staff waits in the database until it is sent; other names that a member of staff goes by."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_staff_and_spaces")]

    operations = []
