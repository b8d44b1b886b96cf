from django.db import migrations, models

from monitoring.watching import leave, watch


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0003_borders'),
        ('monitoring', '0009_small_counts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.UUIDField(verbose_name='marque')),
            ],
            options={
                'verbose_name': 'édition du catalogue',
                'verbose_name_plural': 'édition du catalogue',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='edition_alone', violation_error_message='Le catalogue n’a qu’une édition à la fois.')],
            },
        ),
        migrations.RunPython(lambda apps, editor: watch(editor), lambda apps, editor: leave(editor)),
    ]
