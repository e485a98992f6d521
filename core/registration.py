"""What happens when a person registers and when their address turns out to be theirs, through django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.http import HttpRequest

from core import account_mail, customers, devices, roles
from core.events.record import record
from core.models import Customer, Registration, User
from core.people_events import CustomerUpdated
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
        """Makes the login, its role and what was said in one transaction, or nothing."""
        assert isinstance(user, User)
        said = form.cleaned_data
        with transaction.atomic():
            user.display_name, user.language = said["first_name"], account_mail.language_of(None)
            super().save_user(request, user, form, commit=True)
            typed = str(form.data.get("email", ""))
            email = typed if typed.lower() == user.email else user.email
            register(user=user, first_name=said["first_name"], last_name=said["last_name"], email=email)
        return user

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        with transaction.atomic():
            confirmed = bool(super().confirm_email(request, email_address))
            if confirmed:
                settle(user=email_address.user)
        return confirmed

    def clean_email(self, email: str) -> str:
        single_line(email)
        return str(super().clean_email(email))

    def get_login_redirect_url(self, request: HttpRequest, *_: Any, **__: Any) -> str:
        return "/"

    def send_account_already_exists_mail(self, email: str) -> None:
        """Takes as long as making an account does, most of which is hashing the password: the time must not tell either."""
        make_password("a password of nobody's")
        super().send_account_already_exists_mail(email)

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        language = account_mail.language_of(user)
        account_mail.send(
            mail=template_prefix.rpartition("/")[2],
            to=email,
            language=language,
            url=context.get("password_reset_url") or context.get("signup_url") or "",
            values={
                "name": user.name if user else "",
                "code": context.get("code", ""),
                "from_email": context.get("from_email", ""),
                "to_email": context.get("to_email", ""),
                "when": account_mail.moment(language),
                "device": devices.describe(context.get("user_agent", "")),
            },
        )


def register(*, user: User, first_name: str, last_name: str, email: str) -> None:
    """Gives a new login the member role, and keeps what the person said until the address is verified (domain rule 25)."""
    roles.set_roles(user=user, roles=[roles.MEMBER], by=user)
    Registration.objects.create(user=user, first_name=first_name, last_name=last_name, email=email)


@transaction.atomic
def settle(*, user: User) -> Customer | None:
    """The address is verified: joins the login to the record that the centre has under it, or makes one.

    Of several (a family shares an address) it is the one of the same name. Where that doesn't decide it, the front desk does, by
    an invitation. Staff and people who have a record already are left as they are.
    """
    said = Registration.objects.filter(user=user).first()
    if Customer.objects.filter(user=user).exists():
        return None
    held = Customer.objects.select_for_update(of=("self",)).alias(folded=Lower("email")).filter(folded=user.email.lower())
    free = [customer for customer in held if customer.user_id is None]
    if len(free) > 1 and said:
        wanted = str(said).casefold()
        free = [customer for customer in free if customer.full_name.casefold() == wanted]
    if len(free) == 1:
        return join(customer=free[0], user=user)
    if held or not said:
        return None
    said.delete()
    return customers.create(by=user, user=user, first_name=said.first_name, last_name=said.last_name, email=said.email)


@transaction.atomic
def join(*, customer: Customer, user: User) -> Customer:
    """Makes the record the login's own. Staff and the person see it at once."""
    Registration.objects.filter(user=user).delete()
    customer.user = user
    customer.version += 1
    customer.save(update_fields=["user", "version"])
    record(
        CustomerUpdated(
            id=customer.pk,
            version=customer.version,
            first_name=customer.first_name,
            last_name=customer.last_name,
            joined_on=customer.joined_on,
        ),
        subject=f"customer/{customer.pk}",
        audience=customers.readers(customer),
        actor=user.pk,
    )
    return customer
