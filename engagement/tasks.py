"""What this room does in the background: mails that say something waits, and never what."""

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.models import Ask
from people.roles import ENTER_ADMIN


@shared_task(ignore_result=True, autoretry_for=(OSError,), retry_backoff=60, max_retries=8)
def tell_owner(ask_id: int) -> None:
    """Tell the owner that an answer is owed. Sends nothing once it has been given, so a late run does no harm."""
    ask = Ask.objects.unanswered().filter(pk=ask_id, owner__is_active=True).select_related("owner").first()
    if not ask or not ask.owner:
        return
    page = reverse("asks:item", args=[ask.uuid]) if ask.owner.has_perm(ENTER_ADMIN) else reverse("engagement:board-now")
    send_mail(
        _("One question waits for your answer"),
        _("Sign in to read it: %(address)s") % {"address": settings.WAGTAILADMIN_BASE_URL + page},
        None,
        [ask.owner.email],
    )
