"""What happens when a person registers, through django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.http import HttpRequest

from core import customers, roles
from core.models import Customer, User
from core.text import single_line


class NameForm(forms.Form):
    """The fields that registration asks for beside email and password."""

    first_name = forms.CharField(max_length=80, validators=[single_line])
    last_name = forms.CharField(max_length=80, validators=[single_line])

    def clean(self) -> dict[str, Any]:
        """Checks the password against the rest: allauth's headless registration looks at it alone."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=cleaned.get("email") or ""))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for it; the adapter has done everything in one transaction."""


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: forms.BaseForm, commit: bool = True) -> User:
        """Makes the login, its role and its customer record in one transaction, or nothing."""
        assert isinstance(user, User)
        with transaction.atomic():
            user.display_name = form.cleaned_data["first_name"]
            super().save_user(request, user, form, commit=True)
            register(user=user, first_name=form.cleaned_data["first_name"], last_name=form.cleaned_data["last_name"])
        return user

    def clean_email(self, email: str) -> str:
        single_line(email)
        return str(super().clean_email(email))

    def get_login_redirect_url(self, request: HttpRequest, *_: Any, **__: Any) -> str:
        return "/"


def register(*, user: User, first_name: str, last_name: str) -> None:
    """Gives a new login the member role and a customer record of its own.

    Where the centre has a record with this email already, the login gets none: the address is not verified, so it proves nothing
    (domain rule 25).
    """
    roles.set_roles(user=user, roles=[roles.MEMBER], by=user)
    taken = Customer.objects.alias(folded=Lower("email")).filter(folded=user.email.lower())
    if not taken.exists():
        customers.create(by=user, user=user, first_name=first_name, last_name=last_name, email=user.email)
