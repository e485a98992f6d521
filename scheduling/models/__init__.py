"""Every model of the app, in one place as Django asks."""

from scheduling.models.appointment import Appointment
from scheduling.models.reminder import Reminder
from scheduling.models.service import Service
from scheduling.models.session import Session
from scheduling.models.task import Task

__all__ = ["Appointment", "Reminder", "Service", "Session", "Task"]
