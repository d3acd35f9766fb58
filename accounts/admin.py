"""What staff may see and change of accounts; sign-in to the admin passes through the site's own limits."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.actions import let_in, shut_out
from accounts.models import Membership, Team, User
from accounts.onward import to_set_up

if TYPE_CHECKING:
    Rows = admin.ModelAdmin[Any]
    Lines = admin.TabularInline[Membership, Team]
else:
    Rows, Lines = admin.ModelAdmin, admin.TabularInline

sign_in = secure_admin_login(admin.site.login)


def may_open(request: HttpRequest) -> bool:
    """Administrators with a second factor, like the desk."""
    person = request.user
    return getattr(person, "is_here", False) and getattr(person, "is_staff", False) and is_mfa_enabled(person)


def login(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """The site's own sign-in, with its limits; whoever lacks a second factor is sent to set one up."""
    if getattr(request.user, "closing_at", None):
        return redirect("studio:come_back")
    if getattr(request.user, "is_staff", False) and not is_mfa_enabled(request.user):
        return to_set_up(request)
    return cast(HttpResponse, sign_in(request, extra_context))


admin.site.has_permission = may_open  # type: ignore[method-assign]
admin.site.login = login  # type: ignore[method-assign]
admin.site.unregister(Group)  # roles.py decides who may do what
admin.site.unregister(EmailAddress)  # an address is proved by its mailbox, not by staff
# Second factors, sessions and logins of other sites are their owner's alone, and their keys nobody's to read.
for table in (Authenticator, UserSession, SocialApp, SocialToken, SocialAccount):
    if admin.site.is_registered(table):
        admin.site.unregister(table)


def change_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Where everybody changes it: there it is remembered, and the mailbox is told."""
    return redirect("account_change_password")


admin.site.password_change = change_password  # type: ignore[method-assign,assignment]


class Kept(Rows):
    """Rows that staff read; whatever may change has a verb, and its page at the desk or in the studio."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class MembershipInline(Lines):
    model = Membership
    extra = 0
    can_delete = False
    fields = readonly_fields = ("user", "role", "created_at")

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(Kept):
    """The one thing to change is whether somebody is let in: nobody else's page asks that."""

    list_display = ("email", "name", "is_active", "site_role", "created_at", "last_login")
    list_filter = ("is_active", "site_role")
    search_fields = ("email", "name")
    ordering = ("-created_at",)
    fields = ("email", "name", "language", "is_active", "site_role", "created_at", "last_login", "closing_at")
    readonly_fields = ("email", "name", "language", "site_role", "created_at", "last_login", "closing_at")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return obj is None or obj != request.user  # nobody shuts themselves out, and the site with them

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[Any]", change: bool) -> None:
        (let_in if obj.is_active else shut_out)(obj, by=cast(User, request.user))


@admin.register(Team)
class TeamAdmin(Kept):
    list_display = ("__str__", "person", "is_trusted", "created_at")
    list_select_related = ("person",)
    search_fields = ("name", "members__email")
    fields = ("name", "person", "is_trusted", "created_at")
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(Kept):
    list_display = ("user", "team", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "team")
    search_fields = ("user__email", "team__name")
    fields = ("user", "team", "role", "created_at")
