"""A cut-over by key: from the day it is found to its proof, and what is put back."""

import io
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.api.cut_over import WHY, CutOver, staged, to_after
from tests.api.rest import Platform, platform
from yellowcart.agreements.actions import amend, submit
from yellowcart.agreements.actions import approve as approve_version
from yellowcart.agreements.models import AgreementVersion
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover import actions
from yellowcart.cutover.models import Proof, Rehearsal, Transition
from yellowcart.cutover.seal import public_key, verify
from yellowcart.kit.period import Period

KEY = {"Idempotency-Key": "cut-over-1"}


@pytest.fixture
def made(db: None) -> Platform:
    return platform()


def asked(made: Platform, path: str, **of: Any) -> Any:
    answer = made.ask("GET", path, **of)
    assert answer.status_code == 200, answer.content
    return answer.json()


def jobs(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=task).count()


def submitted(made: Platform, later: timedelta | None = None) -> AgreementVersion:
    """Legal has Taobao's agreement end so much later; None: not at all."""
    value = next(one for one in terms_on_file().table().agreements if one.code == "taobao-2021")
    start, until = value.period.start, value.period.until
    assert until is not None
    period = Period(start, None if later is None else until + later)
    version = amend(by=made.people["legal"], value=replace(value, period=period))
    submit(by=made.people["legal"], version=version)
    return version


def renewed(has: CutOver, made: Platform) -> None:
    approve_version(by=has.preparer, version=submitted(made))
    actions.find()


