"""The API keeps what its OpenAPI document promises, whatever it is sent."""

import subprocess
import sys
from pathlib import Path

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def test_nothing_that_is_sent_breaks_the_promise(address: str, key: str, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run",
        f"{address}/api/v1/openapi.json",
        "--header", f"Authorization: Bearer {key}",
        "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
        "--max-examples", "10", "--generation-deterministic", "--continue-on-failure",
        "--rate-limit", "90/s", "--request-timeout", "60", "--warnings", "off",
    ]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "73 selected / 73 total" in ran.stdout
