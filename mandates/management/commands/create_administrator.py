"""manage.py create_administrator: the first account, from which all others come."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from accounts.names import account_of
from core.access import Role
from core.models import ActLog
from mandates.models import Mandate

TRIES = 3
QUESTIONS = (("prenom", "Prénom"), ("nom", "Nom"), ("sexe", "Sexe (F ou M)"), ("telephone", "Téléphone"))


class Command(BaseCommand):
    help = "Ouvre le compte d’un administrateur de la plateforme. Le mot de passe se tape sans s’afficher."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, label in QUESTIONS:
            parser.add_argument(f"--{name}", default="", help=f"{label}\u00a0; demandé s’il manque")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="lire le mot de passe sur l’entrée, sans le demander",
        )
        parser.add_argument("--encore", action="store_true", help="même s’il y a déjà un administrateur")

    def handle(self, *args: Any, **options: Any) -> None:
        there = Mandate.objects.in_force().filter(role=Role.ADMINISTRATEUR).select_related("person").first()
        if there and not options["encore"]:
            raise CommandError(
                f"Il y a déjà un administrateur\u00a0: {there.person}. Pour un autre\u00a0: --encore."
            )
        person = self._person({name: options[name] or self._ask(label) for name, label in QUESTIONS})
        password = self._password(person, from_stdin=options["password_stdin"])
        with transaction.atomic():
            user = open_account(person, password)
        self.stdout.write(
            f"Le compte «\u00a0{user.username}\u00a0» est ouvert. Son titulaire peut changer son mot de "
            "passe sur le site, puis ouvrir les autres comptes (Données de référence, Mandats)."
        )

    def _ask(self, label: str) -> str:
        self.stdout.write(f"{label}\u00a0: ", ending="")
        self.stdout.flush()
        return sys.stdin.readline().strip()

    def _person(self, told: dict[str, str]) -> Person:
        person = Person(
            first_name=told["prenom"],
            last_name=told["nom"],
            sex=told["sexe"].upper(),
            phone=told["telephone"],
        )
        refuse(person)
        return person

    def _password(self, person: Person, *, from_stdin: bool) -> str:
        if from_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
            if reasons := weak(password, person):
                raise CommandError(" ".join(reasons))
            return password
        for _ in range(TRIES):
            password = getpass.getpass("Mot de passe (il ne s’affiche pas)\u00a0: ")
            reasons = weak(password, person)
            if not reasons and password != getpass.getpass("Le même, une seconde fois\u00a0: "):
                reasons = ["Les deux mots de passe diffèrent."]
            if not reasons:
                return password
            self.stderr.write(" ".join(reasons))
        raise CommandError("Trois essais sans mot de passe. Rien n’a été écrit.")


def refuse(person: Person) -> None:
    """Raise CommandError, with each field that is wrong."""
    try:
        person.full_clean()
    except ValidationError as error:
        faults = [
            f"{Person._meta.get_field(name).verbose_name}\u00a0: {' '.join(said)}"  # type: ignore[union-attr]
            for name, said in error.message_dict.items()
        ]
        raise CommandError(f"{' '.join(faults)} Rien n’a été écrit.") from None


def weak(password: str, person: Person) -> list[str]:
    """Why a password will not do; nothing when it will."""
    owner = User(username=person.last_name.lower(), person=person)
    try:
        validate_password(password, owner)
    except ValidationError as error:
        return list(error.messages)
    return []


def open_account(person: Person, password: str) -> User:
    """The person, their account, their mandate over the country, and the line of the log that says so."""
    person.save()
    user = account_of(person)
    user.set_password(password)
    user.save(update_fields=["password"])
    mandate = Mandate(
        person=person,
        role=Role.ADMINISTRATEUR,
        starts_on=timezone.localdate(),
        reference="ouvert en ligne de commande",
    )
    mandate.full_clean()
    mandate.save()
    ActLog.objects.create(
        kind="compte",
        object_id=str(user.pk),
        act="ouvrir_administrateur",
        from_state="",
        to_state="",
        version=0,
        comment="manage.py create_administrator",
        person_id=person.pk,
        person_name=str(person),
        mandate_id=mandate.pk,
        role=Role.ADMINISTRATEUR,
        place_name="Mali",
    )
    return user
