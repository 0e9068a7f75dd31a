import ast

import pytest

from lints import clock


def found(source: str) -> list[tuple[int, str]]:
    return [
        (finding.line, finding.message.split(" ")[0]) for finding in clock.check(ast.parse(source))
    ]


@pytest.mark.parametrize(
    ("source", "reader"),
    [
        ("from datetime import datetime\ndatetime.now()", "datetime.datetime.now"),
        ("from datetime import datetime as dt\ndt.now(UTC)", "datetime.datetime.now"),
        ("import datetime\ndatetime.datetime.utcnow()", "datetime.datetime.utcnow"),
        ("import datetime as d\nd.date.today()", "datetime.date.today"),
        ("import time\ntime.time()", "time.time"),
        ("import time as t\nt.time_ns()", "time.time_ns"),
        ("from time import time\ntime()", "time.time"),
        ("from time import gmtime\nhanded_on(clock=gmtime)", "time.gmtime"),
        ("import os.path, time\ntime.localtime()", "time.localtime"),
        ("moment = some()\nmoment.now()", "….now"),
        ("import pandas\npandas.Timestamp.today()", "pandas.Timestamp.today"),
        ("from django.utils import timezone\ntimezone.now()", "django.utils.timezone.now"),
    ],
)
def test_a_reader_of_the_clock_is_found(source: str, reader: str) -> None:
    assert found(source) == [(2, reader)]


@pytest.mark.parametrize(
    "source",
    [
        "from yellowcart.kit import clock\nclock.now()",
        "from yellowcart.kit.clock import now\nnow()",
        "import yellowcart.kit.clock\nyellowcart.kit.clock.now()",
        "import time\ntime.perf_counter() - time.monotonic()",
        "import time\ntime.sleep(1)",
        "from datetime import datetime\ndatetime(2022, 3, 1, tzinfo=zone)",
        "def time(): ...\ntime()",
        "class Shelf:\n    def today(self): ...",
        "reading.now = 3",
    ],
)
def test_whoever_asks_our_clock_or_measures_a_duration_is_left_alone(source: str) -> None:
    assert found(source) == []
