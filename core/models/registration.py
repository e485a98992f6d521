"""What a person said of themselves before their address was verified."""

from django.conf import settings
from django.db import models

from core.names import full_name
from core.text import single_line


class Registration(models.Model):
    """Waits for the verification: until then the centre has no record of the person, and no member's record is theirs."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    first_name = models.CharField(max_length=80, validators=[single_line])
    last_name = models.CharField(max_length=80, validators=[single_line])
    email = models.EmailField(max_length=254, validators=[single_line])

    def __str__(self) -> str:
        return full_name(self.first_name, self.last_name)
