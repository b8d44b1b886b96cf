"""Notices written before they had a kind take the one that their fact tells; may be run again."""

from django.db import migrations
from django.db.models import Q

KINDS = {"travail": ("travail:", "document:"), "compte": ("code:",)}


def tell_kinds(apps, _schema_editor):
    """Everything else stays what the database gave: the circuit of reports."""
    notices = apps.get_model("notices", "Notice").objects
    for kind, beginnings in KINDS.items():
        wanted = Q()
        for beginning in beginnings:
            wanted |= Q(fact__startswith=beginning)
        notices.filter(wanted).update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_kinds_choices_mail")]
    operations = [migrations.RunPython(tell_kinds, migrations.RunPython.noop)]
