"""Pages: what editors write, and the shell around every page."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from pages.editors import let_editors_write

        post_migrate.connect(let_editors_write, dispatch_uid="pages.let_editors_write")
