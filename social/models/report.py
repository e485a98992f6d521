"""What people said is wrong with a post or a comment, and what the staff decided."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.text import paragraphs
from social.models.comment import Comment
from social.models.post import Post


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def with_names(self) -> Self:
        return self.select_related("post__author", "comment__author", "reported_by", "decided_by")


class Report(models.Model):
    """`said` is what stood there when it was reported: it may be edited or deleted since.

    Each person reports the same thing once while nothing is decided. The staff decide on all open reports of a thing together.
    """

    class Reason(models.TextChoices):
        SPAM = "spam", "Spam"
        INSULT = "insult", "Insult"
        PRIVATE = "private", "Private"
        UNSAFE = "unsafe", "Unsafe"
        OTHER = "other", "Other"

    class Decision(models.TextChoices):
        HIDDEN = "hidden", "Hidden"
        KEPT = "kept", "Kept"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="reports")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="reports")
    said = models.TextField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=7, choices=Reason)
    note = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(500)])
    created_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=6, choices=Decision, blank=True, default="", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    explanation = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(500)])

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True, comment__isnull=False) | Q(post__isnull=False, comment__isnull=True),
                name="report_is_of_one",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""),
                name="report_decided_says_what",
            ),
            models.UniqueConstraint(
                fields=["reported_by", "post"],
                condition=Q(decided_at__isnull=True, post__isnull=False),
                name="post_reported_once",
            ),
            models.UniqueConstraint(
                fields=["reported_by", "comment"],
                condition=Q(decided_at__isnull=True, comment__isnull=False),
                name="comment_reported_once",
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(decided_at__isnull=True), name="report_open"),
            models.Index(fields=["-id"], condition=Q(decided_at__isnull=False), name="report_decided"),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def writing(self) -> Post | Comment:
        writing = self.post or self.comment
        assert writing is not None  # the database says so
        return writing
