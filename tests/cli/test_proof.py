"""`yellowcart proof verify`: whole, changed, another key's, or no proof at all."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Start
from yellowcart.cutover.errors import BadProof, NotAProof
from yellowcart.cutover.seal import public_key, seal, verify

CONTENT: dict[str, Any] = {
    "transition": {"at": "2022-02-28T16:00:00.000000Z", "source": "agreements"},
    "counted_by": "陈思",
    "hanging": 0,
    "withdrawn": 10,
}
OTHER = "A" * 43 + "="


def exported(**changed: Any) -> dict[str, Any]:
    sealed = seal(CONTENT)
    whole = {
        "proof": CONTENT, "algorithm": "Ed25519", "public_key": sealed.public_key,
        "signature": sealed.signature,
    }  # fmt: skip
    return {**whole, **changed}


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(exported(), indent=2, ensure_ascii=False), "utf-8")
    return file


def test_a_whole_proof(yellowcart: Run, proof: Path) -> None:
    told = {
        "whole": True, "refused": None, "public_key": public_key(),
        "at": "2022-02-28T16:00:00.000000Z", "hanging": 0, "withdrawn": 10,
    }  # fmt: skip
    assert yellowcart("proof", "verify", proof).answers == [told]
    assert yellowcart("proof", "verify", proof, "--key", public_key()).answers == [told]
    stdin = proof.read_bytes()
    assert yellowcart("proof", "verify", "-", "--json", stdin=stdin).answers == [told]


@pytest.mark.parametrize(
    ("language", "said", "unchecked"),
    [
        ("en", "Whole, and signed by", "Whose key that is was not checked"),
        ("zh", "完好，由", "未用 --key 核对"),
    ],
)
def test_for_people(yellowcart: Run, proof: Path, language: str, said: str, unchecked: str) -> None:
    plain = ("proof", "verify", proof, "--plain", "--language", language)
    ran = yellowcart(*plain)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(said)
    assert public_key() in ran.out
    assert unchecked in ran.out
    assert unchecked not in yellowcart(*plain, "--key", public_key()).out


def test_a_proof_that_was_changed(yellowcart: Run, proof: Path) -> None:
    changed = exported(proof={**CONTENT, "withdrawn": 11})
    proof.write_text(json.dumps(changed), "utf-8")
    ran = yellowcart("proof", "verify", proof, "--json")
    assert (ran.code, ran.err) == (1, "")
    answer = json.loads(ran.out)
    assert (answer["whole"], answer["refused"]) == (
        False, "the proof was changed after it was signed",
    )  # fmt: skip
    ran = yellowcart("proof", "verify", proof, "--plain")
    assert (ran.code, ran.out) == (1, "It was changed after it was signed.\n")


def test_a_proof_that_another_key_signed(yellowcart: Run, proof: Path) -> None:
    ran = yellowcart("proof", "verify", proof, "--key", OTHER, "--plain")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == f"Not signed by {OTHER}, but by {public_key()}.\n"
    assert yellowcart("proof", "verify", proof, "--key", OTHER).code == 1


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"proof": 1, "proof": 2}',
        json.dumps(exported(signature=5)).encode(),
        json.dumps(exported(public_key="AAAA")).encode(),
        json.dumps(exported(proof={"share": float("nan")})).encode(),
        json.dumps(exported(proof={"by": "\ud800"})).encode(),
    ],
)  # fmt: skip
def test_what_is_no_proof(yellowcart: Run, proof: Path, content: bytes) -> None:
    proof.write_bytes(content)
    expected = "not a proof; expected JSON with proof, public_key and signature"
    assert yellowcart("proof", "verify", proof).refusal == f"{proof}: {expected}"


@pytest.mark.parametrize("key", ["", "x", "AAAA", OTHER[:-1]])
def test_what_is_no_key(yellowcart: Run, proof: Path, key: str) -> None:
    ran = yellowcart("proof", "verify", proof, "--key", key)
    assert ran.refusal.startswith("--key: not a key, got ")


def test_a_file_that_is_not_there(yellowcart: Run, tmp_path: Path) -> None:
    assert "No such file" in yellowcart("proof", "verify", tmp_path / "gone.json").refusal


def test_it_needs_no_installation(process: Start, proof: Path) -> None:
    one = process("proof", "verify", str(proof), stderr=subprocess.PIPE)
    out, err = one.communicate(timeout=60)
    assert (one.returncode, err) == (0, b"")
    assert json.loads(out)["whole"] is True


def test_no_proof_is_told_from_a_changed_one() -> None:
    verify(exported())
    with pytest.raises(NotAProof):
        verify({"proof": {}})
    with pytest.raises(BadProof) as raised:
        verify(exported(), OTHER)
    assert not isinstance(raised.value, NotAProof)
