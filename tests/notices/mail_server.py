"""A mail server on loopback that speaks SMTP (RFC 5321) as far as Django asks, and misbehaves."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass
class MailServer:
    """What it took, by whom it was for; `answers` says otherwise of a command, in turn."""

    port: int = 0
    connections: int = 0
    taken: list[tuple[str, Message]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    """By command, "RCPT" or "DATA.": answers in place of the good one; "" closes the connection."""
    when_taken: Callable[[], object] = lambda: None
    """Between taking a message and saying so."""

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for _, message in self.taken]


class Conversation(socketserver.StreamRequestHandler):
    one: MailServer

    def handle(self) -> None:
        self.one.connections += 1
        self.say("220 mail.example.com ESMTP")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "RCPT":
                recipient = rest.partition("<")[2].partition(">")[0]
            said = self.instead_of(verb)
            if said == "":
                return None
            if verb != "DATA" or said is not None:
                self.say(said or "250 ok")
                continue
            self.say("354 go on")
            body = b"".join(iter(self.rfile.readline, b".\r\n"))
            said = self.instead_of("DATA.")
            if said == "":
                return None
            if said is None:
                self.one.taken.append((recipient, message_from_bytes(body, policy=default)))
                self.one.when_taken()
            self.say(said or "250 queued")

    def instead_of(self, verb: str) -> str | None:
        answers = self.one.answers.get(verb)
        return answers.pop(0) if answers else None

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def finish(self) -> None:
        with suppress(OSError):  # whoever was killed heard no more
            super().finish()


class Listening(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Somebody who was killed has hung up."""


@contextmanager
def serving(one: MailServer) -> Iterator[MailServer]:
    handler = type("Handler", (Conversation,), {"one": one})
    with Listening(("127.0.0.1", one.port), handler) as server:
        one.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield one
        finally:
            server.shutdown()
            thread.join()
