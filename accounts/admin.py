"""What staff may see and change of accounts; sign-in to the admin passes through the site's own limits."""

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Membership, Team, User
from petition.audit.actions import record

if TYPE_CHECKING:
    Rows = admin.ModelAdmin[Any]
    Lines = admin.TabularInline[Membership, Team]
else:
    Rows, Lines = admin.ModelAdmin, admin.TabularInline

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(Group)  # roles.py decides who may do what
admin.site.unregister(EmailAddress)  # an address is proved by its mailbox, not by staff


def change_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Where everybody changes it: there it is remembered, and the mailbox is told."""
    return redirect("account_change_password")


admin.site.password_change = change_password  # type: ignore[method-assign,assignment]


class Kept(Rows):
    """Rows that staff change but neither invent nor erase, each change with a line of history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        verb = f"accounts.correct_{obj._meta.model_name}"
        record(verb, obj, by=f"user {request.user.pk}", changes={"fields": form.changed_data})


class MembershipInline(Lines):
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)
    fields = ("user", "role", "created_at")
    readonly_fields = ("created_at",)


@admin.register(User)
class UserAdmin(Kept):
    list_display = ("email", "name", "is_active", "site_role", "created_at", "last_login")
    list_filter = ("is_active", "site_role")
    search_fields = ("email", "name")
    ordering = ("-created_at",)
    fields = ("email", "name", "language", "is_active", "site_role", "created_at", "last_login")
    readonly_fields = ("email", "created_at", "last_login")  # the address changes by proving it


@admin.register(Team)
class TeamAdmin(Kept):
    list_display = ("__str__", "person", "created_at")
    list_select_related = ("person",)
    search_fields = ("name", "members__email")
    fields = ("name", "person", "created_at")
    readonly_fields = ("person", "created_at")
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(Kept):
    list_display = ("user", "team", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "team")
    search_fields = ("user__email", "team__name")
    fields = ("user", "team", "role", "created_at")
    readonly_fields = ("user", "team", "created_at")
