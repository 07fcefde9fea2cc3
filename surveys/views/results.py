"""What a survey found, for young people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from surveys.models import Wave


@require_safe
def results(request: HttpRequest, slug: str, uuid: str) -> HttpResponse:
    wave = get_object_or_404(
        Wave.objects.with_results().select_related("survey", "version"), survey__slug=slug, uuid=uuid
    )
    return render(request, "surveys/results.html", {"wave": wave})
