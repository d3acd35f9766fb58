"""Django's own permissions go: accounts/roles.py decides."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_staff_become_administrators")]

    operations = [
        migrations.RemoveField("user", "groups"),
        migrations.RemoveField("user", "user_permissions"),
        migrations.RemoveField("user", "is_staff"),
        migrations.RemoveField("user", "is_superuser"),
    ]
