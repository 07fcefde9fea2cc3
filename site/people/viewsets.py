"""The screen of staff in the Wagtail admin: who is invited, with which roles."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.users.views.users import CreateView, EditView, IndexView, UserColumn, UserViewSet

from people.forms import StaffForm
from people.models import User
from people.roles import Role
from people.views import staff


def roles_in_words(user: User) -> str:
    """Labels of a member's roles, from prefetched groups."""
    names = {group.name for group in user.groups.all()}
    return ", ".join(str(role.label) for role in Role if role.value in names)


class StaffIndexView(IndexView):
    """Everybody, with their roles. No ticking for bulk actions: each change is one verb with one log entry."""

    page_title = _("Staff")
    add_item_label = _("Invite somebody")
    show_export_buttons = False

    @property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(UserColumn)(
                "name", label=_("Name"), accessor=str, get_url=self.get_edit_url, classname="name"
            ),
            Column("email", label=_("E-mail")),
            Column("job_title", label=_("Job title")),
            Column("roles", label=_("Roles"), accessor=roles_in_words),
            BooleanColumn("is_active", label=_("Can sign in")),
            DateColumn("last_login", label=_("Last signed in")),
        ]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")

    def get_list_more_buttons(self, instance: User) -> list[Button]:
        buttons: list[Button] = [
            button for button in super().get_list_more_buttons(instance) if "delete" not in str(button.url)
        ]
        for name, label, icon in staff.choices_for(instance):
            buttons.append(Button(label, url=staff.address(name, instance), icon_name=icon, priority=30))
        return buttons


class _ThroughTheVerbs:
    """Saves by way of `inviting`, which checks, changes and logs; Wagtail's own saving would do none of it."""

    request: Any
    form: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # the view it is mixed into has it
        kwargs.pop("editing_self", None)
        kwargs.pop("for_user", None)
        return {**kwargs, "by": self.request.user}

    def save_instance(self) -> User:
        saved: User = self.form.save()
        return saved


class InviteView(_ThroughTheVerbs, CreateView):
    page_title = _("Invite somebody")
    success_message = _("%(object)s is invited. A link to set a password is on its way.")
    template_name = "wagtailadmin/generic/create.html"


class StaffEditView(_ThroughTheVerbs, EditView):
    template_name = "wagtailadmin/generic/edit.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class StaffViewSet(UserViewSet):
    """Wagtail's user screens without passwords, superusers, other groups or deleting."""

    menu_label = _("Staff")
    template_prefix = "people/staff/"
    index_view_class = StaffIndexView
    add_view_class = InviteView
    edit_view_class = StaffEditView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[StaffForm]:
        return StaffForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Without `delete`: what somebody did keeps their name, so they are switched off instead."""
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]
        return [*kept, path("<int:pk>/<slug:step>/", staff.step, name="step")]
