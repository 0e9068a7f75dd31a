"""A Spark session for one sweep, and its failures as ours."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from yellowcart.kit.errors import BadInput, YellowcartError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A file for each kind of row at once; Spark would sort all rows by kind first.
    "spark.sql.maxConcurrentOutputFileWriters": "8",
}
OURS = re.compile(r"yellowcart\.kit\.errors\.BadInput: (.+)")


class SparkFailed(YellowcartError):
    """Spark gave a job up, for a reason that is none of the inventory's."""

    code = "spark-failed"


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """Raises BadInput where Spark is missing, does not start, or an executor met bad input."""
    try:
        import pandas  # noqa: F401 - mapInArrow asks for it
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise BadInput(
            "Spark is not installed", field="engine", expected="pip install 'yellowcart[spark]'"
        ) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("yellowcart sweep")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1")
    try:
        spark = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise BadInput(
            f"Spark did not start ({cause(error)})",
            field="master",
            value=master,
            expected="a Spark master, and Java 17 or later",
        ) from None
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    except (PySparkException, Py4JError) as error:
        ours = OURS.search(str(error))
        if ours:
            raise BadInput(ours[1]) from None
        raise SparkFailed(f"Spark failed: {cause(error)}") from error
    finally:
        # In a thread of its own, which has its own line to Java: an interrupt may have left this
        # one's with half an answer on it.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(spark.stop).exception()


def cause(error: Exception) -> str:
    """The line of a Java or Python trace that says what went wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"(Exception|Error): ", line)]
    return (telling or lines or [type(error).__name__])[0]
