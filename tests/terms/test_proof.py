"""The compiled table against the slow reference; `make proof` asks a million times more."""

import random
from typing import Any

import pytest

from tests.terms import proof
from yellowcart.terms import Decision, Table


def test_the_table_answers_as_the_reference_does(capsys: pytest.CaptureFixture[str]) -> None:
    seed = random.SystemRandom().randrange(1 << 32)
    assert proof.main(["--cases", "6000", "--seed", str(seed), "--processes", "1"]) == 0
    assert capsys.readouterr().out.startswith(f"seed {seed}, 6,000 cases, 0 mismatches\n")


def test_two_processes_prove_the_same_cases() -> None:
    alone, shared = proof.prove(2_000, 7, 1), proof.prove(2_000, 7, 2)
    assert alone == shared
    assert set(alone.reasons) == {
        *("granted", "no_agreement", "not_granted", "forbidden"),
        *("unknown_partner", "unrecognised"),
    }


def test_a_mismatch_fails_the_proof(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = Table.decide

    def wrong(table: Table, *question: Any) -> Decision:
        found = decide(table, *question)
        return found._replace(valid_until=None)

    monkeypatch.setattr(Table, "decide", wrong)
    assert proof.main(["--cases", "500", "--seed", "1", "--processes", "1"]) == 1
    said = capsys.readouterr()
    assert "seed 1, 540 cases, " in said.out
    assert "as known at" in said.err
