from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Arrangement(models.Model):
    """How a person has their start page. A card that `order` doesn't name, a new one, comes after those it does."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    order = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    hidden = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return ", ".join(name for name in self.order if name not in self.hidden)
