"""Backups by PostgreSQL's own programs, out of the same wheel as the embedded server.

They come with version 18 and read any older server, so they serve DATABASE_URL as well.
"""

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from yellowcart.kit.errors import BadInput
from yellowcart.site.database import Account, Cluster, DatabaseError
from yellowcart.site.database.binaries import binaries_for
from yellowcart.site.environment import read_environment
from yellowcart.site.installation import installation

BY_ENVIRONMENT = {
    "PGHOST": "host",
    "PGPORT": "port",
    "PGUSER": "user",
    "PGPASSWORD": "password",
    "PGDATABASE": "dbname",
    "PGSSLMODE": "sslmode",
    "PGSSLROOTCERT": "sslrootcert",
}


class DatabaseNotEmpty(BadInput):
    """A backup is put back into an empty database only: nothing is overwritten."""

    code = "database-not-empty"
    status = 409


def database_url() -> str:
    environment = read_environment()
    found = environment.database_url or Cluster(environment.data_folder).running()
    if found is None:
        raise DatabaseError(f"no database runs in {environment.data_folder}")
    return found


def back_up(file: Path) -> None:
    """Writes the whole database, as of one instant, into a file that only we may read."""
    half = file.with_name(f"{file.name}.part")
    with installation():
        half.unlink(missing_ok=True)
        half.touch(mode=0o600)
        try:
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", half)
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)


def restore(file: Path) -> None:
    if not file.is_file():
        raise BadInput("no such file", value=str(file), expected="a backup's file")
    with installation():
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_class JOIN pg_namespace ON relnamespace = "
                "pg_namespace.oid WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v')"
            ).fetchone()
        if row is None or row[0] > 0:
            raise DatabaseNotEmpty("the database holds tables already", expected="an empty one")
        _run(
            "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
            "--single-transaction", "--dbname", _parts()["dbname"], file,
        )  # fmt: skip


def _run(program: str, *arguments: str | Path) -> None:
    """The address goes by the environment: other accounts see the arguments of a process."""
    parts = _parts()
    given = {name: parts[part] for name, part in BY_ENVIRONMENT.items() if part in parts}
    ours = Account(os.geteuid(), os.getegid())
    binaries = binaries_for(ours, read_environment().data_folder)
    ran = subprocess.run(
        [binaries[program], *arguments],
        env=os.environ | given, capture_output=True, text=True,
    )  # fmt: skip
    if ran.returncode:
        raise DatabaseError(f"{program} failed: {ran.stderr.strip()}")


def _parts() -> dict[str, str]:
    parts = conninfo_to_dict(os.environ["DATABASE_URL"])
    return {name: str(value) for name, value in parts.items() if value is not None}
