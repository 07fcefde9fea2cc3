"""The loader's clock: it turns, and it is put back."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from demo.clock import simulated

NEW_YEAR = datetime(2021, 1, 1, 0, 30, tzinfo=UTC)
SUMMER_NIGHT = datetime(2021, 7, 1, 23, 30, tzinfo=UTC)


def test_the_site_believes_the_clock_and_local_days_follow() -> None:
    with simulated(NEW_YEAR) as clock:
        assert timezone.now() == NEW_YEAR
        clock.moment = SUMMER_NIGHT
        assert timezone.localdate() == date(2021, 7, 2)  # half past midnight in London


def test_the_real_time_is_back_afterwards_also_after_a_failure() -> None:
    real = timezone.now
    with pytest.raises(ValueError, match="broken"), simulated(NEW_YEAR):
        raise ValueError("broken")
    assert timezone.now is real
    assert timezone.now().year > 2021
