"""Scheduling in `/admin/`. Appointments change through the use cases, so that nothing happens past the event line."""

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from core.refusals import Refused
from scheduling import bookings
from scheduling.models import (
    Appointment,
    Closure,
    Reminder,
    Room,
    Service,
    Session,
    Task,
    TimeOff,
    Timetable,
    WorkingDay,
    WorkingHours,
)


class ToBeRead:
    """Pages that change nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Service)
class Services(ToBeRead, admin.ModelAdmin[Service]):
    """What is offered, where and when changes on the screens, whose use cases tell those whom it concerns."""

    list_display = ["name", "kind", "minutes", "capacity", "room", "active"]
    list_select_related = ["room"]
    list_filter = ["kind", "active"]
    search_fields = ["name"]


@admin.register(Room)
class Rooms(ToBeRead, admin.ModelAdmin[Room]):
    list_display = ["name", "capacity"]
    search_fields = ["name"]


@admin.register(Timetable)
class Timetables(ToBeRead, admin.ModelAdmin[Timetable]):
    list_display = ["service", "trainer", "room", "at", "rule", "starts_on", "ends_on"]
    list_select_related = ["service", "trainer", "room"]
    list_filter = ["service"]
    search_fields = ["service__name"]


@admin.register(Closure)
class Closures(ToBeRead, admin.ModelAdmin[Closure]):
    list_display = ["name", "starts_on", "ends_on"]
    search_fields = ["name"]


@admin.register(WorkingHours)
class Hours(ToBeRead, admin.ModelAdmin[WorkingHours]):
    list_display = ["trainer"]
    list_select_related = ["trainer"]


@admin.register(WorkingDay)
class Days(ToBeRead, admin.ModelAdmin[WorkingDay]):
    list_display = ["trainer", "day"]
    list_select_related = ["trainer"]


@admin.register(TimeOff)
class TimesOff(ToBeRead, admin.ModelAdmin[TimeOff]):
    list_display = ["trainer", "starts_at", "ends_at", "note"]
    list_select_related = ["trainer"]
    date_hierarchy = "starts_at"


@admin.register(Session)
class Sessions(ToBeRead, admin.ModelAdmin[Session]):
    """The seats in a session follow it, which no form of the admin knows."""

    list_display = ["starts_at", "service", "trainer", "room", "capacity", "state"]
    list_select_related = ["service", "trainer", "room"]
    list_filter = ["state", "service"]
    search_fields = ["service__name"]
    date_hierarchy = "starts_at"


@admin.register(Appointment)
class Appointments(admin.ModelAdmin[Appointment]):
    """Booked and changed here; cancelled by the action. Deleted never: what was, was."""

    list_display = ["starts_at", "customer", "service", "trainer", "state"]
    list_select_related = ["customer", "service", "trainer"]
    list_filter = ["state", "service"]
    search_fields = ["customer__first_name", "customer__last_name"]
    date_hierarchy = "starts_at"
    fields = ["customer", "service", "trainer", "starts_at", "notes", "state", "version"]
    autocomplete_fields = ["customer", "service"]
    raw_id_fields = ["trainer"]
    readonly_fields = ["state", "version"]
    actions = ["cancel_selected"]

    def get_readonly_fields(self, request: HttpRequest, obj: Appointment | None = None) -> list[str]:
        return ["customer", "service", *self.readonly_fields] if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Appointment | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Appointment, form: ModelForm[Appointment], change: bool) -> None:
        if change:
            fields: Any = {name: form.cleaned_data[name] for name in form.changed_data}
            bookings.change(appointment=obj, by=request.user, **fields)  # type: ignore[arg-type]
        else:
            obj.pk = bookings.book(by=request.user, **form.cleaned_data).pk  # type: ignore[arg-type]

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **options)
        except Refused as refused:
            self.message_user(request, refused.message, messages.ERROR)
            return HttpResponseRedirect(request.path)

    @admin.action(description="Cancel selected appointments", permissions=["change"])
    def cancel_selected(self, request: HttpRequest, queryset: Any) -> None:
        for appointment in queryset:
            try:
                bookings.cancel(appointment=appointment, by=request.user)  # type: ignore[arg-type]
            except Refused as refused:
                self.message_user(request, f"{appointment}: {refused.message}", messages.ERROR)


@admin.register(Reminder)
class Reminders(ToBeRead, admin.ModelAdmin[Reminder]):
    """The log; it follows what it is about."""

    list_display = ["due_at", "kind", "subject", "customer", "channel", "state", "outcome_at", "detail"]
    list_select_related = ["customer"]
    list_filter = ["state", "kind", "channel"]
    search_fields = ["subject", "customer__first_name", "customer__last_name"]
    date_hierarchy = "due_at"


@admin.register(Task)
class Tasks(ToBeRead, admin.ModelAdmin[Task]):
    list_display = ["title", "due_at", "priority", "state", "assignee", "role", "customer"]
    list_select_related = ["assignee", "customer"]
    list_filter = ["state", "priority", "role"]
    search_fields = ["title"]
    date_hierarchy = "due_at"
