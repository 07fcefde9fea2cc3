"""Mail to staff, sent by the worker."""

from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from people import outbox, sealing
from people.models import User


@shared_task(ignore_result=True)
def send_outbox() -> None:
    """Send the alerts that are due. The scheduler asks every 15 seconds, so nothing is retried here."""
    outbox.send_due()


@shared_task(ignore_result=True)
def seal_events() -> None:
    """Seal the history that was added. The scheduler asks every 15 seconds, so nothing is retried here."""
    sealing.seal()


@shared_task(ignore_result=True, autoretry_for=(SMTPException, OSError), retry_backoff=30, max_retries=8)
def send_invitation(user_id: int) -> None:
    """Mail a one-time link to set a password. Sends nothing to somebody who has set one, or is switched off."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or user.has_usable_password():
        return
    token = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", token)
    context = {
        "user": user,
        "url": settings.WAGTAILADMIN_BASE_URL + path,
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
        "product_name": settings.PRODUCT_NAME,
        "council_name": settings.COUNCIL_NAME,
    }
    send_mail(
        _("Your %(product_name)s account") % context,
        render_to_string("email/invitation.txt", context),
        None,
        [user.email],
        html_message=render_to_string("email/invitation.html", context),
    )
