"""How one comes in with a one-time code, what Django's admin asks of a user."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.backends import AccountBackend
from accounts.models import User
from core.access import Action
from mandates.codes import check_code
from mandates.scopes import scope_of_user

REFERENCE_APPS = frozenset({"communes", "cscom", "mandates", "accounts", "asaco", "monitoring"})


class OneTimeCodeBackend(AccountBackend):
    """Knows somebody by the code an officer gave. Failures are counted with those of passwords."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, code: str | None = None, **_: Any
    ) -> User | None:
        return check_code(username, code) if username and code else None


class ReferenceDataBackend(BaseBackend):
    """The administrator alone enters the admin, for reference data alone, where nothing is deleted."""

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return (
            isinstance(user_obj, User)
            and app_label in REFERENCE_APPS
            and (getattr(user_obj, "scope", None) or scope_of_user(user_obj)).may(Action.REFERENCE_ADMIN)
        )

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, act = perm.partition(".")
        return not act.startswith("delete_") and self.has_module_perms(user_obj, app)
