"""Runs pytest on a throwaway server of Debian's PostgreSQL 15; arguments are pytest's."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from yellowcart.site.database.account import account_for
from yellowcart.site.database.binaries import Binaries
from yellowcart.site.database.cluster import SETTINGS, THROWAWAY, free_port
from yellowcart.site.database.make import make_cluster, password_file

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


def main(arguments: list[str]) -> int:
    if not (PROGRAMS / "initdb").exists():
        print(f"{PROGRAMS} is missing: apt-get install postgresql-15", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="yellowcart-postgres-") as made:
        data = Path(made)
        data.chmod(0o755)
        cluster, binaries = data / "postgres", Binaries(PROGRAMS)
        account = account_for(cluster)
        make_cluster(cluster, account, binaries, durable=False)
        port = free_port(0)
        settings = SETTINGS | THROWAWAY | {"port": str(port)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        control: list[str | Path] = [binaries["pg_ctl"], "-D", cluster, "-w", "-s"]
        started = account.run([*control, "start", "-l", cluster / "start.log", "-o", options])
        if started.returncode:
            print(started.stdout, file=sys.stderr)
            return 2
        password = password_file(cluster).read_text()
        url = f"postgresql://yellowcart:{password}@127.0.0.1:{port}/yellowcart"
        try:
            tests = [sys.executable, "-m", "pytest", *arguments]
            return subprocess.run(tests, env=os.environ | {"DATABASE_URL": url}).returncode
        finally:
            account.run([*control, "stop", "-m", "fast"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
