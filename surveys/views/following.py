"""Attach an ask to a question of a survey, and take it away again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import following
from surveys.following import FollowUpError
from surveys.models import FollowUp, Wave
from surveys.views.builder import built_by


@require_POST
def attach(request: HttpRequest, uuid: str) -> HttpResponse:
    """The number of an ask stands in its public address."""
    user, wave = built_by(request), get_object_or_404(Wave.objects.select_related("survey"), uuid=uuid)
    typed = request.POST.get("number", "").strip().lstrip("#")
    try:
        if not typed.isdecimal() or len(typed) > 18:
            raise FollowUpError(_("Write the number of an ask, like 12."))
        following.attach(wave.survey, request.POST.get("question", ""), int(typed), by=user)
    except FollowUpError as error:
        messages.error(request, str(error))
    return redirect("survey-builder:wave", uuid=uuid)


@require_POST
def detach(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    user = built_by(request)
    following.detach(get_object_or_404(FollowUp, pk=pk, survey__waves__uuid=uuid), by=user)
    return redirect("survey-builder:wave", uuid=uuid)
