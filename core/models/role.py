"""What the system once gave to roles by itself."""

from django.db import models


class InitialGrant(models.Model):
    """A permission that a role was given when the permission was new. What the owner took away since then stays away."""

    role = models.CharField(max_length=40)
    permission = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="initial_grant_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.permission}"
