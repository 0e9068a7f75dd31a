from datetime import UTC, datetime, timedelta

import time_machine

from yellowcart.kit import clock


def test_now_is_the_present_instant_in_utc() -> None:
    at = datetime(2022, 2, 28, 16, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        assert clock.now() == at
        assert clock.now().utcoffset() == timedelta(0)
