import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import django.conf
import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings

from yellowcart.site.database import Cluster

# A slow machine is no failure, and a failure must come back: the same examples every time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")


os.environ.setdefault("YELLOWCART_SECRET_KEY", "a key that only the tests have")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
cluster_of_this_run = pytest.StashKey[Cluster]()


def pytest_configure(config: pytest.Config) -> None:
    """A database server for this run, unless DATABASE_URL names one; its workers inherit it."""
    if "DATABASE_URL" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="yellowcart-tests-"))
        folder.chmod(0o755)  # PostgreSQL's account passes through, where we are root
        cluster = config.stash[cluster_of_this_run] = Cluster(folder, durable=False)
        os.environ["DATABASE_URL"] = cluster.start()
    # pytest-django has read the settings by now.
    assets = tempfile.mkdtemp(prefix="yellowcart-assets-")  # none are collected to test
    config.add_cleanup(lambda: shutil.rmtree(assets, ignore_errors=True))
    django.conf.settings.STATIC_ROOT = Path(assets)
    django.conf.settings.SECRET_KEY = os.environ["YELLOWCART_SECRET_KEY"]
    django.conf.settings.DATABASES["default"].update(
        dj_database_url.parse(os.environ["DATABASE_URL"])
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    cluster = config.stash.get(cluster_of_this_run, None)
    if cluster is not None:
        cluster.stop()
        shutil.rmtree(cluster.data)
        del os.environ["DATABASE_URL"]


@pytest.fixture(autouse=True, scope="session")
def _emptied_as_its_owner() -> Iterator[None]:
    """Between tests that commit, tables are emptied: also those that refuse to be."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def emptied(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgtype & 32 > 0"  # before or after TRUNCATE
            )
            kept = [table for (table,) in cursor.fetchall()]
            for table in kept:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        empty(case)
        with connection.cursor() as cursor:
            for table in kept:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db)
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
