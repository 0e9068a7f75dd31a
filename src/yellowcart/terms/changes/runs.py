"""A timeline, cut where its verdict changes and nowhere else."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from yellowcart.terms.decision import Answer, Reason, Verdict


class Run(NamedTuple):
    """A stretch of time with one verdict, and the answers at its two ends."""

    verdict: Verdict
    first: Answer
    last: Answer


class Move(NamedTuple):
    """A verdict, and the instant from which it holds."""

    verdict: Verdict
    since: datetime

    def not_made_by(self, runs: "Runs") -> bool:
        """Whether that question keeps the other verdict past this instant."""
        return runs.verdict_at(self.since) is not self.verdict


class Runs:
    """The answers to one question through all of time, and the runs that they make."""

    def __init__(self, pieces: Sequence[tuple[datetime | None, Answer]]) -> None:
        self.pieces = pieces
        self.starts: list[datetime] = []
        """The instants at which the verdict changes; one fewer than there are runs."""
        self.runs: list[Run] = []
        for start, answer in pieces:
            if self.runs and self.runs[-1].verdict is answer.verdict:
                self.runs[-1] = self.runs[-1]._replace(last=answer)
                continue
            if start is not None:
                self.starts.append(start)
            self.runs.append(Run(answer.verdict, answer, answer))

    def number_at(self, at: datetime) -> int:
        """Which run holds `at`."""
        return bisect_right(self.starts, at)

    def verdict_at(self, at: datetime) -> Verdict:
        return self.runs[self.number_at(at)].verdict

    def move(self, before: datetime, after: datetime) -> "Move | None":
        """How the verdict at `after` came about, if it is not the one at `before`."""
        verdict = self.verdict_at(after)
        if self.verdict_at(before) is verdict:
            return None
        return Move(verdict, self.starts[self.number_at(after) - 1])

    def answer_at(self, at: datetime) -> Answer:
        return self.piece_at(at)[1]

    def piece_at(self, at: datetime) -> tuple[datetime | None, Answer]:
        """The answer at `at`, and the instant from which it holds; None: it always held."""
        return next(piece for piece in reversed(self.pieces) if piece[0] is None or piece[0] <= at)

    def grant_by(self, at: datetime) -> Answer | None:
        """The granting answer at `at`, or else the last one before."""
        if self.verdict_at(at) is Verdict.ALLOW:
            return self.answer_at(at)
        last = self.grant_before(at)
        return None if last is None else last[1]

    def grant_before(self, at: datetime) -> tuple[datetime, Answer] | None:
        """The last granting answer before `at` where `at` is denied, and when it ended."""
        number = self.number_at(at)
        if number == 0:
            return None
        return self.starts[number - 1], self.runs[number - 1].last

    def is_of_house_rule(self, number: int) -> bool:
        """Whether a house rule, set or lifted, began that run."""
        ended, begun = self.runs[number - 1].last, self.runs[number].first
        denial = begun if begun.verdict is Verdict.DENY else ended
        return denial.reason is Reason.FORBIDDEN and denial.agreement is None
