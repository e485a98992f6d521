"""Loading the demo centre, part by part."""

from django.conf import settings
from django.db import transaction

from core.models import Customer
from gymcrm.demo import appointments, feed, member_pictures, memberships, notifications, people, tasks, timetable, views, visits
from scheduling.models import Service


def has_data() -> bool:
    return Customer.objects.exists() or Service.objects.exists()


def load() -> bool:
    """Loads the whole centre or nothing; returns False for a centre that has data already.

    History is written in bulk; what is still ahead and one-to-one goes through the use cases, and so onto the event line.
    """
    if has_data():
        return False
    # Over the network, so before the transaction. Without a bucket there are no pictures.
    pictures = feed.upload() if settings.MEDIA_BUCKET else {}
    portraits = member_pictures.upload() if settings.MEDIA_BUCKET else []
    with transaction.atomic():
        staff = people.hire()
        members = people.welcome()
        periods = memberships.sell(members, memberships.offer())
        services = timetable.offer(staff)
        timetable.close()
        timetable.work(staff)
        sessions = timetable.hold(services, staff)
        diary = appointments.Diary()
        seats = appointments.attend(sessions, members, periods, diary)
        past = appointments.meet(services, staff, members, periods, diary, by=staff["desk@gym.example"])
        appointments.remind([*seats, *past])
        visits.warn()
        visits.rest(members, by=staff["desk@gym.example"])
        visits.leave(members, by=staff["desk@gym.example"])
        visits.remind()
        notifications.spread()
        tasks.give(staff, members)
        views.keep(staff)
        member_pictures.give(portraits, staff, members)
        feed.write(staff, members, pictures)
    return True
