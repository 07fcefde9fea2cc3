"""The demo's surveys are full and telling: one open, one over with its core asked twice, and answers to read."""

import pytest
from django.test import Client
from django.utils import timezone

from demo.diary import Stage
from demo.loading import load
from surveys import folding, showing
from surveys.models import Comment, FollowUp, Response, Survey, Wave

pytestmark = pytest.mark.django_db


def test_every_screen_of_surveys_has_something_to_show() -> None:
    load(seed=1, stage=Stage.ASKED, today=timezone.localdate())
    assert Survey.objects.count() == 3
    assert Wave.objects.open().count() == 1
    over = list(Wave.objects.with_results())
    assert len(over) == 3
    for wave in over:
        found = showing.found_in(wave, released=True)
        assert found
        assert found.respondents
        assert found.respondents > 90
        assert folding.recount(wave) == {}
        page = Client().get(f"/surveys/{wave.survey.slug}/results/{wave.uuid}/").content.decode()
        assert page.count('class="figure"') > 8
    assert FollowUp.objects.exists()
    assert Comment.objects.exclude(public_words="").exists()
    assert Response.objects.exclude(helped_by="").exists()
    assert {response.face for response in Response.objects.all()} >= {"4-7", "8-11", "11-17", "16-25", "easy"}
