"""Sets this process up once, whatever kind it is: web, worker or command."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    default = True

    def ready(self) -> None:
        from django.conf import settings

        from config.logging import configure_logging

        configure_logging(settings.LOG_LEVEL)
