"""The account PostgreSQL runs under: ours; or, since it refuses root, one that is there already."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yellowcart.site.database.errors import DatabaseError, DatabaseWillNotStart, FolderOfAnother

UNPRIVILEGED = ("postgres", "nobody")
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    user: int
    group: int

    @property
    def is_ours(self) -> bool:
        return self.user == os.geteuid()

    def run(
        self, arguments: Sequence[str | Path], *, stdin: str = "", timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program as this account, from `/` and with nothing of our environment.

        What it says goes through a file: a server left behind would hold a pipe open.
        """
        with tempfile.TemporaryFile("w+") as said:
            try:
                ran = subprocess.run(
                    [str(argument) for argument in arguments],
                    cwd="/", env=ENVIRONMENT, umask=0o077, input=stdin, text=True,
                    stdout=said, stderr=subprocess.STDOUT, timeout=timeout,
                    user=None if self.is_ours else self.user,
                    group=None if self.is_ours else self.group,
                    extra_groups=None if self.is_ours else [],
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                raise DatabaseWillNotStart(
                    f"{arguments[0]} did not end within {timeout:g} seconds"
                ) from None
            said.seek(0)
            return subprocess.CompletedProcess(ran.args, ran.returncode, said.read(), "")

    def own(self, path: Path) -> None:
        if not self.is_ours:
            os.chown(path, self.user, self.group)


def account_for(cluster: Path) -> Account:
    """The account that owns the cluster's folder, or for a new one the account that will."""
    ours = os.geteuid()
    try:
        found = cluster.stat()
    except FileNotFoundError:
        return Account(ours, os.getegid()) if ours else _unprivileged()
    except PermissionError:
        raise FolderOfAnother(f"{cluster} is closed to the account that runs Yellowcart") from None
    if found.st_uid != ours and ours != 0:
        raise FolderOfAnother(
            f"{cluster} belongs to user {found.st_uid}, and Yellowcart runs as {ours}: "
            "start it as that user, or as root, or name another folder in YELLOWCART_DATA"
        )
    if found.st_uid == 0:
        raise FolderOfAnother(f"{cluster} belongs to root, under whom PostgreSQL will not run")
    return Account(found.st_uid, found.st_gid)


def _unprivileged() -> Account:
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise DatabaseError(
        "PostgreSQL will not run as root, and this machine has neither of the accounts "
        f"{' and '.join(UNPRIVILEGED)}: start Yellowcart as another user, or set DATABASE_URL"
    )


def can_reach(account: Account, folder: Path) -> bool:
    """Whether the account can come to the folder, or to where the folder would be made."""
    while not folder.exists():
        folder = folder.parent
    return account.is_ours or account.run(["/usr/bin/env", "test", "-x", folder]).returncode == 0
