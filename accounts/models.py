from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import InvitationQuerySet, MembershipQuerySet, PersonManager, TeamQuerySet
from petition.lib import vault


class User(AbstractBaseUser):
    """A person with an account; the mail address is the login, and there is no user name."""

    class SiteRole(models.TextChoices):
        NONE = ""
        MODERATOR = "moderator"
        ADMINISTRATOR = "administrator"

    class Digest(models.TextChoices):
        """How often an organizer is told what happened to their letters."""

        NEVER = "never", _("Never")
        DAILY = "daily", _("Daily")
        WEEKLY = "weekly", _("Weekly")

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100, blank=True)
    about = models.CharField(max_length=500, blank=True)  # what team mates and moderators read
    link = models.URLField(max_length=300, blank=True)
    language = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.WEEKLY, db_default="weekly")
    wants_milestones = models.BooleanField(default=True, db_default=True)
    wants_desk_digest = models.BooleanField(default=True, db_default=True)  # asked only of whom the desk is open to
    site_role = models.CharField(max_length=16, choices=SiteRole, default=SiteRole.NONE, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    closing_at = models.DateTimeField(null=True)  # when the account is erased, unless its owner comes back before

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(email=Lower("email")), name="logins_in_lower_case"),)
        indexes = (
            models.Index(fields=("closing_at",), condition=Q(closing_at__isnull=False), name="people_who_leave"),
            models.Index(fields=("site_role", "id"), condition=~Q(site_role=""), name="people_of_the_site"),
            models.Index(Upper("name"), name="people_by_name"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @staticmethod
    def no_password() -> str:
        """What the password column holds for somebody who signs in by mailed code alone."""
        return make_password(None)

    @property
    def is_moderator(self) -> bool:
        """Whether the desk is theirs; administrators may do whatever moderators do."""
        return self.site_role in (self.SiteRole.MODERATOR, self.SiteRole.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        return self.site_role == self.SiteRole.ADMINISTRATOR

    @property
    def is_here(self) -> bool:
        """Whether others can count on them: let in, and not closing the account."""
        return self.is_active and self.closing_at is None

    @property
    def is_staff(self) -> bool:
        """Django's word for who may open its admin."""
        return self.is_administrator

    @property
    def is_last_administrator(self) -> bool:
        """Whether the site would be left without one."""
        others = User.objects.administrators().here().exclude(pk=self.pk)
        return self.is_administrator and not others.exists()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's admin asks for each table; who may open it may read all of them, and its pages decide the rest."""
        return self.is_here and self.is_administrator

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return self.is_here and self.is_administrator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_here and self.is_administrator

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Team(models.Model):
    """The people behind a letter; a person alone is a team of one."""

    name = models.CharField(max_length=100, blank=True)
    person = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="own_team")
    is_trusted = models.BooleanField(default=False)  # publishes at once, and the desk looks afterwards
    created_at = models.DateTimeField(default=timezone.now)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    objects: ClassVar[TeamQuerySet] = TeamQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (models.Index(Upper("name"), name="teams_by_name"),)

    def __str__(self) -> str:
        return self.name or f"team {self.pk}"

    def owners(self) -> models.QuerySet[User]:
        """Who gets the team's mail and may do everything with its letters."""
        return self.members.filter(is_active=True, memberships__team=self, memberships__role="owner").order_by("pk")

    def has_owner_besides(self, person: User) -> bool:
        """Whether somebody else would go on; an account that is being closed goes on for nobody."""
        return Membership.objects.owners().here().filter(team=self).exclude(user=person).exists()


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner"
        EDITOR = "editor"
        VIEWER = "viewer"

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.OWNER)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "user"), name="one_membership_per_person"),)

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of {self.team_id}"


class Invitation(models.Model):
    """A place in a team, kept for whoever owns one mail address."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    address = models.BinaryField()  # sealed by the vault
    identity = models.BinaryField(max_length=32)  # of the exact address, so that nobody is invited twice at once
    role = models.CharField(max_length=16, choices=Membership.Role)
    language = models.CharField(max_length=16, default="en")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # by the team, by the invited, or by a newer invitation

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "identity"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_invitation_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.team_id}"

    @property
    def typed_address(self) -> str:
        return vault.unseal(self.address)

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class NoInvitation(models.Model):
    """A mailbox that wants no invitation of a team, known by a keyed fingerprint alone."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_index=False)
    mailbox = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "mailbox"), name="refused_once"),)

    def __str__(self) -> str:
        return f"no invitation of {self.team_id}"
