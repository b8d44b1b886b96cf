from django.db import migrations

from mandates.handing import hold, leave


class Migration(migrations.Migration):

    dependencies = [
        ('mandates', '0005_delegations'),
    ]

    operations = [
        migrations.RunPython(lambda apps, editor: hold(editor), lambda apps, editor: leave(editor)),
    ]
