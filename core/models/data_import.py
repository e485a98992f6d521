"""A file of members that is brought in, and what is wrong with its lines."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.user import User


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view imports see all; nobody else any."""
        return self if user.is_staff and user.has_perm("core.view_import") else self.none()


class Import(models.Model):
    """uploaded → checking → checked → importing → done; back to checked where lines were refused, or failed for good.

    `mapping` says for each heading which field of a member its column is, or None. `done` of `total` lines have been read in what
    goes on now. `version` grows by one with each change that a screen can see.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        IMPORTING = "importing", "Being imported"
        DONE = "done", "Imported"
        FAILED = "failed", "Failed"

    class DateOrder(models.TextChoices):
        DMY = "dmy", "Day, month, year"
        MDY = "mdy", "Month, day, year"
        YMD = "ymd", "Year, month, day"

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=20, blank=True, default="")
    headings = ArrayField(models.CharField(max_length=200))
    sample = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    date_order = models.CharField(max_length=3, choices=DateOrder, default=DateOrder.DMY)
    state = models.CharField(max_length=9, choices=State, default=State.UPLOADED)
    failure = models.CharField(max_length=40, blank=True, default="")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="import_by_time"),
            models.Index(fields=["id"], name="import_to_do", condition=Q(state__in=["checking", "importing"])),
            models.Index(fields=["created_at"], name="import_at_rest", condition=Q(state__in=["uploaded", "checked"])),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportFile(models.Model):
    """The file as it was sent. In the database, so that whichever process does the work finds it; gone when the work is done."""

    run = models.OneToOneField(Import, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of import {self.run_id}"


class ImportProblem(models.Model):
    """What is wrong with one value of one line. `other` is the line, or the member's id, that it collides with."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems", db_index=False)
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=100)
    other = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["line", "id"]
        indexes = [models.Index(fields=["run", "line", "id"], name="import_problem_by_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.field} {self.code}"
