from typing import ClassVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.queries import PersonManager, TeamQuerySet


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; the mail address is the login, and there is no user name."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=16, default="en")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(email=Lower("email")), name="logins_in_lower_case"),)

    def __str__(self) -> str:
        return self.name or self.email

    @staticmethod
    def no_password() -> str:
        """What the password column holds for somebody who signs in by mailed code alone."""
        return make_password(None)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Team(models.Model):
    """The people behind a letter; a person alone is a team of one."""

    name = models.CharField(max_length=100, blank=True)
    person = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="own_team")
    created_at = models.DateTimeField(default=timezone.now)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    objects: ClassVar[TeamQuerySet] = TeamQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or f"team {self.pk}"

    def owners(self) -> models.QuerySet[User]:
        """Who gets the team's mail and may do everything with its letters."""
        return self.members.filter(is_active=True, memberships__team=self, memberships__role="owner").order_by("pk")


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner"
        EDITOR = "editor"
        VIEWER = "viewer"

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.OWNER)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "user"), name="one_membership_per_person"),)

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of {self.team_id}"
