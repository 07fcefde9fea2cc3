"""Invite staff, give them roles, switch them off: the only ways an account comes about or changes."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from people.models import User
from people.roles import INVITE_STAFF, Role
from people.tasks import send_invitation


class InvitationError(Exception):
    """An invitation that cannot be sent; the message is for the person at the screen."""


def invite(
    *,
    by: User,
    email: str,
    first_name: str,
    last_name: str,
    aliases: str = "",
    job_title: str = "",
    alert_phone: str = "",
    roles: Iterable[Role | str] = (),
) -> User:
    """Make an account nobody can sign in to yet, and mail its owner a link to set a password.

    The mail leaves after the transaction, by the worker. Raises PermissionDenied unless `by` may invite.
    """
    _may_invite(by)
    with transaction.atomic():
        user = User.objects.create_user(
            email,
            first_name=first_name,
            last_name=last_name,
            aliases=aliases,
            job_title=job_title,
            alert_phone=alert_phone,
        )
        given = _set_roles(user, roles)
        log(user, "people.invite", user=by, data={"roles": given})
        send_invitation.delay_on_commit(user.pk)
    return user


def invite_again(user: User, *, by: User) -> None:
    """Mail a fresh link. Raises InvitationError when there is nothing left to take up."""
    _may_invite(by)
    if user.has_usable_password() or not user.is_active:
        raise InvitationError("This person has set a password already, or is switched off.")
    with transaction.atomic():
        log(user, "people.invite_again", user=by)
        send_invitation.delay_on_commit(user.pk)


def change(
    user: User,
    *,
    by: User,
    first_name: str,
    last_name: str,
    aliases: str = "",
    job_title: str = "",
    alert_phone: str = "",
    roles: Iterable[Role | str],
) -> User:
    """Put names, job title, number for alerts and roles right.

    Nobody changes their own roles, or anything about a superuser.

    The e-mail address never changes: it is who somebody is, so another address is another invitation.
    """
    _may_change(user, by)
    with transaction.atomic():
        user.first_name, user.last_name, user.aliases = first_name, last_name, aliases
        user.job_title, user.alert_phone = job_title, alert_phone
        user.save(update_fields=["first_name", "last_name", "aliases", "job_title", "alert_phone"])
        given = _roles_of(user) if user == by else _set_roles(user, roles)
        log(user, "people.change", user=by, data={"roles": given})
    return user


def switch_off(user: User, *, by: User) -> None:
    """Somebody has left: no more signing in, and every session of theirs ends now. What they did stays theirs."""
    _may_change(user, by)
    if user == by:
        raise PermissionDenied
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        log(user, "people.switch_off", user=by)
    for session in UserSession.objects.filter(user=user):
        session.end()


def switch_on(user: User, *, by: User) -> None:
    """Let somebody back in, with the roles they had."""
    _may_change(user, by)
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        log(user, "people.switch_on", user=by)


def _may_invite(by: User) -> None:
    if not by.has_perm(INVITE_STAFF):
        raise PermissionDenied


def _may_change(user: User, by: User) -> None:
    _may_invite(by)
    if user.is_superuser and not by.is_superuser:
        raise PermissionDenied


def _set_roles(user: User, roles: Iterable[Role | str]) -> list[str]:
    """Exactly `roles`, and no other group; raises ValueError for what is no role of ours."""
    names = sorted({Role(role).value for role in roles})
    user.groups.set(Group.objects.filter(name__in=names))
    return names


def _roles_of(user: User) -> list[str]:
    return sorted(group.name for group in user.groups.all())
