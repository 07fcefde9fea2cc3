"""The order in which answers came is kept nowhere: rows are laid down again at random, as views are."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from people.mixing import lay_anew
from surveys.models import Comment, Participation, Response, Wave


def mix() -> None:
    """Lay down again, in no order, whatever came since yesterday. Safe at any time and to do twice."""
    since = timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        numbers = (
            Response.objects.filter(day__gte=since).select_for_update().order_by("pk").values_list("pk", flat=True)
        )
        lay_anew(Response, list(numbers))
        comments = Comment._base_manager.filter(received_on__gte=since).values_list("pk", flat=True)
        lay_anew(Comment, list(comments))
        open_waves = Wave.objects.filter(closes_at__gte=timezone.now() - timedelta(days=1))
        lay_anew(Participation, list(Participation.objects.filter(wave__in=open_waves).values_list("pk", flat=True)))
