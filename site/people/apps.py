"""People: staff with accounts, young people with keys."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from people.roles import sync_roles

        post_migrate.connect(sync_roles, dispatch_uid="people.sync_roles")
