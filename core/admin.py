"""People and the event line in `/admin/`. What happens here is recorded like anywhere else: the use cases save."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest

from core import customers, plans, staff
from core.api import reauthentication
from core.models import CheckIn, Consent, Customer, Event, Membership, Payment, Plan, Tag, User
from core.refusals import Refused


@admin.register(User)
class Users(admin.ModelAdmin[User]):
    """People come by registration and invitation and choose their own password, so here is none to set. Roles and activity change
    by the use case that the staff screens call.
    """

    list_display = ["email", "display_name", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "display_name"]
    ordering = ["email"]
    fields = ["email", "display_name", "language", "is_active", "groups", "is_staff", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["email", "display_name", "language", "is_staff", "is_superuser", "last_login", "date_joined"]
    filter_horizontal = ["groups"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """The use case saves."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if not reauthentication.is_recent(request):
            self.message_user(request, "Show first that it is you: sign in anew.", messages.ERROR)
            return
        user = User.objects.get(pk=form.instance.pk)
        held, wanted = ({group.name for group in groups} for groups in (user.groups.all(), form.cleaned_data["groups"]))
        try:
            staff.change(
                user=user,
                by=request.user,  # type: ignore[arg-type]
                give=wanted - held,
                take=held - wanted,
                is_active=form.cleaned_data["is_active"],
            )
        except Refused as refused:
            self.message_user(request, refused.message, messages.ERROR)


@admin.register(Tag)
class Tags(admin.ModelAdmin[Tag]):
    list_display = ["name", "colour"]
    search_fields = ["name"]


class Consents(admin.TabularInline[Consent, Customer]):
    """To be read: what was agreed to is proof, and changes by being given again or withdrawn."""

    model = Consent
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Customer)
class Customers(admin.ModelAdmin[Customer]):
    list_display = ["member_number", "last_name", "first_name", "email", "phone_number", "joined_on"]
    list_display_links = ["member_number", "last_name"]
    list_filter = ["tags"]
    search_fields = ["first_name", "last_name", "email", "phone_number", "=member_number"]
    date_hierarchy = "joined_on"
    raw_id_fields = ["user", "guardian"]
    filter_horizontal = ["tags"]
    readonly_fields = ["member_number", "version"]
    inlines = [Consents]

    def save_model(self, request: HttpRequest, obj: Customer, form: ModelForm[Customer], change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        if change:
            saved = customers.change(customer=obj, by=request.user, **fields)  # type: ignore[arg-type]
        else:
            saved = customers.create(by=request.user, **fields)  # type: ignore[arg-type]
        obj.pk, obj.version = saved.pk, saved.version

    def delete_model(self, request: HttpRequest, obj: Customer) -> None:
        customers.delete(customer=obj, by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for customer in queryset:
            customers.delete(customer=customer, by=request.user)  # type: ignore[arg-type]


@admin.register(Plan)
class Plans(admin.ModelAdmin[Plan]):
    list_display = ["name", "price", "currency", "months", "days", "visits", "offered"]
    search_fields = ["name"]
    readonly_fields = ["version"]

    def save_model(self, request: HttpRequest, obj: Plan, form: ModelForm[Plan], change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        by: Any = request.user
        saved = plans.change(plan=obj, by=by, **fields) if change else plans.create(by=by, **fields)
        obj.pk, obj.version = saved.pk, saved.version

    def delete_model(self, request: HttpRequest, obj: Plan) -> None:
        plans.delete(plan=obj, by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for plan in queryset:
            plans.delete(plan=plan, by=request.user)  # type: ignore[arg-type]


class Readable(admin.ModelAdmin[Any]):
    """What the use cases keep together can be read here: a row changed by hand would leave the others as they were."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class Memberships(Readable):
    list_display = ["customer", "plan", "starts_on", "ends_on", "price", "currency"]
    list_select_related = ["customer", "plan"]
    list_filter = ["plan"]
    search_fields = ["customer__first_name", "customer__last_name"]
    date_hierarchy = "starts_on"


@admin.register(Payment)
class Payments(Readable):
    list_display = ["paid_on", "membership", "amount", "currency", "method"]
    list_select_related = ["membership__plan"]
    date_hierarchy = "paid_on"


@admin.register(CheckIn)
class CheckIns(Readable):
    list_display = ["at", "customer", "method", "anyway", "undone_at"]
    list_select_related = ["customer"]
    date_hierarchy = "at"


@admin.register(Event)
class Events(admin.ModelAdmin[Event]):
    """The line can be read here and changed nowhere. What goes to functions holds contact details and is not shown."""

    list_display = ["seq", "time", "type", "subject", "actor"]
    list_filter = ["type"]
    search_fields = ["subject"]
    ordering = ["-position"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(audience=[])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False


admin.site.unregister(Group)


@admin.register(Group)
class Roles(admin.ModelAdmin[Group]):
    """To look at. They are edited in the settings, where the rules of who may give what hold."""

    fields = ["name", "permissions"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False
