"""Saved views of the list of members."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from core import saved_views
from core.models import CustomerView, User
from core.people_events import CustomerViewChanged, CustomerViewCreated, CustomerViewDeleted

saved_views.declare(
    CustomerView, saved_views.Told("customer_view", CustomerViewCreated, CustomerViewChanged, CustomerViewDeleted)
)


@transaction.atomic
def forget(words: Collection[str], *, by: User) -> None:
    """Deletes every view that searches for one of these: the names and addresses of somebody who is erased."""
    asked = Q(*(("question__search__icontains", word) for word in words if word), _connector=Q.OR)
    for view in CustomerView.objects.filter(asked).select_for_update(of=("self",)).order_by("pk") if asked else ():
        saved_views.drop(view, by=by)
