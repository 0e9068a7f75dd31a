"""One call of `decide`, against other engines on the same rules, and against itself on more."""

from collections.abc import Iterator, Sequence

from bench.figure import Figure
from bench.interleave import medians
from bench.peers.casbin_policy import CasbinPolicy
from bench.peers.cedar import Cedar
from bench.peers.peer import Peer
from bench.peers.zen_table import ZenTable
from bench.rules import rules_of
from bench.terms_sample import Question, many_clauses, questions
from yellowcart.terms import Table

CLAUSES, MANY = 240, 100_000
ASKED, ASKED_OF_PEERS, COMPARED = 200_000, 500, 1_000


class AnswersDiffer(Exception):
    """A peer answers otherwise, so that its time says nothing."""


def measure() -> Iterator[Figure]:
    terms = many_clauses(CLAUSES, seed=1)
    table = terms.table()
    rules = rules_of(terms)
    peers: list[Peer] = [ZenTable(rules), CasbinPolicy(rules), Cedar(rules)]
    plain = questions(terms, ASKED, seed=2)
    narrowed = questions(terms, ASKED, seed=3, narrowed=True)
    for peer in peers:
        compare(peer, table, [*plain[:COMPARED], *narrowed[:COMPARED]])
    seconds = medians(
        {
            "ours": lambda: ask_all(table, plain),
            **{peer.name: asking(peer, plain[:ASKED_OF_PEERS]) for peer in peers},
        }
    )
    ours = ASKED / seconds["ours"]
    for peer in peers:
        yield Figure(f"decide/{peer.name}", ours, ASKED_OF_PEERS / seconds[peer.name], "calls/s")
    yield from _more_clauses(table, plain, narrowed)


def _more_clauses(
    table: Table, plain: Sequence[Question], narrowed: Sequence[Question]
) -> Iterator[Figure]:
    terms = many_clauses(MANY, seed=1)
    many = terms.table()
    plain_of_many = questions(terms, ASKED, seed=2)
    narrowed_of_many = questions(terms, ASKED, seed=3, narrowed=True)
    seconds = medians(
        {
            "few": lambda: ask_all(table, plain),
            "many": lambda: ask_all(many, plain_of_many),
            "few, narrowed": lambda: ask_all(table, narrowed),
            "many, narrowed": lambda: ask_all(many, narrowed_of_many),
        }
    )
    rates = {name: ASKED / value for name, value in seconds.items()}
    yield Figure("decide/100000-clauses", rates["many"], rates["few"], "calls/s")
    yield Figure(
        "decide/100000-clauses-narrowed",
        rates["many, narrowed"],
        rates["few, narrowed"],
        "calls/s",
    )


def ask_all(table: Table, asked: Sequence[Question]) -> None:
    decide = table.decide
    for question in asked:
        decide(*question)


def asking(peer: Peer, asked: Sequence[Question]) -> "Asking":
    return Asking(peer, asked)


class Asking:
    """Asks a peer everything, in requests made beforehand."""

    def __init__(self, peer: Peer, asked: Sequence[Question]) -> None:
        self._ask = peer.ask
        self._requests = [peer.request(question) for question in asked]

    def __call__(self) -> None:
        ask = self._ask
        for request in self._requests:
            ask(request)


def compare(peer: Peer, table: Table, asked: Sequence[Question]) -> None:
    """Raises AnswersDiffer unless the peer answers as the table does, as far as it answers."""
    for question in asked:
        theirs = peer.answer(peer.ask(peer.request(question)))
        decision = table.decide(*question)
        whole = (str(decision.verdict), str(decision.reason), decision.agreement, decision.clause)
        if theirs != whole[: len(theirs)]:
            raise AnswersDiffer(f"{peer.name} on {question}: {theirs}, ours {whole}")
