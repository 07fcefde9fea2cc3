"""How allauth behaves here: staff are invited, nobody signs up."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from people.middleware import SECOND_FACTORS
from people.models import User

JUST_NOW = timedelta(minutes=15)


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Changes to an account want the password again.

        Not so the first second step, and its recovery codes, within minutes of signing in without one.
        """
        user = self.request.user
        if app == "allauth.mfa" and isinstance(user, User) and user.last_login:
            just_signed_in = timezone.now() - user.last_login < JUST_NOW
            older = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS, created_at__lt=user.last_login)
            if just_signed_in and not older.exists():
                return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))
