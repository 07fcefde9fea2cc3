"""Makes the people and rows that tests start from, through the rooms' own verbs wherever there is one."""

import itertools
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.utils import timezone

from engagement import asks, moderation
from engagement.models import Ask, NameChoice, Theme, Voice
from people.keys import open_space
from people.models import AgeBand, CareStatus, User, YoungPerson
from people.roles import Role

_count = itertools.count(1)

# Words that could leak: tests look for them where they must not be.
CANARY = "zebracanary"


def make_user(role: Role | None = None, *, second_factor: bool = True, **fields: Any) -> User:
    """A member of staff in `role`, by default with an authenticator app set up."""
    n = next(_count)
    fields.setdefault("first_name", f"Staff{n}")
    fields.setdefault("last_name", "Example")
    fields.setdefault("job_title", role.label if role else "")
    user = User.objects.create_user(
        fields.pop("email", f"staff{n}@fenbrook.example"), "a long enough password", **fields
    )
    if role:
        user.groups.add(Group.objects.get(name=role.value))
    if second_factor:
        TOTP.activate(user, generate_totp_secret())
        assert Authenticator.objects.filter(user=user).exists()
    return user


def make_officer(**fields: Any) -> User:
    return make_user(Role.PARTICIPATION_OFFICER, **fields)


def make_space(key: str = "", *, issued_by: User | None = None) -> YoungPerson:
    """A space with a key; with `issued_by` also an age band and a care status."""
    facts = {"age_band": AgeBand.UNDER_16, "care_status": CareStatus.LOOKED_AFTER} if issued_by else {}
    return open_space(key or f"test-key-{next(_count)}", issued_by=issued_by, **facts)


def make_voice(words: str = "Can we have pizza on Fridays", **fields: Any) -> Voice:
    """A view that has just arrived."""
    if fields.get("space"):
        fields.setdefault("name_choice", NameChoice.MY_SPACE)
        fields.setdefault("wants_reply", True)
    fields.setdefault("theme", Theme.objects.first())
    return moderation.receive(Voice(words=words, **fields))


def make_read_voice(words: str = "Can we have pizza on Fridays", *, by: User, **fields: Any) -> Voice:
    """A view that `by` has opened and not decided on."""
    voice = make_voice(words, **fields)
    moderation.open_for_review(voice, by=by)
    return voice


def make_approved_voice(words: str = "Can we have pizza on Fridays", *, by: User, **fields: Any) -> Voice:
    voice = make_read_voice(words, by=by, **fields)
    moderation.approve(voice, by=by)
    return voice


def make_ask(*, by: User, wording: str = "Pizza on Fridays", voices: int = 1, **fields: Any) -> Ask:
    """An Ask raised from approved views of key holders."""
    views = [make_approved_voice(by=by, space=make_space()) for _ in range(voices)]
    return asks.raise_ask(
        by=by, wording=wording, theme=fields.get("theme") or Theme.objects.all()[0], submissions=views
    )


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_asked(*, by: User, owner: User, **fields: Any) -> Ask:
    """An Ask put to `owner`, to be answered in ten days."""
    ask = make_ask(by=by, **fields)
    asks.ask_owner(ask, by=by, owner=owner, answer_by=in_days(10))
    return ask


def make_promised(*, by: User, owner: User, **fields: Any) -> Ask:
    """An Ask that its owner has promised, and so read and made public; due in thirty days."""
    ask = make_asked(by=by, owner=owner, **fields)
    asks.promise(ask, by=owner, what="Pizza every Friday.", due=in_days(30))
    return ask
