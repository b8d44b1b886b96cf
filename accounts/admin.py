"""The administrator’s pages of people, of their accounts. Nobody is deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Person, User, normal_phone


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    list_display = ["last_name", "first_name", "sex", "phone", "fictitious"]
    list_filter = ["sex", "fictitious"]
    search_fields = ["last_name", "first_name", "phone"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ["username", "person", "phone", "is_active", "last_login"]
    list_select_related = ["person"]
    list_filter = ["is_active"]
    search_fields = ["username", "phone", "person__last_name", "person__first_name"]
    autocomplete_fields = ["person"]
    fields = ["username", "person", "phone", "is_active", "last_login", "created_at"]
    readonly_fields = ["last_login", "created_at"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        """A new account has no password: its owner chooses one with a one-time code."""
        obj.phone = normal_phone(obj.phone or "") or None
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
