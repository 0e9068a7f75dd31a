"""What the benches ask of another engine."""

from typing import Any, Protocol

from bench.terms_sample import Question


class Peer(Protocol):
    """An engine that holds some rules.

    A question is put into the engine's own form beforehand, and the answer read afterwards, so
    that only the engine is timed.
    """

    name: str

    def request(self, question: Question) -> Any: ...

    def ask(self, request: Any) -> Any: ...

    def answer(self, raw: Any) -> tuple[str | None, ...]:
        """The verdict, and as far as the engine tells them the reason, agreement and clause."""
        ...
