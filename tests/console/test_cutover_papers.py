"""What is handed out of a cut-over: a rehearsal's report and file, and the signed proof."""

import base64
import json
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cryptography.exceptions import InvalidSignature

from tests.console.conftest import Reader
from tests.console.cutover_said import says
from tests.console.event import CutOver
from yellowcart.console.views.proofs import VERIFY


def test_the_report_is_a_page_that_runs_nothing(event: CutOver) -> None:
    kept = event.rehearsed()
    for language, lang in (("zh-hans", "zh-CN"), ("en", "en")):
        reader = Reader(event.made, "auditor", language)
        answer = reader.get(f"/console/cutovers/rehearsals/{kept.pk}/report/")
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
        assert policy.endswith("; sandbox")
        text = answer.content.decode()
        assert f'<html lang="{lang}">' in text
        assert f'id="{lang[:2]}" checked' in text
        assert "hung.parquet" not in text
    summary = event.rehearsal.summary
    assert summary is not None
    assert summary["inputs"] == []
    answer = reader.get(f"/console/cutovers/rehearsals/{kept.pk}/withdrawals/")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="rehearsal-{kept.pk}.parquet"'
    )
    assert pq.read_table(BytesIO(answer.content)).num_rows == 2


def test_a_proof_is_shown_and_handed_out(event: CutOver, tmp_path: Path) -> None:
    proof = event.proved()
    path = f"/console/cutovers/proofs/{proof.pk}/"
    zh, en = says(event, path, "auditor")
    assert "清点：没有一个不该展示的条目仍挂在购物车中。" in zh
    assert ": not one entry hangs that should not." in en
    for page in (zh, en):
        assert proof.public_key in page
        assert proof.signature in page
        assert f"yellowcart proof verify proof-{proof.pk}.json --key {proof.public_key}" in page
        assert f'pathlib.Path("proof-{proof.pk}.json")' in page
    answer = Reader(event.made, "auditor").get(path + "proof.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="proof-{proof.pk}.json"'
    file = tmp_path / "proof.json"
    file.write_bytes(answer.content)
    exec(VERIFY.replace("proof-{key}.json", str(file)), {})
    changed = json.loads(answer.content)
    changed["proof"]["hanging"] = 1
    file.write_text(json.dumps(changed), "utf-8")
    with pytest.raises(InvalidSignature):
        exec(VERIFY.replace("proof-{key}.json", str(file)), {})
    assert len(base64.b64decode(proof.signature)) == 64
    zh, en = says(event, event.path)
    assert "operations 0 0 0 2 2 证明书 · JSON" in zh
    assert "operations 0 0 0 2 2 Proof · JSON" in en
