"""`yellowcart serve` as whoever installs it sees it: started, stopped, killed, started again."""

import signal
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.site.conftest import Site, kill, processes_about, wait_for
from yellowcart.site.database import Cluster
from yellowcart.site.database.running import server_in

LONG_SECRET = "n0t-a-secret-of-anybody-0123456789-abcdef"


def database(site: Site) -> str:
    ran = site.run("database", "url")
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def write(site: Site) -> None:
    with psycopg.connect(database(site)) as connection:
        connection.execute("CREATE TABLE written (number int)")
        connection.execute("INSERT INTO written VALUES (1)")


def written(site: Site) -> list[tuple[int]]:
    with psycopg.connect(database(site)) as connection:
        return connection.execute("SELECT number FROM written").fetchall()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_serves_stops_at_ctrl_c_and_goes_on_where_it_was(site: Site, workers: str) -> None:
    served = site.serve("--workers", workers)
    site.wait_until_healthy()
    write(site)
    code, out, err = served.end(signal.SIGINT)
    assert (code, out, err) == (0, f"http://127.0.0.1:{site.port}/\n", "")
    assert processes_about(site.data) == []
    assert site.get("/healthz")[0] is None

    again = site.serve("--workers", workers)
    site.wait_until_healthy(within=10)
    assert written(site) == [(1,)]
    assert again.end(signal.SIGTERM)[0] == 0
    assert processes_about(site.data) == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_server_starts_again(site: Site, workers: str) -> None:
    served = site.serve("--workers", workers)
    site.wait_until_healthy()
    write(site)
    served.process.kill()
    served.process.wait()
    wait_for(lambda: site.health() is None)  # its workers have left the port too

    again = site.serve("--workers", workers)
    site.wait_until_healthy()
    assert written(site) == [(1,)]
    assert again.end(signal.SIGINT)[0] == 0
    assert processes_about(site.data) == []


def test_a_killed_database_is_started_again_under_the_server(site: Site) -> None:
    site.serve()
    site.wait_until_healthy()
    write(site)
    killed = server_in(site.data / "postgres")
    assert killed is not None
    kill(killed.process)
    wait_for(lambda: server_in(site.data / "postgres") not in (None, killed))
    site.wait_until_healthy()
    assert written(site) == [(1,)]


def test_health_tells_that_the_database_is_gone(site: Site, data: Path) -> None:
    """With a database of yours nobody but you starts it again."""
    yours = Cluster(data.parent / "yours")
    site.environment |= {"DATABASE_URL": yours.start(), "YELLOWCART_SECRET_KEY": LONG_SECRET}
    site.serve()
    site.wait_until_healthy()
    yours.stop()
    assert site.health() == 503
    yours.start()
    site.wait_until_healthy()
    yours.stop()
    assert not (data / "postgres").exists()


def test_pages_carry_what_browsers_must_know(site: Site) -> None:
    site.environment = production(site)
    site.serve()
    site.wait_until_healthy()
    status, headers = site.get("/there-is-no-such-page")
    assert status == 404
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_browsers_keep_to_https_in_production_alone(site: Site) -> None:
    behind_a_proxy = {"X-Forwarded-Proto": "https"}
    development = site.serve()
    site.wait_until_healthy()
    answer = httpx.get(site.url("/sign-in/"), headers=behind_a_proxy)
    assert "strict-transport-security" not in answer.headers
    assert development.end(signal.SIGINT)[0] == 0

    site.environment = production(site)
    site.serve()
    site.wait_until_healthy()
    answer = httpx.get(site.url("/sign-in/"), headers=behind_a_proxy)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    assert [cookie for cookie in cookies if "; Secure" not in cookie] == []


def production(site: Site) -> dict[str, str]:
    return {"YELLOWCART_DATA": str(site.data)}


@pytest.mark.parametrize(
    ("environment", "refusal"),
    [
        ({"YELLOWCART_DEBUG": "1"}, "YELLOWCART_DEBUG=1 shows strangers the code"),
        ({"YELLOWCART_HOSTS": "*"}, "YELLOWCART_HOSTS must name the hosts"),
        ({"YELLOWCART_SECRET_KEY": "secret"}, "YELLOWCART_SECRET_KEY can be guessed"),
        ({"YELLOWCART_SECRET_KEY": "a" * 64}, "YELLOWCART_SECRET_KEY can be guessed"),
        ({"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "YELLOWCART_SECRET_KEY is needed too"),
        ({"YELLOWCART_DATA": ""}, "YELLOWCART_DATA must name the folder"),
    ],
)
def test_production_refuses_what_is_not_safe(
    site: Site, environment: dict[str, str], refusal: str
) -> None:
    site.environment = production(site) | environment
    ran = site.run("serve", "--port", str(site.port))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("yellowcart: ")
    assert refusal in ran.stderr
    assert not site.data.exists()


def test_production_refuses_demo_accounts(site: Site) -> None:
    make = (
        "from yellowcart.parties.models import Person; "
        "Person.objects.create(username='demo', email='demo@demo.invalid', role='auditor')"
    )
    assert site.run("manage", "migrate", "--verbosity", "0").stderr == ""
    assert site.run("manage", "shell", "--verbosity", "0", "-c", make).stderr == ""
    site.environment = production(site)
    ran = site.run("serve", "--port", str(site.port))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "there are demo accounts (demo)" in ran.stderr
    assert processes_about(site.data) == []
    site.environment["YELLOWCART_DEVELOPMENT"] = "1"
    site.serve()
    site.wait_until_healthy()


def test_the_secret_outlives_a_restart_and_is_ours_alone(site: Site) -> None:
    site.run("manage", "check")
    kept = site.data / "secret"
    made = kept.read_text()
    assert len(made) >= 64
    assert kept.stat().st_mode & 0o777 == 0o600
    site.run("manage", "check")
    assert kept.read_text() == made


def test_a_backup_is_put_back_into_an_empty_database_only(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "yellowcart.dump"
    site.serve()
    site.wait_until_healthy()
    write(site)
    ran = site.run("database", "backup", str(file))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    refused = site.run("database", "restore", str(file))
    assert refused.returncode == 2
    assert "the database holds tables already; expected an empty one" in refused.stderr

    site.environment = {"YELLOWCART_DATA": str(site.data.parent / "new")}
    ran = site.run("database", "restore", str(file))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert processes_about(site.data.parent / "new") == []
    again = Site(site.data.parent / "new")
    served = again.serve()
    try:
        again.wait_until_healthy()
        assert written(again) == [(1,)]
    finally:
        served.end(signal.SIGINT)


def test_an_answer_of_the_database_is_needed_for_its_address(site: Site) -> None:
    ran = site.run("database", "url")
    assert (ran.returncode, ran.stderr) == (2, f"yellowcart: no database runs in {site.data}\n")
    assert not site.data.exists()


def test_a_port_that_is_taken_is_told_and_nothing_stays_behind(site: Site) -> None:
    site.serve()
    site.wait_until_healthy()
    other = Site(site.data.parent / "other")
    ran = other.run("serve", "--port", str(site.port))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1, port {site.port}: address already in use" in ran.stderr
    assert not other.data.exists()


def test_the_processes_of_a_test_are_known(site: Site) -> None:
    """The second opinion of the tests above: a server that runs is seen."""
    site.serve()
    site.wait_until_healthy()
    assert any("postgres" in line for line in processes_about(site.data))
