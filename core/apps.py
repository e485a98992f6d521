from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import (  # noqa: F401, PLC0415  models are ready only now
            checks,
            customer_views,
            membership_events,
            own_parts,
            people_events,
            picture_owners,
            roles,
            transfer_events,
        )
        from core.events.line import ensure_line  # noqa: PLC0415

        post_migrate.connect(ensure_line, sender=self)
        post_migrate.connect(roles.ensure_roles, sender=self)


class Admin(AdminConfig):
    default_site = "core.admin_site.Site"
