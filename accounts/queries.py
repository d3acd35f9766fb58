from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.roles import Act, roles_for

if TYPE_CHECKING:
    from accounts.models import Invitation, Membership, Team, User  # noqa: F401


class PersonQuerySet(models.QuerySet["User"]):
    def unproven(self) -> "PersonQuerySet":
        """Whoever typed an address at sign-up and never showed that it is theirs."""
        proof = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
        member = self.model.teams.through._default_manager.filter(user=OuterRef("pk"))
        return self.filter(~Exists(proof), ~Exists(member), last_login=None, site_role="")

    def called(self, words: str) -> "PersonQuerySet":
        """Whoever has exactly this address or this name, in whatever case; parts of an address find nobody."""
        return self.filter(Q(email=words.lower()) | Q(name__iexact=words)).order_by("pk")

    def of_the_site(self) -> "PersonQuerySet":
        """Its moderators and administrators."""
        return self.exclude(site_role="").order_by("site_role", "pk")

    def administrators(self) -> "PersonQuerySet":
        return self.filter(site_role="administrator").order_by("pk")

    def here(self) -> "PersonQuerySet":
        """Let in, and not closing the account."""
        return self.filter(is_active=True, closing_at=None)

    def since_before(self, at: datetime) -> "PersonQuerySet":
        return self.filter(created_at__lt=at)


class PersonManager(BaseUserManager["User"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def called(self, words: str) -> PersonQuerySet:
        return self.get_queryset().called(words)

    def of_the_site(self) -> PersonQuerySet:
        return self.get_queryset().of_the_site()

    def administrators(self) -> PersonQuerySet:
        return self.get_queryset().administrators()

    def here(self) -> PersonQuerySet:
        return self.get_queryset().here()

    def unproven(self) -> PersonQuerySet:
        return self.get_queryset().unproven()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, site_role="administrator", **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class TeamQuerySet(models.QuerySet["Team"]):
    def of(self, person: "User") -> "TeamQuerySet":
        return self.filter(memberships__user=person)

    def where_may(self, person: "User", act: Act) -> "TeamQuerySet":
        """The teams in which this person's role allows this."""
        return self.filter(memberships__user=person, memberships__role__in=roles_for(act))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def here(self) -> "MembershipQuerySet":
        """Of people whom others can count on."""
        return self.filter(user__is_active=True, user__closing_at=None)

    def owners(self) -> "MembershipQuerySet":
        return self.filter(role="owner")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self, at: datetime) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__gt=at)
