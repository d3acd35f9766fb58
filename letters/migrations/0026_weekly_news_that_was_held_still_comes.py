from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0025_signers_choose_their_mail")]

    operations = [migrations.AddField("signature", "weekly_until", models.DateTimeField(null=True))]
