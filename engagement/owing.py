"""Tells whoever owes an answer that one waits: by mail, with a link and no words."""

from django.urls import reverse

from engagement.models import Ask
from people import outbox
from people.roles import ENTER_ADMIN


def tell_owner(ask: Ask) -> None:
    """Once for each owner and day. Call it inside the transaction of the step."""
    owner = ask.owner
    if owner and owner.is_active:
        page = reverse("asks:item", args=[ask.uuid]) if owner.has_perm(ENTER_ADMIN) else reverse("engagement:board-now")
        key = f"ask {ask.pk} owner {owner.pk} due {ask.answer_by}"
        outbox.put("answer_owed", owner.email, key=key, link=page)
