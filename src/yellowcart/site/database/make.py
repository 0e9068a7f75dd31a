"""Makes a cluster: under a passing name, renamed when it is whole."""

import os
import secrets
import shutil
from pathlib import Path

from yellowcart.site.database.account import Account
from yellowcart.site.database.binaries import MAJOR, Binaries
from yellowcart.site.database.errors import DatabaseWillNotStart, FolderOfAnother

NAME = "yellowcart"
"""The database, and the role that owns it. No superuser can sign in at all."""

WHO_MAY_COME = f"host all {NAME} 127.0.0.1/32 scram-sha-256\n"
FIRST_WORDS = """\
CREATE ROLE {name} LOGIN CREATEDB PASSWORD '{password}'
CREATE DATABASE {name} OWNER {name}
"""


def password_file(cluster: Path) -> Path:
    return cluster / "yellowcart.password"


def make_cluster(cluster: Path, account: Account, binaries: Binaries, *, durable: bool) -> None:
    staging = cluster.with_name(f"{cluster.name}.new")
    if staging.exists():  # what someone who was killed left behind
        shutil.rmtree(staging)
    staging.mkdir(mode=0o700)
    account.own(staging)
    _run(
        account, binaries["initdb"], "-D", staging, "-U", "postgres", "-E", "UTF8",
        "--locale=C", "--data-checksums", "--auth=reject", "--no-instructions",
        *([] if durable else ["--no-sync"]),
    )  # fmt: skip
    (staging / "pg_hba.conf").write_text(WHO_MAY_COME)
    password = secrets.token_urlsafe(32)
    _run(
        account, binaries["postgres"], "--single", "-D", staging,
        "-c", "log_min_messages=error", "postgres",
        stdin=FIRST_WORDS.format(name=NAME, password=password),
    )  # fmt: skip
    kept = password_file(staging)
    kept.touch(mode=0o600)
    kept.write_text(password)
    account.own(kept)
    _sync(kept, staging)
    staging.rename(cluster)
    _sync(cluster.parent)


def refuse_another_major(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != str(MAJOR):
        raise FolderOfAnother(
            f"{cluster} was made by PostgreSQL {found} and this Yellowcart brings {MAJOR}: restore "
            "a dump of it into a new folder"
        )


def _run(account: Account, *arguments: str | Path, stdin: str = "") -> None:
    ran = account.run(arguments, stdin=stdin)
    if ran.returncode or "ERROR:" in ran.stdout or "FATAL:" in ran.stdout:
        raise DatabaseWillNotStart(f"{Path(arguments[0]).name} failed: {ran.stdout.strip()}")


def _sync(*paths: Path) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
