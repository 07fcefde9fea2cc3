"""Which roles write pages and keep the help numbers up to date."""

from typing import Any

from people.roles import Role

# An editor writes, a participation officer reads it again and makes it public.
PAGE_PERMISSIONS = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.PARTICIPATION_OFFICER: ("add_page", "change_page", "publish_page"),
}
HELP_PERMISSIONS = ("add_helpcontact", "change_helpcontact", "delete_helpcontact")


def let_editors_write(**_kwargs: Any) -> None:
    """Give the roles above their rights over pages and help numbers; runs after every migrate, safe to run twice."""
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission, Page

    root = Page.objects.filter(depth=1).first()
    help_permissions = Permission.objects.filter(content_type__app_label="pages", codename__in=HELP_PERMISSIONS)
    for role, codenames in PAGE_PERMISSIONS.items():
        # Before the last app has migrated some of these do not exist yet; the last post_migrate sets them all.
        group = Group.objects.filter(name=role.value).first()
        if group and root:
            group.permissions.add(*help_permissions)
            for permission in Permission.objects.filter(
                content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
            ):
                GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
