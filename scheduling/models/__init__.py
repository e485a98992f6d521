"""Every model of the app, in one place as Django asks."""

from scheduling.models.appointment import Appointment
from scheduling.models.calendar_link import CalendarLink
from scheduling.models.mail_choice import MailChoice
from scheduling.models.reminder import Reminder
from scheduling.models.room import Room
from scheduling.models.service import Service
from scheduling.models.session import Session
from scheduling.models.task import Task, TaskComment
from scheduling.models.task_reminder import TaskReminder
from scheduling.models.task_view import TaskView
from scheduling.models.timetable import Closure, Timetable, TimetableConflict
from scheduling.models.working_time import TimeOff, WorkingDay, WorkingHours

__all__ = [
    "Appointment",
    "CalendarLink",
    "Closure",
    "MailChoice",
    "Reminder",
    "Room",
    "Service",
    "Session",
    "Task",
    "TaskComment",
    "TaskReminder",
    "TaskView",
    "TimeOff",
    "Timetable",
    "TimetableConflict",
    "WorkingDay",
    "WorkingHours",
]
