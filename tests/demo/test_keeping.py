"""What the demo has to show of keeping and erasing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from demo.diary import Stage
from demo.keeping import LONG_AGO_SAID
from demo.loading import load
from engagement import erasing, purging
from engagement.erasing import Obstacle
from engagement.models import Submission
from people.models import LegalHold


@pytest.mark.django_db
def test_old_words_are_due_and_a_hold_keeps_one() -> None:
    today = timezone.localdate()
    load(seed=1, stage=Stage.MODERATED, today=today)
    outcomes = {each.rule.name: each.count for each in purging.purge(dry_run=True)}
    assert outcomes["words"] == len(LONG_AGO_SAID) - 1
    assert outcomes["exact_times"] > 0

    hold = LegalHold.objects.get()
    held = Submission.objects.get(uuid=str(hold.about))
    assert erasing.obstacle(held) == Obstacle.HELD
    assert hold.by.first_name == "Noor"
    assert timezone.localdate(hold.since) > today - timedelta(days=40)


@pytest.mark.django_db
def test_before_anybody_reads_there_is_nothing_old() -> None:
    load(seed=1, stage=Stage.COLLECTING, today=timezone.localdate())
    assert not LegalHold.objects.exists()
    assert not Submission.objects.filter(received_on__lt=timezone.localdate() - timedelta(days=400)).exists()
