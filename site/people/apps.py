"""People: staff with accounts, young people with keys."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_migrate

        from people.guarding import guard_histories
        from people.roles import sync_roles
        from people.sessions import drop_young_persons_things

        post_migrate.connect(sync_roles, dispatch_uid="people.sync_roles")
        post_migrate.connect(guard_histories, dispatch_uid="people.guard_histories")
        user_logged_in.connect(drop_young_persons_things, dispatch_uid="people.drop_young_persons_things")


class StaffScreensConfig(WagtailUsersAppConfig):
    """Wagtail's user screens, with invitations in place of passwords."""

    user_viewset = "people.viewsets.StaffViewSet"
