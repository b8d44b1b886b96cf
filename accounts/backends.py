"""Signing in with a phone number or a user name."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.names import find_user


class AccountBackend(BaseBackend):
    """Finds the account of a session again, whichever way its owner came in."""

    def get_user(self, user_id: int) -> User | None:
        user: User | None = import_string(settings.ACCOUNT_READER)(user_id)
        return user if user and user.is_active else None


class PhoneOrUsernameBackend(AccountBackend):
    """The password of the account that a phone number or a user name means."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if not username or password is None:
            return None
        user = find_user(username)
        if user is None:
            make_password(password)  # the same time whether or not the account exists
            return None
        return user if user.check_password(password) and user.is_active else None
