"""An invented council, for showing and trying. Never part of a real council's site: production refuses it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
