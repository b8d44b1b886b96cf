"""A person is not a user: people hold mandates, users sign in."""

import re
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models


def normal_phone(text: str) -> str:
    """« +223 70 00 00 14 » → « 70000014 »: the eight digits of a Malian number, else what was typed."""
    digits = re.sub(r"[\s.\-  ]", "", text)
    return re.sub(r"^(\+|00)223", "", digits)


class Person(models.Model):
    """Somebody who takes part, with or without an account."""

    class Sex(models.TextChoices):
        WOMAN = "F", "femme"
        MAN = "M", "homme"

    first_name = models.CharField("prénom", max_length=60)
    last_name = models.CharField("nom", max_length=60)
    sex = models.CharField("sexe", max_length=1, choices=Sex.choices)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail", max_length=120, blank=True, default="", db_default="")
    fictitious = models.BooleanField("personne fictive (démonstration)", default=False)

    class Meta:
        verbose_name = "personne"
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None, *, person: Person) -> "User":
        """A user who signs in with ``username`` or the phone of ``person``."""
        user = self.model(username=username, person=person, phone=normal_phone(person.phone) or None)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """The account of one person. Rights never stand here: they follow the person's mandates."""

    username = models.CharField(
        "nom d’utilisateur",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", "Minuscules sans accent, chiffres, point ou tiret.")
        ],
    )
    phone = models.CharField("téléphone", max_length=20, unique=True, null=True, blank=True)
    person = models.OneToOneField(Person, models.PROTECT, verbose_name="personne", related_name="user")
    is_active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = "compte"

    def __str__(self) -> str:
        return self.username

    # What Django's admin asks of a user; the answer comes from a backend on a higher floor.
    @property
    def is_staff(self) -> bool:
        return self.has_module_perms("communes")

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "has_module_perms")
        )
