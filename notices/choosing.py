"""The choices of a person, written whole."""

from django.db import transaction

from accounts.models import Person
from notices.forms import ChoicesForm
from notices.models import NoticeChoice


def choose(person: Person, form: ChoicesForm) -> None:
    """Write what a valid form says: the address, one row a question asked."""
    with transaction.atomic():
        if form.mail:
            Person.objects.filter(pk=person.pk).update(email=form.cleaned_data["email"])
        NoticeChoice.objects.bulk_create(
            [NoticeChoice(person=person, kind=kind, means=means) for kind, means in form.chosen()],
            update_conflicts=True,
            unique_fields=["person", "kind"],
            update_fields=["means"],
        )
