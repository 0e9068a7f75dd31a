"""As many requests as a server answers, from the other core: one and the same, over and over.

    python -m bench.load PORT CONNECTIONS REQUESTS < request

Prints the seconds. Bounded, and to this machine alone.
"""

import os
import selectors
import socket
import sys
from time import perf_counter

CORE = 1
SIZE = b"content-length: "


def main() -> None:
    if (os.cpu_count() or 1) > CORE:
        os.sched_setaffinity(0, {CORE})
    port, connections, requests = map(int, sys.argv[1:])
    print(timed(port, connections, requests, sys.stdin.buffer.read()))


def timed(port: int, connections: int, requests: int, request: bytes) -> float:
    """Each connection sends the request, reads the whole answer, and sends it again."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    watched = selectors.DefaultSelector()
    lacking = dict.fromkeys(sockets, 0)
    of = {one.fileno(): one for one in sockets}
    for one in sockets:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        watched.register(one, selectors.EVENT_READ)
    started = perf_counter()
    for one in sockets:
        one.sendall(request)
    left, under_way = requests - connections, connections
    while under_way:
        for key, _ in watched.select():
            one = of[key.fd]
            piece = one.recv(1 << 20)
            lacking[one] = (lacking[one] or _whole(piece)) - len(piece)
            if lacking[one]:
                continue
            under_way -= 1
            if left > 0:
                one.sendall(request)
                left, under_way = left - 1, under_way + 1
    seconds = perf_counter() - started
    for one in sockets:
        one.close()
    return seconds


def _whole(first: bytes) -> int:
    """How long the answer is that begins so, which must be 200."""
    assert first.startswith(b"HTTP/1.1 200"), first[:300]
    start = first.index(SIZE) + len(SIZE)
    return first.index(b"\r\n\r\n") + 4 + int(first[start : first.index(b"\r", start)])


if __name__ == "__main__":
    main()
