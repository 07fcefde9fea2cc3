"""Who may do what: one table, from which the permissions, the groups and the words on screen are all made."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READ_WORDS = "engagement.read_words"
SEE_SPACE = "engagement.see_space"
MODERATE = "engagement.moderate"
ENTER_ON_BEHALF = "engagement.enter_on_behalf"
MANAGE_ASKS = "engagement.manage_asks"
ANSWER_ASKS = "engagement.answer_asks"
READ_BOARD_PAGE = "engagement.read_board_page"
READ_ADVOCACY = "engagement.read_advocacy"
HANDLE_REQUESTS = "engagement.handle_requests"
EDIT_RULES = "engagement.edit_rules"
PUBLISH_RULES = "engagement.publish_rules"
HANDLE_CONCERNS = "engagement.handle_concerns"
HANDLE_ALLEGATIONS = "engagement.handle_allegations"
MANAGE_ROTA = "engagement.manage_rota"
MANAGE_MEETINGS = "engagement.manage_meetings"
MANAGE_EDITIONS = "engagement.manage_editions"
TAKE_EXPORTS = "engagement.take_exports"
RELEASE_EXPORTS = "engagement.release_exports"
READ_PACK = "engagement.read_pack"
MANAGE_SURVEYS = "surveys.manage_surveys"
ISSUE_KEYS = "people.issue_keys"
INVITE_STAFF = "people.invite_staff"
HOLD_RECORDS = "people.hold_records"
READ_AUDIT = "people.read_audit"
# What Wagtail's screen of users asks for besides. Neither makes anyone more than their roles say: see people.inviting.
ADD_STAFF = "people.add_user"
CHANGE_STAFF = "people.change_user"
ENTER_ADMIN = "wagtailadmin.access_admin"
OUR_APPS = frozenset({"engagement", "people", "surveys", "wagtailadmin"})  # whose permissions roles are made of


class Role(TextChoices):
    PARTICIPATION_OFFICER = "participation_officer", _("Participation officer")
    DUTY_WORKER = "duty_worker", _("Duty worker")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    ADVOCATE = "advocate", _("Children’s advocate")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    BOARD_MEMBER = "board_member", _("Board member")
    INSPECTOR = "inspector", _("Inspector")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


@dataclass(frozen=True)
class Grant:
    """What a role may do, and how it is named to a young person."""

    named: Promise | str
    permissions: frozenset[str]


ROLES: dict[Role, Grant] = {
    Role.PARTICIPATION_OFFICER: Grant(
        _("The participation team"),
        frozenset(
            {
                READ_WORDS, SEE_SPACE, MODERATE, ENTER_ON_BEHALF, MANAGE_ASKS, READ_BOARD_PAGE, ISSUE_KEYS,
                HANDLE_CONCERNS, MANAGE_ROTA, EDIT_RULES, PUBLISH_RULES, HANDLE_REQUESTS, MANAGE_MEETINGS,
                MANAGE_EDITIONS, TAKE_EXPORTS, READ_PACK, MANAGE_SURVEYS, ENTER_ADMIN,
            }
        ),
    ),
    Role.DUTY_WORKER: Grant(
        _("The worker on duty, if somebody might not be safe"), frozenset({HANDLE_CONCERNS, SEE_SPACE, ENTER_ADMIN})
    ),
    Role.SAFEGUARDING_LEAD: Grant(
        _("The person whose job is to keep you safe"),
        frozenset(
            {
                READ_WORDS, SEE_SPACE, MODERATE, HANDLE_CONCERNS, HANDLE_ALLEGATIONS, MANAGE_ROTA, EDIT_RULES,
                PUBLISH_RULES, HOLD_RECORDS, READ_AUDIT, RELEASE_EXPORTS, ENTER_ADMIN,
            }
        ),
    ),
    Role.ADVOCATE: Grant(
        _("The children’s advocate, if you ask for one"), frozenset({READ_ADVOCACY, ENTER_ADMIN})
    ),
    Role.SERVICE_MANAGER: Grant(_("The manager who has to answer"), frozenset({ANSWER_ASKS, ENTER_ADMIN})),
    Role.BOARD_MEMBER: Grant(
        _("The Board, who run services for you"), frozenset({READ_BOARD_PAGE, ANSWER_ASKS})
    ),
    Role.INSPECTOR: Grant(_("Inspectors"), frozenset({READ_BOARD_PAGE, READ_PACK, ENTER_ADMIN})),
    Role.DATA_PROTECTION_OFFICER: Grant(
        _("The person who checks we keep data safe"),
        frozenset(
            {
                READ_BOARD_PAGE, HANDLE_REQUESTS, HOLD_RECORDS, READ_AUDIT, TAKE_EXPORTS, RELEASE_EXPORTS, READ_PACK,
                ENTER_ADMIN,
            }
        ),
    ),
    Role.EDITOR: Grant(_("People who write our pages"), frozenset({ENTER_ADMIN})),
    Role.ADMINISTRATOR: Grant(
        _("People who set up accounts"), frozenset({INVITE_STAFF, ADD_STAFF, CHANGE_STAFF, ENTER_ADMIN})
    ),
}  # fmt: skip


def roles_that_may(permission: str) -> list[Role]:
    """Roles holding `permission`, in the order of the table."""
    return [role for role, grant in ROLES.items() if permission in grant.permissions]


def sync_roles(**_kwargs: Any) -> None:
    """Make Django's groups say exactly what the table says; runs after every migrate and is safe to run twice."""
    from django.contrib.auth.models import Group, Permission

    have = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.select_related("content_type")
        if p.content_type.app_label in OUR_APPS
    }
    for role, grant in ROLES.items():
        group, _created = Group.objects.get_or_create(name=role.value)
        # Before the last app has migrated some permissions do not exist yet; the last post_migrate sets them all.
        ours = [have[name] for name in grant.permissions if name in have]
        others = group.permissions.exclude(content_type__app_label__in=OUR_APPS)
        group.permissions.set([*ours, *others])
