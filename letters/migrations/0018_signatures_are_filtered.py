import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the indexes grow while people sign
    dependencies = [("letters", "0017_letters_ask_and_count_paper")]

    operations = [
        AddIndexConcurrently(
            model_name='signature',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('answers', {}), _negated=True), fields=['answers'], name='signatures_with_answers'),
        ),
        AddIndexConcurrently(
            model_name='signature',
            index=models.Index(condition=models.Q(('state', 'confirmed'), ('name_hidden_at', None), models.Q(('display', 'anonymous'), _negated=True), models.Q(('country', ''), _negated=True)), fields=['letter', 'country', '-confirmed_at', '-id'], name='signatures_by_country'),
        ),
        AddIndexConcurrently(
            model_name='signature',
            index=models.Index(condition=models.Q(('state', 'confirmed'), ('name_hidden_at', None), models.Q(('display', 'anonymous'), _negated=True), models.Q(('came_from', ''), _negated=True)), fields=['letter', 'came_from', '-confirmed_at', '-id'], name='signatures_by_link'),
        ),
        AddIndexConcurrently(
            model_name='signature',
            index=models.Index(condition=models.Q(('state', 'confirmed'), models.Q(('display', 'name'), _negated=True)), fields=['letter', 'display', '-confirmed_at', '-id'], name='signatures_by_display'),
        ),
        AddIndexConcurrently(
            model_name='signature',
            index=models.Index(condition=models.Q(('state', 'confirmed'), models.Q(('reason', ''), _negated=True)), fields=['letter', '-confirmed_at', '-id'], name='signatures_with_reason'),
        ),
        AddIndexConcurrently(
            model_name='signature',
            index=models.Index(condition=models.Q(('state', 'confirmed'), ('name_hidden_at__isnull', False)), fields=['letter', '-confirmed_at', '-id'], name='signatures_hidden'),
        ),
        AddIndexConcurrently(
            model_name='signature',
            index=models.Index(condition=models.Q(('state__in', ('held', 'struck'))), fields=['letter', 'state', '-confirmed_at', '-id'], name='signatures_not_in_force'),
        ),
    ]
