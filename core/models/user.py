"""The account a person signs in with."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from core.text import single_line


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.confirm_address()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(folded=Lower("email")).get(folded=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A login. What a person may do follows from their groups, one group a role (`core.roles`).

    `email` is kept as typed and unique by its lower-cased value. `is_staff` says that a role of the staff is held: it opens the
    staff screens and `/admin/`. `left_staff_at`: since when somebody who worked here holds none any more. `version` grows by one
    with each change that the list of staff shows.
    """

    email = models.EmailField(max_length=254, db_collation="pg_c_utf8", validators=[single_line])
    display_name = models.CharField(max_length=80, blank=True, validators=[single_line])
    language = models.CharField(max_length=10, blank=True, default="")
    picture = models.ForeignKey("core.Picture", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    is_staff = models.BooleanField(default=False)
    left_staff_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_code="unique",
                violation_error_message="There is an account with this email address already.",
            ),
            models.CheckConstraint(
                condition=models.Q(left_staff_at=None) | models.Q(is_staff=False), name="user_works_here_or_has_left"
            ),
        ]
        indexes = [
            models.Index(fields=["is_staff", "is_active", "display_name", "id"], name="user_staff"),
            models.Index(fields=["display_name", "id"], name="user_left", condition=models.Q(left_staff_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def name(self) -> str:
        """What others see: the chosen display name, never the address."""
        return self.display_name or self.email.partition("@")[0]

    def confirm_address(self) -> None:
        """For whom the address is known to be theirs: an invitation reached them there, or an operator vouches for it."""
        EmailAddress.objects.update_or_create(user=self, email=self.email.lower(), defaults={"verified": True, "primary": True})