def test_the_whole_life_of_one(made: Platform) -> None:
    has = staged(made, "found")
    path = f"/cutovers/{has.cutover}"
    listed = asked(made, "/cutovers?standing=in_force")
    assert [one["id"] for one in listed["items"]] == [has.cutover]
    one = asked(made, path, by="auditor")
    assert (one["step"], one["steps"]["rehearsed"], one["overdue"]) == ("found", None, "announced")
    assert one["figures"] == {
        "entries": 2, "carts": 1, "sessions": 0, "creators": 1, "merchants": 0, "providers": 0,
        "gmv_30d_fen": 0, "commission_30d_fen": 0,
    }  # fmt: skip
    assert {move["partner"] for move in one["changes"]} == {"taobao-alliance", "jd-alliance"}
    assert one["under_review"] == []

    plan = {"longest_wait_seconds": 60, "told_ppm": 0, "told_days": 0}
    assert made.ask("POST", f"{path}/plan", plan).json()["longest_wait_seconds"] == 60
    answer = made.ask("POST", f"{path}/rehearse")
    assert (answer.status_code, answer.json()["done_at"]) == (202, None)
    key = answer.json()["id"]
    assert asked(made, f"/rehearsals/{key}")["summary"] is None
    assert made.ask("GET", f"/rehearsals/{key}/report").status_code == 404
    actions.run_rehearsal(key)
    assert asked(made, f"/rehearsals/{key}")["summary"]["withdrawn"] == 2
    assert [one["id"] for one in asked(made, f"{path}/rehearsals")["items"]] == [key]

    notice = made.ask("POST", f"{path}/notices", {"reminders": [3600]}).json()
    announced = made.ask("POST", f"{path}/announce", {"notice": notice["id"]})
    assert (announced.status_code, announced.json()["code"]) == (409, "notice-too-late")
    body = {"notice": notice["id"], "late_why": WHY}
    assert made.ask("POST", f"{path}/announce", body).json()["step"] == "announced"
    refused = made.ask("POST", f"{path}/approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "approved-by-second-person")
    approved = made.ask("POST", f"{path}/approve", by="legal").json()
    assert approved["steps"]["approved"]["by"] == "legal"
    assert approved["steps"]["announced"]["by"] == "operations"


def test_a_rehearsals_files(made: Platform) -> None:
    has = staged(made, "drafted")
    path = f"/rehearsals/{has.rehearsal}"
    table = made.ask("GET", f"{path}/withdrawals", by="auditor")
    assert table.headers["Content-Type"] == "application/vnd.apache.parquet"
    rows = pq.read_table(io.BytesIO(table.content)).to_pylist()
    assert {int(row["entry_id"]) for row in rows} == {made.taobao, made.jd}
    report = made.ask("GET", f"{path}/report", by="auditor")
    policy = report.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("; sandbox")
    assert "script-src" not in policy
    assert report.headers["X-Content-Type-Options"] == "nosniff"
    assert report.content.decode() == Rehearsal.objects.get().report


def test_a_failed_rehearsal_says_why(made: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    def sweep(*arguments: object) -> None:
        raise OSError("no room")

    # The package has a function of the module's name.
    room = sys.modules["yellowcart.cutover.actions.rehearse"]
    monkeypatch.setattr(room, "sweep", sweep)
    has = staged(made, "found")
    key = made.ask("POST", f"/cutovers/{has.cutover}/rehearse").json()["id"]
    actions.run_rehearsal(key)
    assert asked(made, f"/rehearsals/{key}")["failed"] == "OSError: no room"
    answer = made.ask("GET", f"/rehearsals/{key}/withdrawals")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-rehearsal")


def test_what_is_under_review_is_seen_before_it_is_decided(made: Platform) -> None:
    has = staged(made, "announced")
    version = submitted(made)
    (reviewed,) = asked(made, f"/cutovers/{has.cutover}")["under_review"]
    assert reviewed["version"] == "taobao-2021 2"
    assert {row["partner"] for row in reviewed["differs"]["before"]} == {"taobao-alliance"}
    assert reviewed["differs"]["now"] == []
    approve_version(by=has.preparer, version=version)
    actions.find()
    one = asked(made, f"/cutovers/{has.cutover}")
    assert (one["step"], one["differs"]) == ("found", reviewed["differs"])


def test_what_a_version_under_review_would_take_down_is_counted(made: Platform) -> None:
    submitted(made, timedelta(hours=1))
    actions.find()
    (waits,) = asked(made, "/cutovers?standing=under_review")["items"]
    assert waits["waits_for"] == "taobao-2021 2"
    assert asked(made, f"/cutovers/{waits['id']}")["figures"]["entries"] == 1


def test_a_proof_is_handed_out_as_it_was_signed(made: Platform) -> None:
    has = staged(made, "swept")
    path = f"/cutovers/{has.cutover}"
    assert asked(made, f"{path}/progress") == {
        "withdrawn": 2, "restored": 0, "left": {"due": 0, "waiting": 0, "kept": 0},
    }  # fmt: skip
    first = made.ask("POST", f"{path}/prove", headers=KEY)
    again = made.ask("POST", f"{path}/prove", headers=KEY)
    assert (first.status_code, first.content) == (201, again.content)
    assert Proof.objects.count() == 1
    assert (first.json()["hanging"], first.json()["by"]) == (0, "operations")
    signed = asked(made, f"/proofs/{first.json()['id']}", by="auditor")
    assert set(signed) == {"proof", "algorithm", "public_key", "signature"}
    key = asked(made, "/proofs/key", by="member")
    assert key == {"algorithm": "Ed25519", "public_key": public_key()}
    verify(signed, key["public_key"])
    assert signed["proof"] == Proof.objects.get().content
    assert [one["id"] for one in asked(made, f"{path}/proofs")["items"]] == [first.json()["id"]]
    assert made.ask("POST", f"{path}/close").json()["steps"]["closed"]["by"] == "operations"


def test_a_withdrawn_entry_says_why_and_takes_what_is_suggested(made: Platform) -> None:
    staged(made, "swept")
    path = f"/entries/{made.taobao}"
    entry = asked(made, path, by="member")
    assert (entry["status"], entry["position"], entry["place"]) == ("withdrawn", None, 1)
    withdrawal = entry["withdrawal"]
    assert (withdrawal["reason"], withdrawal["agreement"], withdrawal["clause"]) == (
        "no_agreement", "taobao-2021", "2.1",
    )  # fmt: skip
    assert (withdrawal["place"], withdrawal["suggestion"]) == (1, None)
    assert asked(made, f"/entries/{made.unknown}")["withdrawal"] is None
    refused = made.ask("POST", f"{path}/accept", by="member")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-suggested")
    body = {"product": "KS-17", "title": "同款"}
    suggested = made.ask("POST", f"{path}/suggestion", body).json()["suggestion"]
    assert (suggested["product"], suggested["text"]) == ("KS-17", "")
    accepted = made.ask("POST", f"{path}/accept", by="member", headers=KEY)
    assert accepted.status_code == 201
    came = accepted.json()
    assert (came["position"], came["restores"], came["product"]) == (1, made.taobao, "KS-17")
    again = made.ask("POST", f"{path}/accept", by="member", headers=KEY)
    assert (again.content, again.headers["Idempotency-Replayed"]) == (accepted.content, "true")


def test_what_a_late_renewal_grants_again_is_put_back(
    made: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yellowcart.api.endpoints.cutovers.AT_ONCE", 1)
    has = staged(made, "swept")
    path = f"/cutovers/{has.cutover}"
    renewed(has, made)
    preview = [
        (one["entry"], one["back"]) for one in asked(made, f"{path}/restorable?limit=1")["items"]
    ]
    assert preview == [(made.taobao, "back")]
    cursor = asked(made, f"{path}/restorable?limit=1")["next"]
    rest = asked(made, f"{path}/restorable?cursor={cursor}&creator=aling")
    assert [(one["entry"], one["back"]) for one in rest["items"]] == [(made.jd, "not_granted")]
    assert asked(made, f"{path}/restorable?creator=xiaobo")["items"] == []
    assert asked(made, f"{path}/restorable/counts") == {
        "back": 1, "not_granted": 1, "cart_changed": 0, "restored": 0,
    }  # fmt: skip
    nobodys = made.ask("POST", f"{path}/restore", {"creator": "nobody"})
    assert (nobodys.status_code, nobodys.json()["field"]) == (422, "creator")
    assert made.ask("POST", f"{path}/restore", {"creator": "xiaobo"}).json() == {
        "restored": 0, "next": None,
    }  # fmt: skip
    first = made.ask("POST", f"{path}/restore", {}, headers=KEY).json()
    assert first["restored"] == 1
    assert made.ask("POST", f"{path}/restore", {}, headers=KEY).json() == first
    second = made.ask("POST", f"{path}/restore", {"cursor": first["next"]}).json()
    assert second == {"restored": 0, "next": None}
    (one,) = [one for one in asked(made, f"{path}/restorable")["items"] if one["restored_by"]]
    back = asked(made, f"/entries/{one['restored_by']}")
    assert (back["restores"], back["position"], back["status"]) == (made.taobao, 1, "hung")
    assert asked(made, f"{path}/progress")["restored"] == 1


def test_a_late_approval_sweeps_at_once(made: Platform) -> None:
    has = staged(made, "announced")
    assert jobs("cutover.sweep") == 0
    made.ask("POST", f"/cutovers/{has.cutover}/approve")
    assert jobs("cutover.sweep") == 0  # its instant is still ahead
    one = has.transition
    undone = {"step": "announced", "approved_at": None, "approved_by": None}
    Transition.objects.filter(pk=one.pk).update(**undone)
    to_after(one.at)
    assert made.ask("POST", f"/cutovers/{has.cutover}/approve").status_code == 200
    assert jobs("cutover.sweep") == 2


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/cutovers/0", "unknown-transition"),
        ("GET", f"/cutovers/{1 << 70}", "unknown-transition"),
        ("POST", "/cutovers/99/approve", "unknown-transition"),
        ("GET", "/rehearsals/99", "unknown-rehearsal"),
        ("GET", "/proofs/99", "unknown-proof"),
        ("GET", "/notices/99", "unknown-notice"),
        ("GET", "/inbox/99", "unknown-message"),
    ],
)
def test_what_is_not_there(made: Platform, method: str, path: str, code: str) -> None:
    answer = made.ask(method, path)
    assert (answer.status_code, answer.json()["code"]) == (404, code)
