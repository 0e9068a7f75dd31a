"""Cut-overs, from the day they are found to their proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from yellowcart.client import answers
from yellowcart.client.calls import Calls


class CutoverCalls(Calls):
    def cutovers(self, *, standing: str | None = None) -> Iterator[answers.Cutover]:
        return self._pages("/cutovers", answers.Cutover, {"standing": standing})

    def cutover(self, key: int) -> answers.OneCutover:
        return self._get(f"/cutovers/{key}", answers.OneCutover)

    def plan_cutover(
        self, key: int, *, longest_wait: timedelta, told_ppm: int = 0, told_days: int = 0
    ) -> answers.Cutover:
        """How long entries may wait for their live session, and how many must be told how
        early."""
        body = {
            "longest_wait_seconds": int(longest_wait.total_seconds()), "told_ppm": told_ppm,
            "told_days": told_days,
        }  # fmt: skip
        return self._send("POST", f"/cutovers/{key}/plan", answers.Cutover, body)

    def rehearse_cutover(self, key: int) -> answers.Rehearsal:
        """Asks for a rehearsal; `rehearsal` says when it is done."""
        return self._send("POST", f"/cutovers/{key}/rehearse", answers.Rehearsal)

    def rehearsals(self, cutover: int) -> Iterator[answers.Rehearsal]:
        return self._pages(f"/cutovers/{cutover}/rehearsals", answers.Rehearsal)

    def rehearsal(self, key: int) -> answers.OneRehearsal:
        return self._get(f"/rehearsals/{key}", answers.OneRehearsal)

    def rehearsed_withdrawals(self, key: int) -> bytes:
        """The entries that come down, as Parquet."""
        return self._ask("GET", f"/rehearsals/{key}/withdrawals").content

    def rehearsal_report(self, key: int) -> str:
        """The page that `yellowcart sweep` writes."""
        return self._ask("GET", f"/rehearsals/{key}/report").text

    def announce_cutover(self, key: int, notice: int, late_why: str = "") -> answers.Cutover:
        """Sends its notice; too late, only with the reason why all the same."""
        body = {"notice": notice, "late_why": late_why}
        return self._send("POST", f"/cutovers/{key}/announce", answers.Cutover, body)

    def approve_cutover(self, key: int) -> answers.Cutover:
        """The second person's word."""
        return self._send("POST", f"/cutovers/{key}/approve", answers.Cutover)

    def progress(self, key: int) -> answers.Progress:
        return self._get(f"/cutovers/{key}/progress", answers.Progress)

    def restorable(self, key: int, *, creator: str | None = None) -> Iterator[answers.Restorable]:
        """What it withdrew, and which of it can be put back now."""
        asked = {"creator": creator}
        return self._pages(f"/cutovers/{key}/restorable", answers.Restorable, asked)

    def restorable_counts(
        self, key: int, *, creator: str | None = None
    ) -> answers.RestorableCounts:
        path = f"/cutovers/{key}/restorable/counts"
        return self._get(path, answers.RestorableCounts, {"creator": creator})

    def restore_cutover(self, key: int, *, creator: str | None = None) -> int:
        """Puts back what can be, everybody's or one creator's, in as many requests as it takes;
        answers how many entries that were."""
        count, cursor = 0, None
        while True:
            body = {"creator": creator, "cursor": cursor}
            done = self._send("POST", f"/cutovers/{key}/restore", answers.Restored, body)
            count, cursor = count + done.restored, done.next
            if cursor is None:
                return count

    def prove_cutover(self, key: int) -> answers.Proof:
        """Counts independently what hangs and should not, and signs what it found."""
        return self._send("POST", f"/cutovers/{key}/prove", answers.Proof)

    def proofs(self, cutover: int) -> Iterator[answers.Proof]:
        return self._pages(f"/cutovers/{cutover}/proofs", answers.Proof)

    def proof(self, key: int) -> answers.SignedProof:
        return self._get(f"/proofs/{key}", answers.SignedProof)

    def proof_key(self) -> answers.ProofKey:
        """The key that this installation's proofs verify with."""
        return self._get("/proofs/key", answers.ProofKey)

    def close_cutover(self, key: int) -> answers.Cutover:
        return self._send("POST", f"/cutovers/{key}/close", answers.Cutover)
