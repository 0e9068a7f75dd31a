"""Hold the compiled table against the slow reference: `python -m tests.terms.proof`.

Each case is a question of random terms, as known at a random instant or with everything on
file, asked at an instant at which something may begin or end, or a microsecond beside it. All
of the answer is compared, `valid_until` included.
"""

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from tests.terms.random_terms import random_instant, random_question, random_terms
from tests.terms.reference import Question, Reference
from yellowcart.terms import Terms, write_terms

CASES_PER_TERMS = 60
CASES_PER_TABLE = 20
MOST_SHOWN = 1


@dataclass
class Outcome:
    cases: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    mismatches: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.terms.proof", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(1 << 32) if asked.seed is None else asked.seed
    started = time.monotonic()
    outcome = prove(asked.cases, seed, asked.processes)
    seconds = time.monotonic() - started
    for mismatch in outcome.mismatches[:MOST_SHOWN]:
        print(mismatch, file=sys.stderr)
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in outcome.reasons.most_common())
    print(f"seed {seed}, {outcome.cases:,} cases, {len(outcome.mismatches):,} mismatches")
    print(f"{reasons}; {seconds:.0f} s in {asked.processes} processes")
    return 1 if outcome.mismatches else 0


def prove(cases: int, seed: int, processes: int) -> Outcome:
    """At least `cases` cases, the same for the same seed whatever the number of processes."""
    rounds = -(-cases // CASES_PER_TERMS)
    if processes == 1:
        return _joined(map(one_round, ((seed, number) for number in range(rounds))))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        numbered = ((seed, number) for number in range(rounds))
        return _joined(pool.map(one_round, numbered, chunksize=200))


def one_round(seed_and_number: tuple[int, int]) -> Outcome:
    """Cases about one set of terms."""
    draw = random.Random(f"{seed_and_number}")
    terms = random_terms(draw)
    outcome = Outcome()
    while outcome.cases < CASES_PER_TERMS:
        known_at = draw.choice((None, None, random_instant(draw)))
        for mismatch, reason in cases_of(terms, known_at, draw):
            outcome.cases += 1
            outcome.reasons[reason] += 1
            if mismatch:
                outcome.mismatches.append(f"{seed_and_number}: {mismatch}\n{write_terms(terms)}")
    return outcome


def cases_of(
    terms: Terms, known_at: datetime | None, draw: random.Random
) -> Iterator[tuple[str | None, str]]:
    """For each case a mismatch, if there is one, and the reason of the answer."""
    table, reference = terms.table(known_at), Reference(terms, known_at)
    for _ in range(CASES_PER_TABLE):
        partner, surface, kind, category, group = random_question(draw)
        question = Question(partner, surface, kind, category, group)
        at = random_instant(draw)
        found = table.decide(partner, surface, kind, at, category, group)
        expected = reference.answer(question, at)
        verdict, reason, agreement, version, clause = expected
        hung = None
        if verdict == "allow" and agreement and clause:
            hung = reference.clause(agreement, clause).hung
        until = reference.valid_until(question, at)
        basis = agreement, version, clause, until, hung
        whole = (verdict, reason, partner, surface, kind, at, *basis)
        mismatch = None
        if tuple(found) != whole:
            mismatch = f"{vars(question)} as known at {known_at}:\n{found}\nexpected {whole}"
        yield mismatch, reason


def _joined(outcomes: Iterator[Outcome]) -> Outcome:
    joined = Outcome()
    for outcome in outcomes:
        joined.cases += outcome.cases
        joined.reasons += outcome.reasons
        joined.mismatches += outcome.mismatches
    return joined


if __name__ == "__main__":
    sys.exit(main())
