import importlib.util
import shutil
import subprocess

import pytest
from hypothesis import settings

# A slow machine is no failure, and a failure must come back: the same examples every time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    wanted = [item for item in items if item.get_closest_marker("spark")]
    if wanted and not spark_can_run():
        for item in wanted:
            item.add_marker(pytest.mark.skip(reason="needs pyspark and a Java 17 or later"))


def spark_can_run() -> bool:
    java = shutil.which("java")
    return (
        importlib.util.find_spec("pyspark") is not None
        and java is not None
        and subprocess.run([java, "-version"], capture_output=True).returncode == 0
    )
