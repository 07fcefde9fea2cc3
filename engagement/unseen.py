"""What the list of openings does not show: nobody learns from it that an allegation names them."""

from typing import Any

from django.db.models import QuerySet

from engagement.models import Concern, Submission
from people.models import User
from people.reading import unseen


@unseen
def about_them(user: User) -> list[QuerySet[Any, Any]]:
    hidden = Submission.objects.filter(hidden_from=user)
    return [hidden.values("uuid"), Concern.objects.filter(submission__in=hidden).values("uuid")]
