"""What Django's admin asks: only the administrator, only reference data and mandates."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.models import User
from core.access import Action
from mandates.scopes import scope_of_user

REFERENCE_APPS = frozenset({"communes", "cscom", "mandates", "accounts", "asaco", "monitoring"})


class ReferenceDataBackend(BaseBackend):
    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return (
            isinstance(user_obj, User)
            and app_label in REFERENCE_APPS
            and scope_of_user(user_obj).may(Action.REFERENCE_ADMIN)
        )

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, act = perm.partition(".")
        return not act.startswith("delete_") and self.has_module_perms(user_obj, app)
