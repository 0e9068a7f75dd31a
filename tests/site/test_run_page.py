"""docs/run.md says what is so; Dockerfile and compose.yaml hold what they must."""

import re
import shlex
import shutil
from pathlib import Path

import yaml

from tests.docs.pages import ROOT, blocks
from tests.site.conftest import Site
from yellowcart.site import health

PAGE = ROOT / "docs" / "run.md"
READ_BY_OTHERS = {"YELLOWCART_PORT", "FORWARDED_ALLOW_IPS"}
INSTRUCTIONS = {
    "FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK",
    "ENTRYPOINT", "CMD",
}  # fmt: skip


def test_every_variable_is_named() -> None:
    sources = (ROOT / "src" / "yellowcart" / "site").rglob("*.py")
    read = {
        name for one in sources for name in re.findall(r'"(YELLOWCART_[A-Z_]+)"', one.read_text())
    }
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert named == read | {"DATABASE_URL"}


def test_what_the_page_tells_to_run_runs(site: Site, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "kuaishou-2022" / "agreements.toml", tmp_path)
    site.environment |= {"DJANGO_SUPERUSER_PASSWORD": "quiet-lake-9"}
    commands = [
        shlex.split(line)[1:]
        for block in blocks(PAGE, "sh")
        for line in block.body.splitlines()
        if line.startswith("yellowcart ")
    ]
    assert [command[0] for command in commands] == [
        "agreements", "manage", "database", "database", "audit",
    ]  # fmt: skip
    for command in commands:
        command = [str(tmp_path / one) if "." in one and "@" not in one else one for one in command]
        if command[0] == "manage":
            command.append("--noinput")
        there = site
        if command[1] in ("restore", "verify"):
            there = Site(site.data.parent / "restored")
            there.environment |= {"YELLOWCART_DATA": str(there.data)}
        ran = there.run(*command)
        assert ran.returncode == 0, (command, ran.stderr)


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    return [(line.split()[0], line.partition(" ")[2]) for line in lines if line and line[0] != "#"]


def test_the_image_is_built_from_pinned_parts_and_runs_as_nobody_special() -> None:
    found = instructions()
    assert {name for name, _ in found} == INSTRUCTIONS
    assert found[0][0] == "FROM"
    assert not found[0][1].endswith(("latest", "python"))
    users = [rest for name, rest in found if name == "USER"]
    assert users == ["yellowcart"]
    for name, rest in found:
        if name == "COPY":
            *sources, _ = rest.split()
            assert all((ROOT / source).exists() for source in sources), rest
        if name == "RUN" and "pip install" in rest:
            assert "--require-hashes" in rest or "--no-deps" in rest
    (check,) = [rest for name, rest in found if name == "HEALTHCHECK"]
    assert health.ADDRESS in check
    assert [rest for name, rest in found if name == "ENTRYPOINT"] == ['["yellowcart"]']


def test_what_is_composed_keeps_its_data_and_no_secret() -> None:
    text = (ROOT / "compose.yaml").read_text()
    services = yaml.safe_load(text)["services"]
    ours, database = services["yellowcart"], services["database"]
    assert ours["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert database["image"].startswith("postgres:15")
    kept = {volume.split(":")[0] for one in services.values() for volume in one["volumes"]}
    assert kept == set(yaml.safe_load(text)["volumes"])
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert set(ours["environment"]) <= named | READ_BY_OTHERS
    secrets = [
        ours["environment"]["YELLOWCART_SECRET_KEY"],
        database["environment"]["POSTGRES_PASSWORD"],
    ]
    assert all(value.startswith("${") and value.endswith(":?}") for value in secrets)
    assert ours["ports"] == ["127.0.0.1:8000:8000"]
