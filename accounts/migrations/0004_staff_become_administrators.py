"""Who was staff gets the role that says the same; roles.py decides what it allows."""

from django.db import migrations

FORWARD = """
UPDATE accounts_user SET site_role = CASE WHEN is_superuser THEN 'administrator' ELSE 'moderator' END
 WHERE (is_staff OR is_superuser) AND site_role = ''
"""
BACKWARD = """
UPDATE accounts_user SET is_staff = site_role <> '', is_superuser = site_role = 'administrator'
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people_have_a_place_on_the_site")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
