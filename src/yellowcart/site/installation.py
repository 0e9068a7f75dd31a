"""Makes this process part of an installation: its folder, its secret, its database."""

import atexit
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from yellowcart.site.database import Cluster, account_for, can_reach
from yellowcart.site.database.errors import FolderOfAnother
from yellowcart.site.environment import Environment, read_environment

SETTINGS = "yellowcart.site.settings"


@contextmanager
def installation() -> Iterator[Cluster | None]:
    """Within it the environment names a folder, a secret and a database that answers.

    Yields the embedded database, or None where DATABASE_URL names another.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    found = read_environment()
    data = found.data_folder if found.database_url else _reachable(found)
    os.environ["YELLOWCART_DATA"] = str(data)
    if found.database_url:
        yield None
        return
    cluster = Cluster(data)
    os.environ["DATABASE_URL"] = cluster.start()
    try:
        if not found.secret_key:
            os.environ["YELLOWCART_SECRET_KEY"] = _secret(data)
        yield cluster
    finally:
        del os.environ["DATABASE_URL"]
        cluster.stop()


def open_site() -> None:
    """Makes the models usable until this process ends."""
    import django

    opened = ExitStack()
    atexit.register(opened.close)
    opened.enter_context(installation())
    django.setup()


def _reachable(found: Environment) -> Path:
    """The folder that was named; else ours, or where root's PostgreSQL cannot come, another."""
    data = found.data_folder
    if os.environ.get("YELLOWCART_DATA") or can_reach(account_for(data / "postgres"), data):
        return data
    key = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    instead = Path("/var/tmp") / f"yellowcart-{key}"
    instead.mkdir(mode=0o755, exist_ok=True)
    if instead.is_symlink() or instead.stat().st_uid != os.geteuid():
        raise FolderOfAnother(f"{instead} is somebody else's: name a folder in YELLOWCART_DATA")
    print(
        f"yellowcart: PostgreSQL will not run as root, and no other account can come to {data}; "
        f"the data is in {instead} (YELLOWCART_DATA names another folder)",
        file=sys.stderr,
    )
    return instead


def _secret(data: Path) -> str:
    """Made once, and kept for us alone: sessions outlive a restart."""
    file = data / "secret"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if kept := file.read_text():
            return kept
        descriptor = os.open(file, os.O_WRONLY)  # whoever made it was killed before it wrote
    with os.fdopen(descriptor, "w") as opened:
        made = secrets.token_urlsafe(48)
        opened.write(made)
    return made
